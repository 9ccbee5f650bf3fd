/* Archives, by libarchive: zip and tar, also compressed. Nothing is unpacked to disk. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "class/archive_library.h"
#include "class/hand_in.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

/* An archive that is being read. */
struct reading {
	const struct archive_library *library;
	struct archive *archive;
	struct hand_in *hand_in;
	const char *path; /* of this archive among what was handed in; "": it is all */
};

enum { MOST_ENTRIES = 10 * MOST_FILES };

/* Is one of the names in the path this one? */
static bool has_part(const char *path, const char *part)
{
	size_t length = strlen(part);

	while (*path) {
		size_t here = strcspn(path, "/");

		if (here == length && strncmp(path, part, length) == 0)
			return true;
		path += here + (path[here] == '/');
	}
	return false;
}

static bool has_hidden_part(const char *path)
{
	while (*path) {
		if (*path == '.' && !(path[1] == '/' || path[1] == '\0'))
			return true;
		path += strcspn(path, "/");
		path += strspn(path, "/");
	}
	return false;
}

static int depth_of(const char *path)
{
	int depth = 0;

	for (; *path; path++)
		depth += *path == '/';
	return depth;
}

/* Why the entry is left alone; NULL: it is not. */
static const char *refusal(const struct reading *reading, struct archive_entry *entry,
			   const char *name)
{
	if (!*name)
		return "it has no name";
	if (strlen(name) > LONGEST_PATH)
		return "its name is too long";
	if (*name == '/')
		return "its path does not begin in the archive";
	if (has_part(name, ".."))
		return "its path leads out of the archive";
	if (reading->library->entry_hardlink(entry) ||
	    reading->library->entry_symlink(entry))
		return "it is a link";
	if (reading->library->entry_filetype(entry) != AE_IFREG)
		return "it is no plain file";
	if (reading->library->entry_is_encrypted(entry))
		return "it is encrypted";
	if (depth_of(name) > DEEPEST_FILE)
		return "it lies too deep";
	return NULL;
}

/* The bytes of an entry, whatever length it claims to have. NULL: they are too many,
 * or damaged. */
static char *read_bytes(const struct reading *reading, size_t *length)
{
	struct text bytes = { 0 };
	char block[16384];
	la_ssize_t got;

	while ((got = reading->library->read_data(reading->archive, block,
						  sizeof(block))) > 0) {
		text_add_bytes(&bytes, block, (size_t)got);
		if (bytes.length > LONGEST_FILE)
			break;
	}
	*length = bytes.length;
	if (got >= 0)
		return text_take(&bytes);
	text_free(&bytes);
	return NULL;
}

/* The name among what was handed in, to be freed. */
static char *whole_name(const struct reading *reading, const char *name)
{
	return *reading->path ? path_join(reading->path, name) : memory_copy_text(name);
}

static void read_archive_of_archive(struct hand_in *hand_in, const char *path,
				    const char *bytes, size_t length);

/* Takes the bytes. One archive in another is a platform's doing; one more is not. */
static void keep(const struct reading *reading, const char *name, char *bytes,
		 size_t length)
{
	struct hand_in *hand_in = reading->hand_in;

	if (!*reading->path && is_archive_name(name)) {
		read_archive_of_archive(hand_in, name, bytes, length);
		free(bytes);
	} else if (hand_in_has_room(hand_in, name, length)) {
		hand_in_add(hand_in, name, bytes, length);
	} else {
		free(bytes);
	}
}

static void take_file(const struct reading *reading, struct archive_entry *entry,
		      const char *name)
{
	struct hand_in *hand_in = reading->hand_in;
	size_t length = 0;
	char *bytes;

	/* What it claims; what it has is seen when it is read. */
	if (reading->library->entry_size_is_set(entry) &&
	    reading->library->entry_size(entry) > 0)
		length = (size_t)reading->library->entry_size(entry);
	if (!hand_in_has_room(hand_in, name, length))
		return;
	bytes = read_bytes(reading, &length);
	if (bytes)
		keep(reading, name, bytes, length);
	else
		hand_in_note(hand_in,
			     text_format("«%s» was not read: it is damaged.", name));
}

