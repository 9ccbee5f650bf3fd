/*
 * Inside: the warden of jails, the first process in each, and what they and the grader
 * say to each other.
 *
 * They are a program of their own (inside*.c, linked statically). Bubblewrap starts it
 * once, as process 1 of a place in which there is only what programs may see: as the
 * warden. For each jail that is asked for, the warden makes a first process, in
 * namespaces of its own below those: users, processes, mounts, network, and the rest.
 *
 * The first process lays out what may be written to, gives up all its rights, sets the
 * limits that can be set only there, starts the program, and tells how it ended. It
 * trusts its orders, which are the grader's, and nothing else. No process inside can
 * send it a signal, read its memory, or reach its descriptors.
 *
 * Orders are a `struct inside_orders`, then what it counts, in its order: limits,
 * the filter's instructions, and strings. A string is its length (32 bits), its
 * bytes, and a NUL.
 */
#ifndef COURSE_RUN_INSIDE_H
#define COURSE_RUN_INSIDE_H

#include <stddef.h>
#include <stdint.h>

#define INSIDE_MAGIC UINT32_C(0x1a11ca9e)

/* Whom everybody inside takes himself for. */
#define INSIDE_ID "1000"

/* Its path in each jail. */
#define INSIDE_PATH "/course/inside"

/* The time of the files that are put there, in seconds since 1970: when the virtual clock
 * begins (clock/board.h). Nothing is to tell when a program is judged. */
#define INSIDE_BEGINNING 1704067200

/* What is laid out below here is the one place, but for the working folder, that
 * a program may write to. */
#define INSIDE_TEMPORARY "/tmp"

/* The warden's first word, on his line: he is there. */
#define INSIDE_READY UINT32_C(0x1a11ca11)

/* Besides the two that each jail has: 0, 1, 2, the clock's and the trace's; and trees of
 * what nobody else could open, long files, and the doors of its control group. */
#define INSIDE_MOST_FILES 30

/* What the warden is asked for, one message each. With it come descriptors: of the
 * control, of the orders, then `files` that the program is to have. */
struct inside_request {
	uint32_t magic;
	uint32_t network; /* 1: a network of its own; 0: none that it could reach */
	uint32_t files;
	int32_t numbers[INSIDE_MOST_FILES]; /* of the descriptors, in the program; or: */
};

#define INSIDE_TREE (-1) /* it is a tree to be mounted */
#define INSIDE_COPY (-2) /* it is a file to be copied */
#define INSIDE_DOOR (-3) /* the first process goes into a control group by it */

struct inside_orders {
	uint32_t magic;
	uint32_t size;      /* of all of it */
	uint32_t tells;     /* 1: the filter tells the grader of a forbidden call, and the
			   * caller waits; 0: it kills */
	uint32_t teller;    /* the number of the descriptor that it tells by: the program
			   * can have no such number; 0: the control's own */
	uint32_t network;   /* 1: the program may use the jail's own loopback */
	uint32_t processes; /* 1: it sees those of the jail, in /proc; 0: there is none */
	uint32_t limits;    /* struct inside_limit each */
	uint32_t filter;    /* instructions, 8 bytes each; 0: there is no filter */
	/* Strings: the folder for its work, the working directory, then those of each of
	 * these. Paths are absolute. */
	uint32_t places;  /* where a file system of its own is mounted */
	uint32_t kept;    /* what is there already, and to be seen below those as well */
	uint32_t trees;   /* where those that came with the request are mounted */
	uint32_t folders; /* to be made, with those above them */
	uint32_t files;   /* to be made: three strings each, path, mode in octal,
			     * content */
	uint32_t copies;  /* of those that came with the request: path and mode */
	uint32_t arguments; /* of the program; [0] is looked up in its PATH */
	uint32_t variables; /* its whole environment */
	uint64_t bytes;     /* that each place has room for */
};

struct inside_limit {
	int32_t resource; /* RLIMIT_… */
	uint32_t unused;
	uint64_t soft, hard;
};

enum inside_word {
	INSIDE_BORN,    /* the first process is there, and waits for a byte */
	INSIDE_PLACES,  /* with two descriptors: INSIDE_TEMPORARY, the folder */
	INSIDE_FILTER,  /* with one: where forbidden calls are told. Its sender is the
			 * process that becomes the program */
	INSIDE_RUNNING, /* the program has been started */
	INSIDE_FAILED,  /* it could not be: `step` and `status`, an errno */
	INSIDE_ENDED,   /* `status` as from waitpid */
};

enum inside_step {
	INSIDE_NAMESPACES,
	INSIDE_GROUP,
	INSIDE_ORDERS,
	INSIDE_USER,
	INSIDE_MOUNT,
	INSIDE_NETWORK,
	INSIDE_RIGHTS,
	INSIDE_FOLDER,
	INSIDE_FILE,
	INSIDE_DIRECTORY,
	INSIDE_LIMITS,
	INSIDE_LANDLOCK,
	INSIDE_SECCOMP,
	INSIDE_FORK,
	INSIDE_EXEC,
};

struct inside_message {
	uint32_t word;
	uint32_t step;
	int32_t status;
	uint32_t landlock; /* with INSIDE_FILTER: version of it, 0: none */
	uint64_t
		processor_time_us; /* with INSIDE_ENDED: of the program, and of those whom
				     * it has waited for */
	uint64_t most_memory_kib;  /* with INSIDE_ENDED: of any one of them */
};

/* The first process, from its birth on: what of it is given by the orders, and by
 * descriptors, of `trees` and of files to be copied. */
void inside_live(int control, int orders, const int *trees, const int *copies)
	__attribute__((noreturn));

/* Tells the grader. */
void inside_tell(int control, const struct inside_message *message,
		 const int *descriptors, size_t count);

/* The jail ends with its first process. */
void inside_fail(int control, enum inside_step step) __attribute__((noreturn));

/* Serves until nobody holds the other end of the line; its status. */
int inside_warden(int line);

/* What a jail is made of, for inside_cell. */
struct inside_cell {
	const struct inside_orders *orders;
	const char **places; /* NULL-terminated, as all of these */
	const char **kept;
	const char **tree_paths;
	const int *trees; /* descriptors, in the order of their paths */
};

/* Makes this process, in its new namespaces, a user without rights who sees what he
 * may see. Returns where it failed, with errno; -1 when all is done. */
int inside_cell(const struct inside_cell *cell);

/* A folder, with those above it. It may be there. */
int inside_make_folder(const char *path);

/* Restricts this process and all that it will start to reading, and to writing
 * below these paths (NULL-terminated); TCP only with `network`. Returns the
 * version of Landlock, 0 where the kernel has none, -1 with errno. */
int inside_landlock(const char *const *writable, int network);

/* The first argument of one that is to make a probe; its status. */
#define INSIDE_PROBE "--probe"
int inside_probe(const char *name, char **arguments);

#endif
