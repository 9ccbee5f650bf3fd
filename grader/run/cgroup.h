/*
 * Control groups: a bound on the memory and the processes of a whole jail, kept by
 * the kernel (cgroups(7)), of the first version or the second, whichever there is.
 *
 * Who is not root has them only where they were delegated. What a killed grader
 * left behind is swept away by the next one.
 */
#ifndef COURSE_RUN_CGROUP_H
#define COURSE_RUN_CGROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { CGROUP_MEMORY, CGROUP_PROCESSES, CGROUP_FOLDERS };

/* Where groups can be made; with the second version both are the same folder. */
struct cgroup_base {
	char *folders[CGROUP_FOLDERS];
	bool unified;
};

/* False, with a sentence, if no group can be made here. */
bool cgroup_find(struct cgroup_base *base, char **why);
void cgroup_base_free(struct cgroup_base *base);

struct cgroup {
	char *folders[CGROUP_FOLDERS]; /* NULL: there is no group, or it is the same */
	bool unified;
	size_t memory_bytes; /* that all in it may have together */
};

/* A group of that much memory, which may not be swapped out. */
bool cgroup_make(const struct cgroup_base *base, size_t memory_bytes, unsigned processes,
		 struct cgroup *group, char **error);

/* Opens its doors: a process of one thread that writes "0" into each of them belongs to
 * it from then on, with all that it starts, by our rights (cgroups(7)). It goes in by
 * itself: for who lets in another one, the kernel waits until nobody can be making a
 * process, some 10 milliseconds; and all who make a group, enter or remove one wait
 * with it. Returns how many doors, to be closed; -1 with errno. */
int cgroup_doors(const struct cgroup *group, int doors[CGROUP_FOLDERS]);

enum cgroup_memory {
	CGROUP_ENOUGH,   /* nobody in it was killed for want of memory */
	CGROUP_RAN_OUT,  /* somebody was, and it had come to its own bound */
	CGROUP_DEPRIVED, /* somebody was, by no fault of its own: those around it, or the
			  * machine, had none left */
};

/* By the kernel's word. */
enum cgroup_memory cgroup_memory(const struct cgroup *group);

/* When all in it have ended. */
void cgroup_remove(struct cgroup *group);

#endif
