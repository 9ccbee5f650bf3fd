#include "class/hand_in.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

enum { MOST_NOTES = 100 };

void hand_in_note(struct hand_in *hand_in, char *sentence)
{
	if (hand_in->note_count == MOST_NOTES) {
		free(sentence);
		return;
	}
	hand_in->notes = memory_resize(hand_in->notes, hand_in->note_count + 1,
				       sizeof(*hand_in->notes));
	hand_in->notes[hand_in->note_count++] = sentence;
}

bool hand_in_has_room(struct hand_in *hand_in, const char *name, size_t length)
{
	if (hand_in->count >= MOST_FILES)
		hand_in_note(hand_in, text_format("«%s» was not read: there are more "
						  "than %d files.",
						  name, MOST_FILES));
	else if (length > LONGEST_FILE)
		hand_in_note(hand_in, text_format("«%s» was not read: it is longer than "
						  "%d MiB.",
						  name, LONGEST_FILE >> 20));
	else if (hand_in->bytes + length > LONGEST_HAND_IN)
		hand_in_note(hand_in, text_format("«%s» was not read: together the files "
						  "are longer than %d MiB.",
						  name, LONGEST_HAND_IN >> 20));
	else
		return true;
	return false;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): the bytes are kept, and freed */
void hand_in_add(struct hand_in *hand_in, const char *name, char *bytes, size_t length)
{
	hand_in->files = memory_resize(hand_in->files, hand_in->count + 1,
				       sizeof(*hand_in->files));
	hand_in->files[hand_in->count++] = (struct handed_file){
		.name = memory_copy_text(name),
		.bytes = bytes,
		.length = length,
	};
	hand_in->bytes += length;
}

static bool read_single(struct hand_in *hand_in, const struct handed_entry *entry,
			char **error)
{
	const char *name = entry->file ? entry->file : path_base(entry->path);
	struct stat status;
	size_t length;
	char *bytes;

	if (stat(entry->path, &status) == 0 &&
	    !hand_in_has_room(hand_in, name, (size_t)status.st_size))
		return true;
	bytes = file_read(entry->path, LONGEST_FILE, &length, error);
	if (!bytes)
		return false;
	hand_in_add(hand_in, name, bytes, length);
	return true;
}

static int by_name(const void *one, const void *other)
{
	return strcmp(((const struct handed_file *)one)->name,
		      ((const struct handed_file *)other)->name);
}

static int as_text(const void *one, const void *other)
{
	return strcmp(*(char *const *)one, *(char *const *)other);
}

static bool read_entry(struct hand_in *hand_in, const struct handed_entry *entry,
		       char **error)
{
	switch (entry->kind) {
	case HANDED_FOLDER: return hand_in_read_folder(hand_in, entry->path, error);
	case HANDED_ARCHIVE: return hand_in_read_archive(hand_in, entry->path, error);
	case HANDED_FILE: return read_single(hand_in, entry, error);
	default:
		hand_in_note(hand_in,
			     text_format("«%s» is no folder, file or archive: links and "
					 "the like are not followed.",
					 path_base(entry->path)));
		return true;
	}
}

bool hand_in_read(struct hand_in *hand_in, const struct student *student, char **error)
{
	bool good = true;

	*hand_in = (struct hand_in){ 0 };
	for (size_t i = 0; good && i < student->entry_count; i++)
		good = read_entry(hand_in, &student->entries[i], error);
	/* The order of a folder is the file system's, and not to be told by. */
	if (hand_in->count)
		qsort(hand_in->files, hand_in->count, sizeof(*hand_in->files), by_name);
	if (hand_in->note_count)
		qsort(hand_in->notes, hand_in->note_count, sizeof(*hand_in->notes),
		      as_text);
	if (!good)
		hand_in_free(hand_in);
	return good;
}

void hand_in_free(struct hand_in *hand_in)
{
	for (size_t i = 0; i < hand_in->count; i++) {
		free(hand_in->files[i].name);
		free(hand_in->files[i].bytes);
	}
	for (size_t i = 0; i < hand_in->note_count; i++)
		free(hand_in->notes[i]);
	free(hand_in->files);
	free(hand_in->notes);
	*hand_in = (struct hand_in){ 0 };
}
