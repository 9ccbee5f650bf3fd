/*
 * Compiling: one compiler process for each program, all at the same time.
 *
 * Compiling is running a stranger's program too, so it is bounded in time,
 * memory and output. What the compiler says is parsed into diagnostics; what
 * they mean to a learner is for judge/compiler_diagnosis to say.
 */
#ifndef COURSE_RUN_COMPILE_H
#define COURSE_RUN_COMPILE_H

#include <stdbool.h>
#include <stddef.h>

#include "run/part.h"
#include "run/tool.h"

/* What is not compiled after so long on the wall is given up: a bound for a machine on
 * which the compiler gets next to nothing of the processor. */
enum { COMPILE_SECONDS = 120 };

enum compiler_family {
	COMPILER_OTHER, /* no flags but those that every compiler takes */
	COMPILER_GCC,
	COMPILER_CLANG,
};

/* The compiler, and where the runtime is that programs are linked with. */
struct toolchain {
	char *compiler; /* CC of the environment, or cc */
	enum compiler_family family;
	bool has_gold;      /* the faster linker is there */
	char *include;      /* folder of <async.h> */
	char *precompiled;  /* folder of async.h.gch, or NULL */
	char *library;      /* libasync.a or libasync.so */
	struct parts parts; /* optional ones of the runtime */
};

/* Looks beside the running binary for what the Makefile built; COURSE_RUNTIME
 * in the environment names another folder with libasync.a and include/. False,
 * with a sentence, if there is no compiler or no runtime. */
bool toolchain_find(struct toolchain *toolchain, char **error);
void toolchain_free(struct toolchain *toolchain);

/* The compiler's own path, links followed; to be freed, NULL if it has gone. */
char *toolchain_path(const struct toolchain *toolchain);

/* «gcc (Debian …) 12.2.0»: asks the compiler, so not for the fast path. */
char *toolchain_version(const struct toolchain *toolchain);

enum compile_kind {
	COMPILE_PLAIN,   /* a C program by itself */
	COMPILE_RUNTIME, /* linked with the runtime and what it needs */
};

struct compile_request {
	const char *source;    /* name in `directory` */
	const char *directory; /* where the compiler runs: names in messages, in
	                          * __FILE__ and in debug information are relative */
	const char *quoted;    /* folder for #include "…" as well, or NULL */
	const char *output;    /* the executable; relative to `directory` */
	enum compile_kind kind;
	const struct jail *jail; /* in which the compiler runs, or NULL: none */
	bool sanitize;           /* with the address and undefined behaviour sanitizers */
	bool unused_allowed;     /* a value that nobody uses is no error */
};

enum diagnostic_level {
	DIAGNOSTIC_ERROR,
	DIAGNOSTIC_WARNING,
	DIAGNOSTIC_NOTE,
};

struct diagnostic {
	enum diagnostic_level level;
	char *file; /* as the compiler names it; NULL: none */
	int line;   /* 0: none */
	int column;
	char *function; /* in which it stands, or NULL */
	char *message;
};

struct compile_result {
	bool made;     /* the executable is there */
	char *failure; /* a sentence, if the compiler could not do its work: it
	                          * was stopped at a bound or is not there; else NULL */
	bool at_fault; /* with `failure`: the program is to blame, not we */
	bool interrupted;
	struct diagnostic *diagnostics;
	size_t diagnostic_count;
	char *log; /* all that the compiler said */
	size_t log_length;
};

/* Sorts out how a compiler of that name ended, where it is not just done or refused:
 * the failure, at_fault and interrupted of the result. By what the kernel tells of it:
 * what it says itself may have been put into its mouth by the source. */
void compile_judge(const struct tool_result *tool, const char *compiler,
		   struct compile_result *result);

void compile_all(const struct toolchain *toolchain,
		 const struct compile_request *requests, size_t count,
		 struct compile_result *results);

void compile_result_free(struct compile_result *result);

/* The whole command line as one string: for reports, and for the Makefile to
 * make a precompiled header by. To be freed. */
char *compile_command(const struct toolchain *toolchain,
		      const struct compile_request *request);

/* Reads diagnostics from what a compiler or linker printed. */
void diagnostics_parse(const char *log, struct diagnostic **diagnostics, size_t *count);
void diagnostics_free(struct diagnostic *diagnostics, size_t count);

#endif
