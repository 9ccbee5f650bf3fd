/*
 * The jail: where strangers' programs are compiled and run.
 *
 * It is made of layers, each of which holds if another one breaks: namespaces with
 * next to nothing in them (bubblewrap), an unprivileged user, a filter of system
 * calls (seccomp), a second rule on files (Landlock), limits of each process, and
 * of all together (control groups). Not every machine has all of them.
 * `jail_prove` tries them out; the level says how far they may be trusted.
 *
 * A program meets the same clock, the same environment and the same folder in the
 * jail as outside: its verdict and its stamps are the same. Requests that run
 * something (run/program.h, run/tool.h) take a jail, or NULL for none.
 */
#ifndef COURSE_RUN_JAIL_H
#define COURSE_RUN_JAIL_H

#include <stdbool.h>
#include <stddef.h>

struct jail;

enum jail_level {
	JAIL_NONE,   /* nothing keeps a program from what its user may do */
	JAIL_BASIC,  /* it sees no other process, no file but its own, no network */
	JAIL_STRONG, /* and can reach but a small part of the kernel, as nobody */
	JAIL_FULL,   /* and each of that twice, and memory is bounded by the kernel */
	JAIL_LEVEL_COUNT,
};

/* «none», «basic», «strong», «full». */
const char *jail_level_name(enum jail_level level);

/* What each means, in a few words. */
const char *jail_level_meaning(enum jail_level level);

/* The level of that name; JAIL_LEVEL_COUNT if there is none. */
enum jail_level jail_level_of_name(const char *name);

/* Finds the parts that this machine has. NULL, with a sentence, if there can be no
 * jail at all. Proves nothing yet. */
struct jail *jail_open(char **error);
void jail_close(struct jail *jail);

enum jail_layer {
	LAYER_START,     /* a jail starts, and what is started in it ends with it */
	LAYER_PROCESSES, /* no other process is seen */
	LAYER_FILES,     /* no other file is seen, and none that is seen is written */
	LAYER_FOLDERS,   /* what may be written to is bounded */
	LAYER_NETWORK,   /* nothing of the machine's network is reached */
	LAYER_CLEAN,     /* no descriptor and no variable of ours */
	LAYER_CLOCK,     /* the virtual clock works inside, and cannot be written */
	LAYER_USER,      /* not root, by any name */
	LAYER_NO_USERNS, /* no new user namespace, hence no new rights */
	LAYER_CALLS,     /* forbidden system calls are seen from outside */
	LAYER_LIMITS,    /* processor time, processes, file size */
	LAYER_LANDLOCK,  /* files, a second time */
	LAYER_CGROUP,    /* memory and processes of all together */
	JAIL_LAYER_COUNT,
};

/* A layer, tried out on this machine. */
struct layer_proof {
	const char *name;      /* «system calls» (static) */
	enum jail_level level; /* the first that needs it */
	bool holds;
	char *proof;  /* what was tried, and what came of it */
	char *remedy; /* what to do to get it; NULL if it holds */
};

struct jail_proof {
	enum jail_level level; /* that this machine has */
	struct layer_proof layers[JAIL_LAYER_COUNT];
};

/* Starts probes in the jail that attempt what each layer forbids. `jail` may be
 * NULL: none could be opened, for the reason `why`. Takes some tenths of a second.
 * To be freed with jail_proof_free. */
void jail_prove(const struct jail *jail, const char *why, struct jail_proof *proof);
void jail_proof_free(struct jail_proof *proof);

#endif
