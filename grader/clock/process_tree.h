/*
 * A process tree: a process, all that descend from it, and whether they sleep.
 *
 * Everything here is what the kernel says (proc(5)). The caller becomes the
 * reaper of orphans, so that nothing that was started can leave the tree. There
 * is one tree at a time in a process, and while it is there, every child that
 * the process gets is taken for one of the tree's.
 */
#ifndef COURSE_CLOCK_PROCESS_TREE_H
#define COURSE_CLOCK_PROCESS_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct tree_process {
	pid_t id;
	pid_t parent;
	bool ended;   /* a zombie, until its parent asks for its status */
	bool reached; /* for the caller: this process uses our clock */
};

struct tree_thread {
	pid_t id;
	uint32_t inner;      /* its id in its own namespace, once it was asked for */
	size_t process;      /* index in tree->processes */
	uint64_t order;      /* by age; 0 until all were asleep for the first time */
	char state;          /* as in proc(5): R, S, D, T, Z, … */
	int processor;       /* on which it ran last */
	unsigned long ticks; /* of processor time, in sysconf(_SC_CLK_TCK) */
	int status_file;     /* kept open; -1: could not be */
	int children_file;
	int call_file;
};

struct process_tree {
	pid_t root;
	int orphans_file; /* the list of the keeper's children, or -1 */
	pid_t keeper;     /* of a jail: orphans come to it, not to us; 0: there is none */
	int processor;    /* the one that the tree is bound to, or -1 */
	struct tree_process *processes;
	size_t process_count;
	struct tree_thread *threads;
	size_t thread_count;
	unsigned long ticks_gone; /* of threads that are no more */
	uint64_t version;         /* changes when a thread comes or goes */
	uint64_t next_order;
	uint64_t ordered_version; /* for which all threads have their order */
	pid_t *strangers;         /* children that we had before */
	size_t stranger_count;
	size_t process_capacity, thread_capacity;
	int was_reaper;   /* whether we were one before */
	int network_file; /* of the kernel's thread that delivers packets, or -1 */
};

/* What a sleeping thread sleeps in. */
enum thread_wait {
	WAIT_UNKNOWN,  /* the kernel does not tell us */
	WAIT_UNTIMED,  /* until something happens */
	WAIT_TIMED,    /* with a time limit by the machine's clock */
	WAIT_STARTING, /* in exec: not asleep in our sense */
};

/* Before the root is started: notes which children we have. */
void tree_prepare(struct process_tree *tree);

/* `processor`: to which the caller and the root are bound, or -1. */
void tree_begin(struct process_tree *tree, pid_t root, int processor);

/* Before tree_begin: the tree is in a jail, and `keeper`, the first process there, is
 * none of the tree's. No child of ours is. */
void tree_keep(struct process_tree *tree, pid_t keeper);

/* From now on, packets that are on their way on the tree's processor count as
 * something that is awake. */
void tree_watch_network(struct process_tree *tree);

/* Is everything in the tree asleep, at one and the same moment? False also when
 * that cannot be said for certain: then ask again. */
bool tree_is_asleep(struct process_tree *tree);

/* Takes in what has come and gone, asleep or not. */
void tree_look(struct process_tree *tree);

/* Is the root a zombie? */
bool tree_root_is_over(const struct process_tree *tree);

/* The thread which calls itself so in its own namespace; or NULL. */
struct tree_thread *tree_find(struct process_tree *tree, uint32_t id);

enum thread_wait tree_wait_of(struct process_tree *tree, struct tree_thread *thread);

/* Path of the executable, or NULL; the caller frees it. */
char *tree_program(pid_t process);

/* Resident memory of all processes, in bytes. */
size_t tree_memory(const struct process_tree *tree);

/* Processor time of the process that has used most, in seconds. */
double tree_processor_time(const struct process_tree *tree);

/* Sum over all threads, in ticks. */
unsigned long tree_ticks(const struct process_tree *tree);

/* Processor time of all that is or ever was in the tree, in seconds. What ended
 * between two looks counts up to the last one at which it was seen. */
double tree_whole_time(const struct process_tree *tree);

/* Kills all that is there and waits until it is gone; the root stays a zombie
 * for the caller to wait for. Frees what the tree holds. */
void tree_end(struct process_tree *tree);

#endif
