/*
 * The roster: whose work lies in a folder.
 *
 * Each entry of the folder is one student's: a folder, a single file or an archive.
 * A student is called as the entry is, without the ending of a file; if two would be
 * called the same, as their files are called in full. A name may have any bytes; letters
 * with marks are composed (text/composed.h), as class lists have them. What
 * begins with a dot is nobody's.
 *
 * Of what a course system has exported, students are called as it calls them, and have
 * all entries that are theirs (class/exported.h).
 *
 * A shard is a part of the roster: student by student, by a digest of the name, so
 * that it depends on nothing but the names.
 */
#ifndef COURSE_CLASS_ROSTER_H
#define COURSE_CLASS_ROSTER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "class/exported.h"

enum hand_in_kind {
	HANDED_FOLDER,
	HANDED_FILE,
	HANDED_ARCHIVE,
	HANDED_OTHER,   /* a link, a pipe, a device: not opened */
	HANDED_NOTHING, /* in the class list alone */
	HANDED_SEVERAL, /* more than one entry */
};

/* What lies in the folder. */
struct handed_entry {
	char *path; /* FOLDER/ENTRY */
	enum hand_in_kind kind;
	char *file; /* what the student called it; NULL: as it is called */
};

struct student {
	char *name;
	char *key; /* of printable ASCII, another for each name: see student_key */
	struct handed_entry *entries; /* in the order of their names */
	size_t entry_count;           /* 0: in the class list alone */
	struct exported exported;
	json_t *listed; /* what the class list says (class/class_list.h); null: they are
			 * not in it; NULL: there is none */
};

struct roster {
	struct student *students; /* in the order of their keys */
	size_t count;
};

/* False, with a sentence, if the folder cannot be read. */
bool roster_read(struct roster *roster, const char *folder, char **error);
void roster_free(struct roster *roster);

/* Adds one of whom nothing lies there. Takes what the list says. */
void roster_add_missing(struct roster *roster, const char *name, json_t *listed);

/* Of all that they handed in. */
enum hand_in_kind student_kind(const struct student *student);

/* Puts them in order, when some were added. */
void roster_sort(struct roster *roster);

/* The name as a part of file names, to be freed: letters, digits and «._-» as they
 * are, other bytes as %XX; a long one is cut, and ends in «~» and a digest. */
char *student_key(const char *name);

/* The shard, from 0, that a student belongs to, of so many. */
unsigned student_shard(const char *name, unsigned count);

/* Leaves only the students of that shard. */
void roster_keep_shard(struct roster *roster, unsigned shard, unsigned count);

/* How much of the file's name is the ending of an archive that we read; 0: it has none. */
size_t archive_ending(const char *name);
bool is_archive_name(const char *name);

#endif
