/*
 * The assignment: what a class is asked, and by what it is judged.
 *
 * It is the same for every submission, and written beside the records, so that marks
 * can be explained, records of several machines joined, and a grading that was cut off
 * be gone on with: what would give other records is not mixed with them.
 */
#ifndef COURSE_CLASS_ASSIGNMENT_H
#define COURSE_CLASS_ASSIGNMENT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "class/roster.h"
#include "class/rubric.h"
#include "course/check.h"
#include "course/exercise.h"
#include "run/compile.h"
#include "run/jail.h"

struct assignment {
	char *root;                 /* of the course */
	char *folder;               /* of the submissions, as a full path */
	struct exercise *exercises; /* in the order of their names */
	size_t count;
	struct unseen_cases *unseen; /* of each exercise */
	struct rubric rubric;
	uint64_t seed;
	size_t cases;           /* 0: none unseen */
	unsigned shard, shards; /* from 0, of so many; 1: all is here */
	struct toolchain toolchain;
	struct jail *jail;     /* NULL: none */
	enum jail_level level; /* that was proved */
	json_t *versions;
};

/* What is asked for on the command line. */
struct assignment_request {
	const char *root;       /* NULL: found */
	const char *folder;     /* of the submissions */
	char *const *exercises; /* names; none: those that the submissions name */
	size_t exercise_count;
	const char *rubric; /* a file; NULL: the default */
	uint64_t seed;
	size_t cases;
	unsigned shard, shards;
	/* At least so far must strangers' programs be kept in. */
	enum jail_level level;
};

/* Proves the jail, reads what is asked for, and holds it against the solutions, which are
 * run in the unseen cases, too. False, with a sentence, if it cannot be graded by that.
 * The roster is that of all the class. */
bool assignment_make(struct assignment *assignment,
		     const struct assignment_request *request,
		     const struct roster *roster, char **error);
void assignment_free(struct assignment *assignment);

/* What is written of it. The students are those to be graded. */
json_t *assignment_to_json(const struct assignment *assignment,
			   const struct roster *roster);

/* Can records of the one stand beside records of the other? False, with a sentence that
 * names what differs; `among` says what is being compared. */
bool assignments_agree(const json_t *one, const json_t *other, const char *among,
		       char **error);

#endif
