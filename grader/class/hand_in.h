/*
 * What a student has handed in: files, read into memory, and what there is to say of
 * those that were not read.
 *
 * It was made by a stranger. Links are not followed and nothing but plain files is
 * opened; an entry of an archive that leads out of it, or is no plain file, is left
 * alone; and there are bounds on how many files, how deep and how large. An archive in
 * the folder is read as a folder, and so is one in an archive, but no deeper. What is
 * beyond them is said in a note, and is the student's affair. That we cannot read, or
 * have no room, is an error, and ours.
 */
#ifndef COURSE_CLASS_HAND_IN_H
#define COURSE_CLASS_HAND_IN_H

#include <stdbool.h>
#include <stddef.h>

#include "class/roster.h"

enum {
	MOST_FILES = 1000,
	DEEPEST_FILE = 8,
	LONGEST_PATH = 1000,
	LONGEST_FILE = 4 << 20,
	LONGEST_HAND_IN = 32 << 20,
};

struct handed_file {
	char *name; /* «exercise/file.c», any bytes: below the folder or the archive */
	char *bytes;
	size_t length;
};

struct hand_in {
	struct handed_file *files; /* in the order of their names */
	size_t count;
	size_t bytes; /* of all */
	char **notes; /* sentences */
	size_t note_count;
	size_t seen;        /* entries of archives, also those that were passed over */
	long long unpacked; /* bytes of these */
};

/* False, with a sentence, if it could not be read through no fault of the student's. */
bool hand_in_read(struct hand_in *hand_in, const struct student *student, char **error);
void hand_in_free(struct hand_in *hand_in);

/* Takes the sentence. After a hundred notes no more are taken. */
void hand_in_note(struct hand_in *hand_in, char *sentence);

/* Is there room for one more file of that length? Else it is noted. */
bool hand_in_has_room(struct hand_in *hand_in, const char *name, size_t length);

/* Takes the bytes. */
void hand_in_add(struct hand_in *hand_in, const char *name, char *bytes, size_t length);

/* The readers, by kind. */
bool hand_in_read_folder(struct hand_in *hand_in, const char *path, char **error);
bool hand_in_read_archive(struct hand_in *hand_in, const char *path, char **error);

/* The archive that is open as `file`, which lay at `path` among what was handed in: its
 * files are called by both. */
bool hand_in_read_inner_archive(struct hand_in *hand_in, int file, const char *path,
				char **error);

#endif
