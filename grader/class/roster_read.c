/* Whose work lies in a folder: its entries, put together by student, and named. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "class/roster.h"
#include "text/composed.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

/* An entry of the folder. */
struct found {
	char *name;
	enum hand_in_kind kind;
	struct exported exported;
	char *group; /* the same for all entries of a student; NULL: it stands alone */
	bool taken;
};

/* A folder that is being read. */
struct reading {
	struct roster *roster;
	const char *folder;
	struct found *found;
	size_t count;
};

/* ---- what is there -------------------------------------------------------------- */

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

static int by_name(const void *one, const void *other)
{
	return strcmp(((const struct found *)one)->name,
		      ((const struct found *)other)->name);
}

/* What systems put into every folder: it is nobody's, whoever unpacked it. */
static bool is_nobodys(const char *name)
{
	static const char *const names[] = { "__MACOSX",    "Thumbs.db", "desktop.ini",
					     "lost+found",  "Icon\r",    "@eaDir",
					     "$RECYCLE.BIN" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return name[0] == '.';
}

/* A folder that a system has exported, among others or alone, is not a student's. */
static bool is_students(const struct reading *reading, const char *name, char **error)
{
	bool alone = reading->count == 1, good = true;
	char *inner = path_join(reading->folder, name);
	char *metadata = path_join(inner, exported_metadata);

	if (alone && file_is_plain(metadata))
		good = text_error(error,
				  "%s holds one folder, an export of Gradescope: say "
				  "that one, %s",
				  reading->folder, inner);
	else if (exported_is_of_clones(inner, alone))
		good = text_error(error,
				  "%s is not one student's: in it lie the clones of a "
				  "class, as GitHub Classroom has them. Say %s",
				  inner,
				  alone ? "that one" : "one such folder at a time");
	free(metadata);
	free(inner);
	return good;
}

static bool expect_students(const struct reading *reading, char **error)
{
	for (size_t i = 0; i < reading->count; i++)
		if (reading->found[i].kind == HANDED_FOLDER &&
		    !is_students(reading, reading->found[i].name, error))
			return false;
	return true;
}

static bool find_all(struct reading *reading, char **error)
{
	DIR *directory = opendir(reading->folder);
	struct dirent *entry;

	if (!directory && errno == ENOTDIR)
		return text_error(error,
				  "%s is no folder: say the one that the submissions "
				  "lie in, unpacked",
				  reading->folder);
	if (!directory)
		return text_error(error, "the folder %s cannot be read: %s",
				  reading->folder, strerror(errno));
	while ((entry = readdir(directory))) {
		if (is_nobodys(entry->d_name))
			continue;
		reading->found = memory_resize(reading->found, reading->count + 1,
					       sizeof(*reading->found));
		reading->found[reading->count++] = (struct found){
			.name = memory_copy_text(entry->d_name),
			.kind = kind_of(dirfd(directory), entry->d_name),
		};
	}
	closedir(directory);
	if (reading->count)
		qsort(reading->found, reading->count, sizeof(*reading->found), by_name);
	return expect_students(reading, error);
}

/* ---- students ------------------------------------------------------------------- */

static struct student *add_student(struct reading *reading)
{
	struct roster *roster = reading->roster;

	roster->students = memory_resize(roster->students, roster->count + 1,
					 sizeof(*roster->students));
	roster->students[roster->count] = (struct student){ 0 };
	return &roster->students[roster->count++];
}

static void add_entry(struct reading *reading, struct student *student,
		      struct found *found)
{
	const char *file = found->exported.file;

	student->entries = memory_resize(student->entries, student->entry_count + 1,
					 sizeof(*student->entries));
	student->entries[student->entry_count++] = (struct handed_entry){
		.path = path_join(reading->folder, found->name),
		.kind = found->kind,
		.file = file ? memory_copy_text(file) : NULL,
	};
	found->taken = true;
}

/* Gives it away. */
static struct exported take_exported(struct exported *exported)
{
	struct exported taken = *exported;

	*exported = (struct exported){ 0 };
	return taken;
}

/* ---- Gradescope ----------------------------------------------------------------- */

/* A submission of a group is each one's. */
static void take_submitters(struct reading *reading)
{
	struct submitters submitters;

	submitters_read(&submitters, reading->folder);
	for (size_t i = 0; reading->count && i < submitters.count; i++) {
		struct found wanted = { .name = submitters.each[i].submission };
		struct found *found = bsearch(&wanted, reading->found, reading->count,
					      sizeof(*reading->found), by_name);
		struct student *student = found ? add_student(reading) : NULL;

		if (!student)
			continue;
		add_entry(reading, student, found);
		student->exported = take_exported(&submitters.each[i].exported);
	}
	/* What says whose they are is nobody's. */
	for (size_t i = 0; submitters.count && i < reading->count; i++)
		if (strcmp(reading->found[i].name, exported_metadata) == 0)
			reading->found[i].taken = true;
	submitters_free(&submitters);
}

/* ---- Moodle and Canvas ---------------------------------------------------------- */

static int as_text(const void *one, const void *other)
{
	return strcmp(*(char *const *)one, *(char *const *)other);
}

/* Canvas gives each file a number that no other has. */
static bool are_all_different(char **uploads, size_t count)
{
	qsort(uploads, count, sizeof(*uploads), as_text);
	for (size_t i = 1; i < count; i++)
		if (strcmp(uploads[i - 1], uploads[i]) == 0)
			return false;
	return true;
}

/* A name such as Canvas's may be anybody's: it counts if all have one. */
static bool is_from_canvas(const struct reading *reading)
{
	char **uploads = memory_new(reading->count, sizeof(*uploads));
	bool good = reading->count > 0;
	size_t count = 0;

	for (size_t i = 0; good && i < reading->count; i++) {
		struct exported exported;

		good = (reading->found[i].kind == HANDED_FILE ||
			reading->found[i].kind == HANDED_ARCHIVE) &&
		       exported_by_canvas(reading->found[i].name, &exported);
		if (!good)
			break;
		uploads[count++] = memory_copy_text(exported.upload);
		exported_free(&exported);
	}
	good = good && are_all_different(uploads, count);
	for (size_t i = 0; i < count; i++)
		free(uploads[i]);
	free(uploads);
	return good;
}

static void find_groups(struct reading *reading)
{
	bool canvas = is_from_canvas(reading);

	for (size_t i = 0; i < reading->count; i++) {
		struct found *found = &reading->found[i];

		if (canvas ? exported_by_canvas(found->name, &found->exported)
			   : exported_by_moodle(found->name, &found->exported))
			found->group = text_format("%s_%s", found->exported.whose,
						   found->exported.number);
	}
}

/* Those of a group one behind the other, in the order of their names. */
static int by_group(const void *one, const void *other)
{
	const struct found *a = one, *b = other;
	int order = strcmp(a->group ? a->group : "", b->group ? b->group : "");

	return order ? order : strcmp(a->name, b->name);
}

static void take_groups(struct reading *reading)
{
	struct student *student = NULL;
	const char *group = NULL;

	find_groups(reading);
	if (reading->count)
		qsort(reading->found, reading->count, sizeof(*reading->found), by_group);
	for (size_t i = 0; i < reading->count; i++) {
		struct found *found = &reading->found[i];

		if (found->taken)
			continue;
		if (!student || !group || !found->group ||
		    strcmp(group, found->group) != 0)
			student = add_student(reading);
		add_entry(reading, student, found);
		if (student->entry_count == 1)
			student->exported = take_exported(&found->exported);
		group = found->group;
	}
}

/* ---- names ---------------------------------------------------------------------- */

/* How fully a student is called: so that no other is called the same. */
enum fullness { CALLED_SHORTLY, CALLED_WITH_NUMBER, CALLED_IN_FULL };

struct naming {
	struct student *student;
	enum fullness fullness;
};

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

/* No entry is called as another is, nor has a slash in its name. */
static char *full_name(const struct reading *reading, const struct student *student)
{
	const char *entry = path_base(student->entries[0].path);

	if (student->exported.system != SYSTEM_GRADESCOPE)
		return memory_copy_text(entry);
	return text_format("%s/%zu", entry,
			   (size_t)(student - reading->roster->students) + 1);
}

static char *called(const struct reading *reading, const struct naming *naming)
{
	const struct student *student = naming->student;
	const struct exported *exported = &student->exported;
	const char *number = exported->number ? exported->number : "";

	if (naming->fullness == CALLED_IN_FULL)
		return full_name(reading, student);
	if (!exported->whose || !*exported->whose)
		return stem_of(path_base(student->entries[0].path),
			       student->entries[0].kind);
	if (naming->fullness == CALLED_SHORTLY || !*number)
		return memory_copy_text(exported->whose);
	return text_format("%s_%s", exported->whose, number);
}

/* Composed, however a system has written it; but in full as it is, since two that look
 * the same are two. */
static char *name_of(const struct reading *reading, const struct naming *naming)
{
	char *name = called(reading, naming), *composed;

	if (naming->fullness == CALLED_IN_FULL)
		return name;
	composed = text_composed(name);
	free(name);
	return composed;
}

static int by_student(const void *one, const void *other)
{
	return strcmp(((const struct naming *)one)->student->name,
		      ((const struct naming *)other)->student->name);
}

static bool call_more_fully(const struct reading *reading, struct naming *naming)
{
	if (naming->fullness == CALLED_IN_FULL)
		return false;
	naming->fullness++;
	free(naming->student->name);
	naming->student->name = name_of(reading, naming);
	return true;
}

/* Those that share a name are called more fully; false: nobody shares one. */
static bool tell_apart(const struct reading *reading, struct naming *namings)
{
	size_t count = reading->roster->count;
	bool changed = false;

	qsort(namings, count, sizeof(*namings), by_student);
	for (size_t i = 0, next; i < count; i = next) {
		const char *name = namings[i].student->name;

		next = i + 1;
		while (next < count && strcmp(name, namings[next].student->name) == 0)
			next++;
		for (size_t k = i; next > i + 1 && k < next; k++)
			changed |= call_more_fully(reading, &namings[k]);
	}
	return changed;
}

static void name_all(struct reading *reading)
{
	struct roster *roster = reading->roster;
	struct naming *namings = memory_new(roster->count, sizeof(*namings));

	for (size_t i = 0; i < roster->count; i++) {
		namings[i].student = &roster->students[i];
		roster->students[i].name = name_of(reading, &namings[i]);
	}
	while (roster->count && tell_apart(reading, namings))
		;
	free(namings);
	for (size_t i = 0; i < roster->count; i++)
		roster->students[i].key = student_key(roster->students[i].name);
	roster_sort(roster);
}

bool roster_read(struct roster *roster, const char *folder, char **error)
{
	struct reading reading = { .roster = roster, .folder = folder };
	bool good;

	*roster = (struct roster){ 0 };
	good = find_all(&reading, error);
	if (good) {
		take_submitters(&reading);
		take_groups(&reading);
		name_all(&reading);
	}
	for (size_t i = 0; i < reading.count; i++) {
		free(reading.found[i].name);
		free(reading.found[i].group);
		exported_free(&reading.found[i].exported);
	}
	free(reading.found);
	return good;
}