/* What it is called in the archive; bytes that are no UTF-8 are a name, too. */
static const char *name_of(const struct reading *reading, struct archive_entry *entry)
{
	const char *name = reading->library->entry_pathname_utf8(entry);

	if (!name)
		name = reading->library->entry_pathname(entry);
	if (!name)
		name = "";
	while (strncmp(name, "./", 2) == 0)
		name += 2;
	return name;
}

static void take_entry(const struct reading *reading, struct archive_entry *entry)
{
	const char *name = name_of(reading, entry);
	const char *why;
	char *whole;

	if (reading->library->entry_filetype(entry) == AE_IFDIR && !has_part(name, ".."))
		return;
	why = refusal(reading, entry, name);
	whole = whole_name(reading, name);
	if (why)
		hand_in_note(reading->hand_in,
			     text_format("«%s» was not read: %s.", whole, why));
	/* What an editor or a system has put beside them. */
	else if (!has_hidden_part(name) && !has_part(name, "__MACOSX"))
		take_file(reading, entry, whole);
	free(whole);
}

/* «The archive», or which of them. */
static void note(const struct reading *reading, const char *words)
{
	hand_in_note(reading->hand_in,
		     *reading->path
			     ? text_format("The archive «%s» %s", reading->path, words)
			     : text_format("The archive %s", words));
}

/* What is passed over is decompressed as well, and so counts. */
static void read_entries(const struct reading *reading)
{
	struct hand_in *hand_in = reading->hand_in;
	struct archive_entry *entry;
	size_t before = hand_in->seen;
	int status = ARCHIVE_OK;

	while (hand_in->seen++ < MOST_ENTRIES && hand_in->unpacked >= 0 &&
	       hand_in->unpacked <= 2LL * LONGEST_HAND_IN) {
		status = reading->library->read_next_header(reading->archive, &entry);
		if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
			break;
		hand_in->unpacked += reading->library->entry_size_is_set(entry)
					     ? reading->library->entry_size(entry)
					     : LONGEST_FILE;
		take_entry(reading, entry);
	}
	if (status != ARCHIVE_EOF && status != ARCHIVE_OK && status != ARCHIVE_WARN)
		note(reading, "is damaged, and was read only up to there.");
	else if (status == ARCHIVE_EOF && hand_in->seen == before + 1)
		note(reading, "has nothing in it.");
	else if (status != ARCHIVE_EOF)
		note(reading, "has too much in it, and was not read to its end.");
}

/* No filter but gzip: the others are started as programs, or need much memory. */
static bool start_reading(struct reading *reading, struct hand_in *hand_in,
			  const char *path, char **error)
{
	const struct archive_library *library = archive_library(error);

	*reading = (struct reading){
		.library = library,
		.hand_in = hand_in,
		.path = path,
	};
	if (!library)
		return false;
	reading->archive = library->read_new();
	if (!reading->archive)
		return text_error(error, "no memory is left to read an archive");
	library->read_support_filter_gzip(reading->archive);
	library->read_support_format_zip(reading->archive);
	library->read_support_format_tar(reading->archive);
	return true;
}

/* When it was opened, or could not be. Names are read the same way whatever the locale
 * is. */
static void read_archive(const struct reading *reading, int status)
{
	locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	locale_t before = uselocale(utf8);

	if (status == ARCHIVE_OK)
		read_entries(reading);
	else
		note(reading, "cannot be read: it is no zip and no tar file.");
	uselocale(before);
	if (utf8)
		freelocale(utf8);
	reading->library->read_free(reading->archive);
}

static void read_archive_of_archive(struct hand_in *hand_in, const char *path,
				    const char *bytes, size_t length)
{
	struct reading inner;

	if (start_reading(&inner, hand_in, path, NULL))
		read_archive(&inner, inner.library->read_open_memory(inner.archive, bytes,
								     length));
}

bool hand_in_read_inner_archive(struct hand_in *hand_in, int file, const char *path,
				char **error)
{
	struct reading reading;

	if (!start_reading(&reading, hand_in, path, error))
		return false;
	read_archive(&reading,
		     reading.library->read_open_fd(reading.archive, file, 65536));
	return true;
}

bool hand_in_read_archive(struct hand_in *hand_in, const char *path, char **error)
{
	int file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	bool good;

	if (file < 0)
		return text_error(error, "%s cannot be read: %s", path, strerror(errno));
	good = hand_in_read_inner_archive(hand_in, file, "", error);
	close(file);
	return good;
}
