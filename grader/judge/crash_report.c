#define _GNU_SOURCE
#include "judge/crash_report.h"

#include <ctype.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/source_line.h"
#include "run/trace_reader.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

/* To find a line takes a process of its own: no more are looked for than that. */
enum { MOST_LOOKED_FOR = 64 };

/* The sanitizers' words, and ours. A more particular mark stands first. */
static const struct {
	const char *mark, *what;
} kinds[] = {
	{ "heap-use-after-free", "It used memory after it was freed" },
	{ "attempting double-free", "It freed the same memory twice" },
	{ "attempting free on address", "It freed what malloc did not give" },
	{ "stack-use-after-return",
	  "It used a local variable of a function that had returned" },
	{ "stack-use-after-scope", "It used a local variable outside of its block" },
	{ "heap-buffer-overflow", "It went past the end of memory that malloc gave" },
	{ "stack-buffer-overflow", "It went past the end of a local array" },
	{ "dynamic-stack-buffer-overflow", "It went past the end of a local array" },
	{ "global-buffer-overflow", "It went past the end of a global array" },
	{ "stack-overflow",
	  "It ran out of stack: does a function call itself for ever?" },
	{ "stack-underflow", "It went before the beginning of a local array" },
	{ "null pointer", "It used a null pointer" },
	{ "address points to the zero page", "It used a null pointer" },
	{ "AddressSanitizer: FPE", "It divided by zero" },
	{ "division by zero", "It divided by zero" },
	{ "out of bounds", "It went past the end of an array" },
	{ "signed integer overflow", "A number grew larger than its type can hold" },
	{ "shift exponent", "It shifted by more bits than the number has" },
	{ "AddressSanitizer: ABRT", "It called abort" },
	{ "AddressSanitizer: SEGV", "It used an address that is not its own" },
	{ "AddressSanitizer: BUS", "It used an address that is not its own" },
	{ "runtime error:", "It did what C leaves undefined" },
};

/* «index 7 out of bounds for type 'int [5]'»; NULL: that is not what it says. What
 * looks like a large number is mostly one without a sign that went below 0. */
static char *read_index(const char *errors)
{
	static const char type[] = " out of bounds for type '";
	const char *index = strstr(errors, "runtime error: index ");
	const char *bracket;
	char *end;
	unsigned long long count, number;

	if (!index)
		return NULL;
	index += strlen("runtime error: index ");
	number = strtoull(index, &end, 10);
	if (end == index || strncmp(end, type, sizeof(type) - 1) != 0)
		return NULL;
	bracket = end + strcspn(end, "[\n");
	count = *bracket ? strtoull(bracket + 1, NULL, 10) : 0;
	if (!count)
		return NULL;
	return text_format("It used index %.*s of an array whose %s index is %llu%s",
			   (int)(end - index), index, *index == '-' ? "first" : "last",
			   *index == '-' ? 0 : count - 1,
			   *index != '-' && number > LLONG_MAX
				   ? ": a number without a sign that went below 0"
				   : "");
}

/* «is located 0 bytes to the right of 12-byte region», or, of a newer one, «after»; NULL:
 * that is not what it says. */
static char *read_block(const char *errors)
{
	static const struct {
		const char *mark;
		bool before;
	} sides[] = {
		{ " bytes to the left of ", true },
		{ " bytes before ", true },
		{ " bytes to the right of ", false },
		{ " bytes after ", false },
	};

	if (!strstr(errors, "heap-buffer-overflow"))
		return NULL;
	for (size_t i = 0; i < sizeof(sides) / sizeof(*sides); i++) {
		const char *mark = strstr(errors, sides[i].mark);
		size_t bytes = 0;
		char *end = NULL;

		if (mark)
			bytes = strtoull(mark + strlen(sides[i].mark), &end, 10);
		if (mark && strncmp(end, "-byte region", 12) == 0)
			return text_format(
				"It went %s of memory that malloc gave, a block "
				"of %zu byte%s",
				sides[i].before ? "before the beginning" : "past the end",
				bytes, bytes == 1 ? "" : "s");
	}
	return NULL;
}

