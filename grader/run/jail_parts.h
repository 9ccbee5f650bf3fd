/*
 * What a jail consists of, for the files of this room that make one.
 */
#ifndef COURSE_RUN_JAIL_PARTS_H
#define COURSE_RUN_JAIL_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "run/cgroup.h"
#include "run/jail.h"
#include "run/jailed.h"
#include "run/warden.h"
#include "text/text.h"

/* The clock's library, in each jail. */
#define JAIL_LIBRARY_PATH "/course/libcourse_clock.so"
/* And the one that counts blocks, for those programs that it is wanted of. */
#define JAIL_HEAP_PATH "/course/libcourse_heap.so"

/* Room beyond what a program may fill, so that it is seen to have gone too far. */
#define JAIL_SPARE_BYTES ((size_t)1 << 20)

/* For what is there besides the program: files, and the jail's first process. */
#define JAIL_SPARE_MEMORY ((size_t)128 << 20)

struct jail_filter {
	char *instructions; /* struct sock_filter; NULL: none */
	size_t count;
};

struct jail {
	char *bubblewrap; /* path */
	char *inside;     /* path of the first process's program */
	uid_t user;       /* to become, when we are root; else our own */
	gid_t group;
	bool drops; /* we are root */
	bool has_cgroups;
	struct cgroup_base cgroups;
	char *no_cgroups;      /* why there are none */
	size_t group_bytes;    /* of memory, whatever the limits say; 0: as they say */
	struct text system[2]; /* options that show the system, by purpose */
	struct jail_filter filters[2]; /* by enum jail_purpose */
	struct wardens *wardens;
};

/* False where this was built without libseccomp, or the kernel has no seccomp. */
bool jail_filter_make(struct jail_filter *filter, enum jail_purpose purpose);

/* The name of a system call, to be freed, as told at `listener`; NULL: none. */
char *jail_filter_receive(int listener);

/* Bubblewrap's options: what of the system is there. Each ends in a NUL. To find out
 * takes as long as to start a jail, so it is done once. */
void jail_view_system(enum jail_purpose purpose, struct text *options);

/* The options of a warden of such jails, those among them. */
void jail_view(const struct jail *jail, const struct jail_order *order,
	       struct text *options);

/* What is mounted anew in such a jail, and bounded: INSIDE_TEMPORARY, and one more if
 * the order's folder is not in it. Returns how many there are; to be freed. */
size_t jail_places(const struct jail_order *order, char *places[2]);

/* Does the path lie in one of them? Then it has to be seen below what is mounted. */
bool jail_is_covered(const char *path, char *const *places, size_t count);

/* What the jail's user sees of a path that is to be visible. */
enum jail_sight {
	SIGHT_OPEN,   /* it may be opened by him */
	SIGHT_HIDDEN, /* not the way to it: it has to be opened by us, who are root */
	SIGHT_CLOSED, /* not itself, whoever opens it */
};
enum jail_sight jail_sight(const struct jail *jail, const char *path);

/* Opens each of them that is hidden, as a tree to be mounted, for reading only. -1 and a
 * sentence if one cannot be brought in; else how many. */
int jail_open_hidden(const struct jail *jail, const char *const *visible, int *trees,
		     size_t most, char **error);

/* Orders for the first process (inside.h), and what it copies for them. False, with a
 * sentence. */
bool jail_orders(const struct jail *jail, const struct jail_order *order,
		 struct text *orders, struct jailed_copies *copies, char **error);

#endif
