#define _GNU_SOURCE
#include "judge/source_line.h"

#include <ctype.h>
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text/file.h"
#include "text/memory.h"

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

bool source_line_find(const char *object, uintptr_t offset, struct source_line *found)
{
	int descriptor = open(object, O_RDONLY | O_CLOEXEC);
	Dwarf *debug = descriptor < 0 ? NULL : dwarf_begin(descriptor, DWARF_C_READ);
	bool there;

	*found = (struct source_line){ 0 };
	/* The byte before the return address belongs to the call itself. */
	there = debug && offset && find_in(debug, offset - 1, found);
	if (debug)
		dwarf_end(debug);
	if (descriptor >= 0)
		close(descriptor);
	return there;
}

void source_line_free(struct source_line *line)
{
	free(line->file);
	free(line->function);
	*line = (struct source_line){ 0 };
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
	return memory_copy_bytes(source, (size_t)(end - source));
}