static char *find_what(const char *errors)
{
	char *what = read_index(errors);

	if (!what)
		what = read_block(errors);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds) && !what; i++)
		if (strstr(errors, kinds[i].mark))
			what = memory_copy_text(kinds[i].what);
	return what;
}

/* «FILE:LINE:COLUMN» or «FILE:LINE» at `text`, the file being the learner's. */
static bool read_place(const char *text, const struct evidence *evidence,
		       struct crash_report *report)
{
	char *word = memory_copy_bytes(text, strcspn(text, " \n"));
	char *colon = strchr(word, ':');
	bool found = false;

	if (colon && isdigit((unsigned char)colon[1])) {
		*colon = '\0';
		found = evidence_find_source(evidence, word) != NULL;
	}
	if (found) {
		report->file = memory_copy_text(path_base(word));
		report->line = atoi(colon + 1);
	}
	free(word);
	return found;
}

/* «    #2 0x55… (/PATH/PROGRAM+0x1234)», of which nobody has told the sanitizer more. */
static bool read_address(const char *line, const char *executable,
			 const struct evidence *evidence, struct crash_report *report)
{
	char *words = memory_copy_bytes(line, strcspn(line, "\n"));
	char *name = text_format("/%s+0x", executable ? path_base(executable) : "");
	const char *found = strstr(words, name);
	struct source_line place;
	bool good = false;

	if (executable && words[strspn(words, " ")] == '#' && found &&
	    source_line_find(executable, strtoull(found + strlen(name), NULL, 16) + 1,
			     &place)) {
		good = evidence_find_source(evidence, place.file) != NULL;
		if (good) {
			report->file = memory_copy_text(place.file);
			report->line = place.line;
		}
		source_line_free(&place);
	}
	free(name);
	free(words);
	return good;
}

/* «    #2 0x55… in FUNCTION FILE:LINE» */
static bool read_frame(const char *line, const struct evidence *evidence,
		       struct crash_report *report)
{
	const char *function = strstr(line, " in ");
	const char *end = line + strcspn(line, "\n"), *place;

	line += strspn(line, " ");
	if (*line != '#' || !function || function > end)
		return false;
	function += 4;
	place = function + strcspn(function, " \n");
	return *place == ' ' && read_place(place + 1, evidence, report);
}

static void find_place(const char *errors, const char *executable,
		       const struct evidence *evidence, struct crash_report *report)
{
	int looked_for = 0;

	for (const char *line = errors; line && *line; line = strchr(line, '\n')) {
		line += *line == '\n';
		/* UBSan puts the place in front: «x.c:12:5: runtime error: …» */
		if (read_frame(line, evidence, report) ||
		    read_place(line, evidence, report) ||
		    (looked_for++ < MOST_LOOKED_FOR &&
		     read_address(line, executable, evidence, report)))
			return;
	}
}

/* Of what was freed too early the line that did it is told as well, if it stands in the
 * same file. */
static void name_who_freed(const char *errors, const char *executable,
			   const struct evidence *evidence, struct crash_report *report)
{
	const char *freed = strstr(errors, "freed by thread ");
	const char *given = strstr(errors, "previously allocated by thread ");
	struct crash_report other = { 0 };
	char *words, *what;

	if (!freed || !given || given < freed || !report->file)
		return;
	words = memory_copy_bytes(freed, (size_t)(given - freed));
	find_place(words, executable, evidence, &other);
	if (other.file && strcmp(other.file, report->file) == 0) {
		what = text_format("%s: line %d had freed it", report->what, other.line);
		free(report->what);
		report->what = what;
	}
	crash_report_free(&other);
	free(words);
}

