#include "class/roster.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "text/digest.h"
#include "text/memory.h"
#include "text/text.h"

/* Bytes of a key that are kept of a long name, and of its digest. */
enum { LONGEST_KEY = 100, KEPT_OF_NAME = 80, KEPT_OF_DIGEST = 16 };

static const char *const archive_endings[] = { ".zip", ".tar", ".tar.gz", ".tgz" };

/* How much of the name is its ending, if it has this one. */
static size_t ending_of(const char *name, const char *ending)
{
	size_t length = strlen(name), tail = strlen(ending);

	if (length <= tail || strcasecmp(name + length - tail, ending) != 0)
		return 0;
	return tail;
}

size_t archive_ending(const char *name)
{
	for (size_t i = 0; i < sizeof(archive_endings) / sizeof(*archive_endings); i++)
		if (ending_of(name, archive_endings[i]))
			return ending_of(name, archive_endings[i]);
	return 0;
}

bool is_archive_name(const char *name)
{
	return archive_ending(name) > 0;
}

static bool is_plain_letter(unsigned char byte, bool first)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || byte == '_' ||
	       (!first && (byte == '.' || byte == '-'));
}

char *student_key(const char *name)
{
	struct text key = { 0 };
	char *digest;

	for (const char *at = name; *at; at++)
		if (is_plain_letter((unsigned char)*at, at == name))
			text_add_bytes(&key, at, 1);
		else
			text_add_format(&key, "%%%02X", (unsigned char)*at);
	if (key.length > LONGEST_KEY) {
		digest = digest_of(name, strlen(name));
		key.length = KEPT_OF_NAME;
		text_add_format(&key, "~%.*s", KEPT_OF_DIGEST, digest);
		free(digest);
	}
	return text_take(&key);
}

unsigned student_shard(const char *name, unsigned count)
{
	char *digest = digest_of(name, strlen(name)), *end;
	unsigned long long number;

	digest[15] = '\0';
	number = strtoull(digest, &end, 16);
	free(digest);
	return (unsigned)(number % count);
}

enum hand_in_kind student_kind(const struct student *student)
{
	if (student->entry_count == 0)
		return HANDED_NOTHING;
	return student->entry_count == 1 ? student->entries[0].kind : HANDED_SEVERAL;
}

static int by_key(const void *one, const void *other)
{
	return strcmp(((const struct student *)one)->key,
		      ((const struct student *)other)->key);
}

void roster_sort(struct roster *roster)
{
	if (roster->count)
		qsort(roster->students, roster->count, sizeof(*roster->students), by_key);
}

void roster_add_missing(struct roster *roster, const char *name, json_t *listed)
{
	roster->students = memory_resize(roster->students, roster->count + 1,
					 sizeof(*roster->students));
	roster->students[roster->count++] = (struct student){
		.name = memory_copy_text(name),
		.key = student_key(name),
		.listed = listed,
	};
}

static void free_student(struct student *student)
{
	free(student->name);
	free(student->key);
	for (size_t i = 0; i < student->entry_count; i++) {
		free(student->entries[i].path);
		free(student->entries[i].file);
	}
	free(student->entries);
	exported_free(&student->exported);
	json_decref(student->listed);
}

void roster_keep_shard(struct roster *roster, unsigned shard, unsigned count)
{
	size_t kept = 0;

	for (size_t i = 0; i < roster->count; i++)
		if (student_shard(roster->students[i].name, count) == shard)
			roster->students[kept++] = roster->students[i];
		else
			free_student(&roster->students[i]);
	roster->count = kept;
}

void roster_free(struct roster *roster)
{
	for (size_t i = 0; i < roster->count; i++)
		free_student(&roster->students[i]);
	free(roster->students);
	*roster = (struct roster){ 0 };
}
