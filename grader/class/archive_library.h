/*
 * libarchive, loaded when the first archive is met.
 *
 * It brings many libraries along (libxml2 and ICU among them), which would make every
 * start of the grader take twice as long: each jail is one, and so is each check at home,
 * where there are no archives.
 */
#ifndef COURSE_CLASS_ARCHIVE_LIBRARY_H
#define COURSE_CLASS_ARCHIVE_LIBRARY_H

#include <archive.h>
#include <archive_entry.h>
#include <stdbool.h>

/* What we use of it: each is a function of the same name, without «archive_». */
#define ARCHIVE_FUNCTIONS(each)                                                          \
	each(read_new) each(read_support_filter_gzip) each(read_support_format_zip)      \
		each(read_support_format_tar) each(read_open_fd) each(read_open_memory)  \
			each(read_next_header) each(read_data) each(read_free)           \
				each(entry_pathname) each(entry_pathname_utf8)           \
					each(entry_hardlink) each(entry_symlink) each(   \
						entry_filetype) each(entry_is_encrypted) \
						each(entry_size) each(entry_size_is_set)

struct archive_library {
#define FIELD(name) __typeof__(&archive_##name) name;
	ARCHIVE_FUNCTIONS(FIELD)
#undef FIELD
};

/* The same for all; NULL, with a sentence, if it is not on this machine. */
const struct archive_library *archive_library(char **error);

#endif
