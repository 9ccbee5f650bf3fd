/*
 * Jailed: one process tree in a jail of its own, from its start to its end.
 *
 * Used by who runs programs (program.c, start.c) and tools (tool.c). The order of
 * calls: jailed_prepare; jailed_start; then jailed_receive whenever `control` is
 * readable; jailed_kill; jailed_wait; jailed_free.
 */
#ifndef COURSE_RUN_JAILED_H
#define COURSE_RUN_JAILED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

#include "run/cgroup.h"
#include "run/inside.h"
#include "run/jail.h"
#include "text/text.h"

enum jail_purpose {
	JAIL_RUN,     /* a stranger's program: forbidden calls are told to us */
	JAIL_COMPILE, /* a compiler that reads a stranger's source: no network, no /proc */
};

struct jail_order {
	enum jail_purpose purpose;
	char *const *arguments;
	char *const *environment;
	/* Made anew inside, bounded to `folder_bytes`, and gone with the jail. */
	const char *folder;
	const char *directory;      /* working directory: `folder`, or in it */
	const char *made;           /* one more folder in it, or NULL */
	const char *given;          /* of this folder outside, the plain files are copied
	                             * into `directory`; NULL: nothing */
	const char *const *visible; /* paths that may be read, NULL-terminated */
	const char *library;        /* path of the clock's library, or NULL */
	const char *heap;           /* of the one that counts blocks, or NULL */
	const struct inside_limit *limits;
	size_t limit_count;
	size_t folder_bytes;
	size_t memory_bytes; /* of all together, where there are control groups */
	unsigned processes;
};

/* A descriptor that the program is to have, and its number there. */
struct jailed_file {
	int file, number;
};

enum { JAILED_MOST_TREES = 12, JAILED_MOST_COPIES = 4 };

/* Files to be copied inside, open, in the order in which they are named there. */
struct jailed_copies {
	int files[JAILED_MOST_COPIES];
	int count;
};

struct jailed {
	const struct jail *jail;
	struct cgroup group;
	struct text view;          /* of the warden who makes it */
	const char *library;       /* of the order's */
	const char *heap;          /* likewise */
	bool network;              /* it has one of its own */
	int control;               /* our end */
	int their_control, orders; /* what goes inside, until it was started; or -1 */
	int trees
		[JAILED_MOST_TREES]; /* of what its user cannot open, until it was started */
	int tree_count;
	struct jailed_copies copies; /* likewise: until it was started */
	int keeper;                  /* pidfd of the first process inside, or -1 */
	pid_t keeper_id;             /* its number, seen from here */
	pid_t program;               /* the program's, seen from here */
	uid_t user;                  /* as whom it runs, by the kernel's word */
	int listener;                /* forbidden calls are told here, or -1 */
	int temporary, place;        /* the folders inside, open; or -1 */
	unsigned landlock;           /* version of it that is in force; 0: it is not */
	bool running, ended;
	int exec_failure; /* why the program was not started, or 0 */
	int status;       /* as from waitpid, when it has ended */
	double processor_seconds;
	size_t most_memory; /* bytes that one of its processes had */
};

void jailed_init(struct jailed *jailed);

/* Writes the orders, and makes sure that there is a warden. What the order points to
 * must stay until it was started. */
bool jailed_prepare(struct jailed *jailed, const struct jail *jail,
		    const struct jail_order *order, char **error);

/* Makes the jail, and waits until the program runs in it, with these descriptors and no
 * others; on the processor, and by the policy, that the calling thread has now. False,
 * with a sentence. */
bool jailed_start(struct jailed *jailed, const struct jailed_file *files, size_t count,
		  char **error);

/* Not started, since no kernel takes such an executable: its own fault. */
bool jailed_refused(const struct jailed *jailed);
bool jailed_is_refusal(int reason);

/* Takes what is told. False: nothing more will be. */
bool jailed_receive(struct jailed *jailed);

/* The name of the system call that was forbidden, to be freed; NULL: none was.
 * Whoever made it waits for ever. */
char *jailed_forbidden(struct jailed *jailed);

/* Bytes in what may be written to, and the number of files there. */
struct jailed_use {
	uint64_t bytes, files;
};
struct jailed_use jailed_use(const struct jailed *jailed);

/* Copies a file that was left in the working folder, if it is a plain one, links
 * nowhere followed, and not longer than `limit`. `mode` is the copy's. */
bool jailed_take(const struct jailed *jailed, const char *name, const char *to,
		 unsigned mode, size_t limit, char **error);

/* Looks through what was left. Returns a sentence about what is no plain file or
 * folder: a link that leads out, a fifo, a device; or NULL. To be freed. */
char *jailed_left(const struct jailed *jailed);

/* Kills all that is inside, if there is anybody. */
void jailed_kill(struct jailed *jailed);

/* After that: waits until all of it is gone. */
void jailed_wait(struct jailed *jailed);

void jailed_free(struct jailed *jailed);

/* Seconds that this process has spent on making jails and on their end; without waiting
 * for its turns. */
double jailed_seconds(void);

#endif
