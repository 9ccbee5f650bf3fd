#define _GNU_SOURCE
#include "class/roster.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "text/digest.h"
#include "text/file.h"
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

static size_t archive_ending(const char *name)
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

static enum hand_in_kind kind_of(int folder, const char *name)
{
	struct stat status;

	if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
		return HANDED_OTHER;
	if (S_ISDIR(status.st_mode))
		return HANDED_FOLDER;
	if (!S_ISREG(status.st_mode))
		return HANDED_OTHER;
	return is_archive_name(name) ? HANDED_ARCHIVE : HANDED_FILE;
}

/* A file's name without its ending. */
static char *stem_of(const char *name, enum hand_in_kind kind)
{
	size_t ending = archive_ending(name);
	const char *dot = strrchr(name, '.');

	if (kind != HANDED_FILE && kind != HANDED_ARCHIVE)
		ending = 0;
	else if (!ending && dot && dot > name)
		ending = strlen(dot);
	return memory_copy_bytes(name, strlen(name) - ending);
}

static void add_student(struct roster *roster, const char *folder, const char *name,
			enum hand_in_kind kind)
{
	roster->students = memory_resize(roster->students, roster->count + 1,
					 sizeof(*roster->students));
	roster->students[roster->count++] = (struct student){
		.name = stem_of(name, kind),
		.path = path_join(folder, name),
		.kind = kind,
	};
}

static int by_name(const void *one, const void *other)
{
	const struct student *a = *(struct student *const *)one;
	const struct student *b = *(struct student *const *)other;

	return strcmp(a->name, b->name);
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

void roster_add_missing(struct roster *roster, const char *folder, const char *name,
			json_t *listed)
{
	roster->students = memory_resize(roster->students, roster->count + 1,
					 sizeof(*roster->students));
	roster->students[roster->count++] = (struct student){
		.name = memory_copy_text(name),
		.key = student_key(name),
		.path = path_join(folder, name),
		.kind = HANDED_NOTHING,
		.listed = listed,
	};
}

static bool name_in_full(struct student *student)
{
	const char *full = path_base(student->path);

	if (strcmp(student->name, full) == 0)
		return false;
	free(student->name);
	student->name = memory_copy_text(full);
	return true;
}

/* Those that share a name are called in full; false: nobody shares one. */
static bool tell_apart(struct roster *roster, struct student **sorted)
{
	bool changed = false;

	qsort(sorted, roster->count, sizeof(struct student *), by_name);
	for (size_t i = 0, next; i < roster->count; i = next) {
		next = i + 1;
		while (next < roster->count &&
		       strcmp(sorted[i]->name, sorted[next]->name) == 0)
			next++;
		for (size_t k = i; next > i + 1 && k < next; k++)
			changed |= name_in_full(sorted[k]);
	}
	return changed;
}

static void name_all(struct roster *roster)
{
	struct student **sorted = memory_new(roster->count, sizeof(struct student *));

	for (size_t i = 0; i < roster->count; i++)
		sorted[i] = &roster->students[i];
	while (tell_apart(roster, sorted))
		;
	free(sorted);
	for (size_t i = 0; i < roster->count; i++)
		roster->students[i].key = student_key(roster->students[i].name);
	roster_sort(roster);
}

bool roster_read(struct roster *roster, const char *folder, char **error)
{
	DIR *directory = opendir(folder);
	struct dirent *entry;

	*roster = (struct roster){ 0 };
	if (!directory)
		return text_error(error, "the folder %s cannot be read: %s", folder,
				  strerror(errno));
	while ((entry = readdir(directory)))
		if (entry->d_name[0] != '.')
			add_student(roster, folder, entry->d_name,
				    kind_of(dirfd(directory), entry->d_name));
	closedir(directory);
	name_all(roster);
	return true;
}

static void free_student(struct student *student)
{
	free(student->name);
	free(student->key);
	free(student->path);
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
