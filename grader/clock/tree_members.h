/*
 * The members of a process tree: its processes and their threads, as two lists.
 *
 * Who belongs to it, and how that is found out: by the kernel's lists of children and
 * of threads (proc(5)). A member comes when it is listed, and goes when its files can
 * be read no more. Whether it sleeps is none of this file's affair.
 */
#ifndef COURSE_CLOCK_TREE_MEMBERS_H
#define COURSE_CLOCK_TREE_MEMBERS_H

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

/* Before tree_prepare and after tree_end: it holds nothing. */
#define NO_TREE                                                                          \
	((struct process_tree){ .processor = -1, .network_file = -1, .orphans_file = -1 })

/* The process that the thread belongs to. */
static inline struct tree_process *tree_process_of(const struct process_tree *tree,
						   const struct tree_thread *thread)
{
	return &tree->processes[thread->process];
}

/* By their ids in our own namespace. */
bool tree_knows_process(const struct process_tree *tree, pid_t id);
bool tree_knows_thread(const struct process_tree *tree, pid_t id);
bool tree_has_child(const struct process_tree *tree, pid_t parent);

/* The thread which calls itself so in its own namespace; or NULL. */
struct tree_thread *tree_find(struct process_tree *tree, uint32_t id);

/* How many threads are known of the process with that index. */
size_t tree_count_threads(const struct process_tree *tree, size_t process);

/* These may move the lists: pointers into them and indices are good for nothing
 * afterwards, but those of threads behind which none has gone. */

/* A process that is not known yet, with its threads. */
void tree_add_process(struct process_tree *tree, pid_t id);

/* Those threads of the process with that index that are not known yet. */
void tree_list_threads(struct process_tree *tree, size_t process);

/* Those processes that are not known yet of a list of children, a file of /proc. -1:
 * nothing is done. */
void tree_add_children(struct process_tree *tree, int file);

/* The thread with that index is gone; its process stays until it is forgotten. */
void tree_remove_thread(struct process_tree *tree, size_t index);

/* Processes without threads are no more. */
void tree_forget_gone(struct process_tree *tree);

/* Closes the files that are kept open of a thread. */
void tree_close_thread(struct tree_thread *thread);

#endif