bool crash_report_read(const char *errors, const char *executable,
		       const struct evidence *evidence, struct crash_report *report)
{
	*report = (struct crash_report){ .what = find_what(errors) };
	if (!report->what)
		return false;
	find_place(errors, executable, evidence, report);
	name_who_freed(errors, executable, evidence, report);
	return true;
}

/* ---- faults that the trace tells of ---------------------------------------------- */

/* The words of grader/heap/fault.c; where nothing stands they say nothing certain. */
static const struct {
	const char *name, *what;
} faults[] = {
	{ "trap", "It came to where no right program comes" },
	{ "freed", "It used memory after it was freed" },
	{ "past_end", "It went past the end of memory that malloc gave" },
	{ "freed_twice", "It freed the same memory twice" },
	{ "not_given", "It freed what malloc did not give" },
};

/* «11a5 freed» */
static const char *read_fault(const char *text, uintptr_t *offset)
{
	char address[17], name[17];

	if (sscanf(text, "%16[0-9a-f] %16[a-z_]", address, name) != 2)
		return NULL;
	*offset = (uintptr_t)strtoull(address, NULL, 16);
	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++)
		if (strcmp(faults[i].name, name) == 0)
			return faults[i].what;
	return NULL;
}

/* The compiler puts a trap at an index, and at little else that a program of one's own
 * would come to. */
static const char *word_trap(const struct evidence *evidence,
			     const struct source_line *line)
{
	struct place place = evidence_place(evidence, line->file, line->line);
	bool index = place.source && strchr(place.source, '[') &&
		     !strstr(place.source, "__builtin_");

	place_free(&place);
	return index ? "It used an index outside of an array" : faults[0].what;
}

bool crash_report_of_trace(const struct trace *trace, const char *executable,
			   const struct evidence *evidence, struct crash_report *report)
{
	*report = (struct crash_report){ 0 };
	for (size_t i = 0; i < trace->count && !report->what; i++) {
		const struct trace_entry *entry = &trace->entries[i];
		struct source_line line;
		uintptr_t offset = 0;
		const char *what = entry->kind == TRACE_FAULT
					   ? read_fault(entry->text, &offset)
					   : NULL;

		if (!what || !source_line_find(executable, offset, &line))
			continue;
		if (evidence_find_source(evidence, line.file)) {
			if (what == faults[0].what)
				what = word_trap(evidence, &line);
			report->what = memory_copy_text(what);
			report->file = memory_copy_text(line.file);
			report->line = line.line;
		}
		source_line_free(&line);
	}
	return report->what;
}

void crash_report_free(struct crash_report *report)
{
	free(report->what);
	free(report->file);
	*report = (struct crash_report){ 0 };
}

/* What the compiler puts where no right program comes to; which signal that gives
 * depends on the processor. */
#define MUST_NOT_COME                                                                    \
	"it came to where no right program comes, as by an index outside of its array"

char *crash_signal_name(int number)
{
	static const struct {
		int number;
		const char *meaning;
	} meanings[] = {
		{ SIGSEGV, "it used memory that is not its own" },
		{ SIGBUS, "it used memory that is not there" },
		{ SIGABRT, "it gave up by itself, as assert and abort do" },
		{ SIGFPE, "it divided by zero" },
		{ SIGILL, MUST_NOT_COME },
		{ SIGKILL, "it was killed" },
		{ SIGPIPE, "it wrote to a pipe that nobody reads any more" },
		{ SIGTRAP, MUST_NOT_COME },
		{ SIGSYS, "it asked the system for what is forbidden here" },
		{ SIGTERM, "it was told to end" },
	};
	const char *name = sigabbrev_np(number);

	for (size_t i = 0; i < sizeof(meanings) / sizeof(*meanings); i++)
		if (meanings[i].number == number)
			return text_format("SIG%s (%s)", name, meanings[i].meaning);
	return name ? text_format("SIG%s", name) : text_format("signal %d", number);
}
