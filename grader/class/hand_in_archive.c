/* Archives, by libarchive: zip and tar, also compressed. Nothing is unpacked to disk. */
#define _GNU_SOURCE
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "class/hand_in.h"
#include "text/memory.h"
#include "text/text.h"

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
static const char *refusal(struct archive_entry *entry, const char *name)
{
	if (!name || !*name)
		return "it has no name";
	if (strlen(name) > LONGEST_PATH)
		return "its name is too long";
	if (*name == '/')
		return "its path does not begin in the archive";
	if (has_part(name, ".."))
		return "its path leads out of the archive";
	if (archive_entry_hardlink(entry) || archive_entry_symlink(entry))
		return "it is a link";
	if (archive_entry_filetype(entry) != AE_IFREG)
		return "it is no plain file";
	if (archive_entry_is_encrypted(entry))
		return "it is encrypted";
	if (depth_of(name) > DEEPEST_FILE)
		return "it lies too deep";
	return NULL;
}

/* The bytes of an entry, whatever length it claims to have. NULL: they are too many,
 * or damaged. */
static char *read_bytes(struct archive *archive, size_t *length)
{
	struct text bytes = { 0 };
	char block[16384];
	la_ssize_t got;

	while ((got = archive_read_data(archive, block, sizeof(block))) > 0) {
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

static void take_file(struct hand_in *hand_in, struct archive *archive,
		      struct archive_entry *entry, const char *name)
{
	size_t length = 0;
	char *bytes;

	/* What it claims; what it has is seen when it is read. */
	if (archive_entry_size_is_set(entry) && archive_entry_size(entry) > 0)
		length = (size_t)archive_entry_size(entry);
	if (!hand_in_has_room(hand_in, name, length))
		return;
	bytes = read_bytes(archive, &length);
	if (!bytes)
		hand_in_note(hand_in,
			     text_format("«%s» was not read: it is damaged.", name));
	else if (hand_in_has_room(hand_in, name, length))
		hand_in_add(hand_in, name, bytes, length);
	else
		free(bytes);
}

static void take_entry(struct hand_in *hand_in, struct archive *archive,
		       struct archive_entry *entry)
{
	const char *name = archive_entry_pathname_utf8(entry);
	const char *why;

	if (!name) /* bytes that are no UTF-8 */
		name = archive_entry_pathname(entry);
	if (archive_entry_filetype(entry) == AE_IFDIR && name && !has_part(name, ".."))
		return;
	while (name && strncmp(name, "./", 2) == 0)
		name += 2;
	why = refusal(entry, name);
	if (why)
		hand_in_note(hand_in, text_format("«%s» was not read: %s.",
						  name ? name : "", why));
	/* What an editor or a system has put beside them. */
	else if (!has_hidden_part(name) && !has_part(name, "__MACOSX"))
		take_file(hand_in, archive, entry, name);
}

/* What is passed over is decompressed as well, and so counts. */
static void read_entries(struct hand_in *hand_in, struct archive *archive)
{
	struct archive_entry *entry;
	int status = ARCHIVE_OK, seen = 0;
	la_int64_t passed = 0;

	while (seen++ < MOST_ENTRIES && passed <= 2 * LONGEST_HAND_IN) {
		status = archive_read_next_header(archive, &entry);
		if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
			break;
		take_entry(hand_in, archive, entry);
		passed += archive_entry_size_is_set(entry) ? archive_entry_size(entry)
							   : LONGEST_FILE;
		if (passed < 0)
			break;
	}
	if (status != ARCHIVE_EOF && status != ARCHIVE_OK && status != ARCHIVE_WARN)
		hand_in_note(hand_in,
			     memory_copy_text("The archive is damaged, and was read only "
					      "up to there."));
	else if (status != ARCHIVE_EOF)
		hand_in_note(hand_in, memory_copy_text("The archive has too much in it, "
						       "and was not read to its end."));
}

/* No filter but gzip: the others are started as programs, or need much memory. */
static struct archive *reader(void)
{
	struct archive *archive = archive_read_new();

	if (!archive)
		return NULL;
	archive_read_support_filter_gzip(archive);
	archive_read_support_format_zip(archive);
	archive_read_support_format_tar(archive);
	return archive;
}

static void read_archive(struct hand_in *hand_in, struct archive *archive, int file)
{
	locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0), before;

	/* Names are read the same way whatever the locale is. */
	before = uselocale(utf8);
	if (archive_read_open_fd(archive, file, 65536) == ARCHIVE_OK)
		read_entries(hand_in, archive);
	else
		hand_in_note(hand_in, memory_copy_text("The archive cannot be read: it "
						       "is no zip and no tar file."));
	uselocale(before);
	if (utf8)
		freelocale(utf8);
}

bool hand_in_read_archive(struct hand_in *hand_in, const char *path, char **error)
{
	int file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct archive *archive = file < 0 ? NULL : reader();

	if (!archive) {
		text_error(error, "%s cannot be read: %s", path,
			   file < 0 ? strerror(errno) : "no memory is left");
		if (file >= 0)
			close(file);
		return false;
	}
	read_archive(hand_in, archive, file);
	archive_read_free(archive);
	close(file);
	return true;
}
