#define _GNU_SOURCE
#include "judge/source_line.h"

#include <ctype.h>
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

#define READER_BYTES ((rlim_t)1 << 30)

/* Bytes of a line that anybody would read. */
enum { LONGEST_SHOWN = 300 };

/* The unit that holds the address. Asked one by one, since clang writes no
 * table of address ranges. */
static bool find_unit(Dwarf *debug, Dwarf_Addr address, Dwarf_Die *unit)
{
	Dwarf_Off offset = 0, next;
	size_t header;

	while (dwarf_nextcu(debug, offset, &next, &header, NULL, NULL, NULL) == 0) {
		if (dwarf_offdie(debug, offset + header, unit) &&
		    dwarf_haspc(unit, address) > 0)
			return true;
		offset = next;
	}
	return false;
}

static char *find_function(Dwarf_Die *unit, Dwarf_Addr address)
{
	Dwarf_Die *scopes = NULL;
	int count = dwarf_getscopes(unit, address, &scopes);
	char *name = NULL;

	for (int i = 0; i < count && !name; i++)
		if (dwarf_tag(&scopes[i]) == DW_TAG_subprogram &&
		    dwarf_diename(&scopes[i]))
			name = memory_copy_text(dwarf_diename(&scopes[i]));
	free(scopes);
	return name;
}

static bool find_in(Dwarf *debug, Dwarf_Addr address, struct source_line *found)
{
	Dwarf_Die unit;
	Dwarf_Line *line;
	const char *file;

	if (!find_unit(debug, address, &unit))
		return false;
	line = dwarf_getsrc_die(&unit, address);
	file = line ? dwarf_linesrc(line, NULL, NULL) : NULL;
	if (!file || dwarf_lineno(line, &found->line) != 0)
		return false;
	found->file = memory_copy_text(path_base(file));
	found->function = find_function(&unit, address);
	return true;
}

/* The name of the file comes from a program, and so may be that of anything: to open
 * a fifo would take for ever, and of a device nobody knows what it does. */
static int open_plain(const char *path)
{
	int found = open(path, O_PATH | O_NOFOLLOW | O_CLOEXEC), file = -1;
	struct stat status;
	char *again;

	if (found < 0)
		return -1;
	if (fstat(found, &status) == 0 && S_ISREG(status.st_mode)) {
		again = text_format("/proc/self/fd/%d", found);
		file = open(again, O_RDONLY | O_CLOEXEC);
		free(again);
	}
	close(found);
	return file;
}

/* What is written where a line was found: line, file, NUL, function, NUL. */
static void tell(int descriptor, uintptr_t offset, FILE *result)
{
	struct source_line found = { 0 };
	Dwarf *debug = dwarf_begin(descriptor, DWARF_C_READ);

	/* The byte before the return address belongs to the call itself. */
	if (!debug || !offset || !find_in(debug, offset - 1, &found))
		return;
	fprintf(result, "%d %s%c%s%c", found.line, found.file, 0,
		found.function ? found.function : "", 0);
	fflush(result);
}

/* A sanitizer's own memory does not fit into any bound. */
static void bound_memory(void)
{
#ifndef __SANITIZE_ADDRESS__
	setrlimit(RLIMIT_DATA, &(struct rlimit){ READER_BYTES, READER_BYTES });
#endif
}

/* Debug information is a stranger's too, and the library that reads it was written
 * for friends: it is read in a process that may come to harm. */
static size_t read_apart(int descriptor, uintptr_t offset, char *text, size_t size)
{
	const struct rlimit seconds = { 2, 2 };
	int ends[2];
	pid_t reader;
	size_t length = 0;
	ssize_t got;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return 0;
	reader = fork();
	if (reader == 0) {
		setrlimit(RLIMIT_CPU, &seconds);
		setrlimit(RLIMIT_CORE, &(struct rlimit){ 1, 1 });
		bound_memory();
		signal(SIGTERM, SIG_DFL);
		signal(SIGINT, SIG_DFL);
		tell(descriptor, offset, fdopen(ends[1], "w"));
		_exit(0);
	}
	close(ends[1]);
	while (reader > 0 && length < size &&
	       ((got = read(ends[0], text + length, size - length)) > 0 ||
		(got < 0 && errno == EINTR)))
		length += got > 0 ? (size_t)got : 0;
	close(ends[0]);
	while (reader > 0 && waitpid(reader, NULL, 0) < 0 && errno == EINTR)
		continue;
	return length;
}

bool source_line_find(const char *object, uintptr_t offset, struct source_line *found)
{
	char text[4096] = "";
	int descriptor = open_plain(object);
	size_t length = 0;
	char *name;

	*found = (struct source_line){ 0 };
	if (descriptor < 0)
		return false;
	length = read_apart(descriptor, offset, text, sizeof(text) - 2);
	close(descriptor);
	found->line = (int)strtol(text, &name, 10);
	if (length == 0 || *name != ' ' || found->line <= 0)
		return false;
	found->file = memory_copy_text(++name);
	name += strlen(name) + 1;
	if (name < text + length && *name)
		found->function = memory_copy_text(name);
	return true;
}

void source_line_free(struct source_line *line)
{
	free(line->file);
	free(line->function);
	*line = (struct source_line){ 0 };
}

/* As many bytes as are shown of a longer line: no character is cut. */
static size_t whole_characters(const char *line)
{
	size_t length = LONGEST_SHOWN;

	while (length > LONGEST_SHOWN - 4 && ((unsigned char)line[length] & 0xc0) == 0x80)
		length--;
	return length;
}

char *source_line_text(const char *source, int number)
{
	const char *end;

	while (number > 1 && (source = strchr(source, '\n'))) {
		source++;
		number--;
	}
	if (!source || number != 1)
		return NULL;
	end = source + strcspn(source, "\n");
	while (source < end && isspace((unsigned char)*source))
		source++;
	while (end > source && isspace((unsigned char)end[-1]))
		end--;
	if (end - source > LONGEST_SHOWN)
		return text_format("%.*s…", (int)whole_characters(source), source);
	return memory_copy_bytes(source, (size_t)(end - source));
}
