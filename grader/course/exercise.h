/*
 * An exercise, as its exercise.md says it.
 *
 * The document is the one source: what the reader sees is what is judged by.
 * Its folders, where ROOT is the folder of the course and NAME the exercise:
 *
 *   ROOT/exercises/NAME/exercise.md
 *   ROOT/exercises/NAME/FILE             each file as handed out
 *   ROOT/exercises/NAME/wrong/ANSWER/    a wrong answer, and
 *   ROOT/exercises/NAME/right/ANSWER/    a right one: only the files that differ
 *                                        from the solution
 *   ROOT/solutions/NAME/FILE             the reference solution
 *
 * Its parts, in any order (what is not named here is prose, and free):
 *
 *   # Title
 *
 *   - kind: complete                     facts: a list before the first section;
 *   - minutes: 20                        kind and minutes must be there
 *   - concepts: async with, aexit        names, set apart by commas
 *   - needs: context_manager             exercises or lessons to come before
 *   - any text: `<time>`                 in the expected output this word stands
 *                                        for any text
 *   - order: free at one instant         the lines of one instant may come in any
 *                                        order; see enum exercise_order
 *   - uses: async_with or                what stands in the programs, where the task
 *     enter_async_context                asks for it and no output can show it; of
 *                                        alternatives, one of them. After a comma
 *                                        stands what must be there as well
 *   - does without: async_for            what must not stand there
 *
 *   ## Files                             a list; the first program is run
 *
 *   - `log_tail.c`, a *program*: yours to complete.
 *   - `log_writer.c`, a *plain* program, which log_tail starts as ./log_writer.
 *   - `words.txt`, *data*: it lies in the working directory.
 *   - `prediction.txt`, a *prediction*:  see judge/prediction.h; an exercise of the
 *     yours to write.                    kind predict has one, and no other has
 *
 *   ## Parameters                        may be left out: what the program takes
 *                                        as arguments, for cases that nobody has
 *   - `limit`: 5, from 2 to 9            seen; see course/parameter.h. A prediction
 *   - `delay`: 0.5, from 0.1 to 1.0      has none, nor has an exercise with «any
 *     by 0.1                             text»
 *
 *   ## Expected output                   one fenced block, named timed
 *
 *   ```timed
 *      0.000 | Acquiring resource...
 *      1.000 | Resource acquired.
 *   ```
 *
 *   ## Where to start                    may be left out: the sentence that is
 *                                        told for as long as the program prints
 *   > Write resource_aenter first.       what it printed as handed out, which is
 *                                        nothing, or what a timed block here says
 *
 *   ## Hints                             a ladder: a sub-heading for each step
 *
 *   ### Who calls aenter?
 *   The scope does. …
 *
 *   ## Mistakes                          a sub-heading for each wrong answer,
 *                                        with the name of its folder in code
 *   ### A blocking sleep: `blocking_sleep`
 *
 *   **TIME** at `sleep(1);`              the verdict; and, if the report is to
 *                                        name a line, a piece of that line
 *
 *   > sleep(1) blocks the whole loop…    a part of the message that it must
 *                                        draw; … in it stands for any text
 *
 * A *program* is linked with the runtime; a *plain* one is a C program by
 * itself. Each is made from one file, and named after it without its ending.
 *
 * Where there are parameters, the expected output is that of the documented case;
 * in any other case it is what the reference solution prints. Programs read their
 * arguments with the documented values as defaults, so that they can be run by
 * hand without any.
 */
#ifndef COURSE_COURSE_EXERCISE_H
#define COURSE_COURSE_EXERCISE_H

#include <stdbool.h>
#include <stddef.h>

#include "course/document.h"
#include "course/parameter.h"
#include "judge/timed_output.h"
#include "judge/verdict.h"

enum exercise_kind {
	EXERCISE_COMPLETE, /* fill in */
	EXERCISE_REPAIR,   /* find the mistake */
	EXERCISE_PREDICT,  /* write the timed output before running */
	EXERCISE_DESIGN,   /* from a blank file, to a specification */
};

/* How the lines of one instant stand to each other. */
enum exercise_order {
	/* «as started», or nothing said: the order is part of the task. What is ready
	 * first runs first, as in CPython, and the program may rely on it. */
	ORDER_AS_STARTED,
	/* «free at one instant»: any order of them is right, and the program must be
	 * right under any schedule. */
	ORDER_FREE,
	/* «the same, whoever is first»: the program itself has to see to it. */
	ORDER_FIXED,
};

enum exercise_file_kind {
	FILE_PROGRAM,    /* C, linked with the runtime */
	FILE_PLAIN,      /* C, without it */
	FILE_DATA,       /* put into the working directory as it is */
	FILE_PREDICTION, /* what the learner says that the program prints */
};

struct exercise_file {
	char *name;
	enum exercise_file_kind kind;
	char *about; /* the whole item, without markup */
	int line;    /* in the document */
};

struct exercise_hint {
	char *title;
	cmark_node *heading; /* in the document; the step is its section */
};

struct exercise_mistake {
	char *name; /* of the folder under wrong/ */
	char *title;
	enum verdict_kind verdict;
	char *at; /* a piece of the line to be named, or NULL */
	char *sentence;
	int line;
};

struct exercise {
	char *root; /* folder of the course */
	char *name;
	char *folder;   /* ROOT/exercises/NAME */
	char *solution; /* ROOT/solutions/NAME; need not be there */
	struct document document;
	char *title;
	enum exercise_kind kind;
	int minutes;
	enum exercise_order order;
	char *concepts; /* as written; "" if not said */
	char *needs;
	char *uses;    /* what the programs must use, as written, and */
	char *without; /* what they must do without; "" if not said */
	struct exercise_file *files;
	size_t file_count;
	struct parameter parameters[MOST_PARAMETERS];
	size_t parameter_count; /* 0: it is judged by the documented case */
	struct timed_output expected;
	char *where_to_start;           /* a sentence, or NULL */
	struct timed_output handed_out; /* what the handed-out files print */
	struct exercise_hint *hints;
	size_t hint_count;
	struct exercise_mistake *mistakes;
	size_t mistake_count;
};

/* Reads ROOT/exercises/NAME/exercise.md. On failure *error is one line,
 * «file:line: what is wrong», and there is nothing to free. */
bool exercise_read(struct exercise *exercise, const char *root, const char *name,
		   char **error);
void exercise_free(struct exercise *exercise);

/* The program that is run: the first that is linked with the runtime, or the
 * first plain one if there is none. */
const struct exercise_file *exercise_main_file(const struct exercise *exercise);

const struct exercise_file *exercise_find_file(const struct exercise *exercise,
					       const char *name);

/* Is something compiled from it? */
bool exercise_file_is_source(const struct exercise_file *file);

/* The prediction that is to be written, or NULL. */
const struct exercise_file *exercise_prediction_file(const struct exercise *exercise);

/* Is `message` what the mistake's sentence asks for? */
bool exercise_sentence_is_in(const char *sentence, const char *message);

const char *exercise_kind_name(enum exercise_kind kind);

#endif
