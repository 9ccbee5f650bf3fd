#define _GNU_SOURCE
#include "judge/crash_report.h"

#include <ctype.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

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

static const char *find_what(const char *errors)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strstr(errors, kinds[i].mark))
			return kinds[i].what;
	return NULL;
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
	if (*place != ' ' || !read_place(place + 1, evidence, report))
		return false;
	report->function = memory_copy_bytes(function, (size_t)(place - function));
	return true;
}

static void find_place(const char *errors, const struct evidence *evidence,
		       struct crash_report *report)
{
	for (const char *line = errors; line && *line; line = strchr(line, '\n')) {
		line += *line == '\n';
		/* UBSan puts the place in front: «x.c:12:5: runtime error: …» */
		if (read_frame(line, evidence, report) ||
		    read_place(line, evidence, report))
			return;
	}
}

bool crash_report_read(const char *errors, const struct evidence *evidence,
		       struct crash_report *report)
{
	const char *what = find_what(errors);

	*report = (struct crash_report){ 0 };
	if (!what)
		return false;
	report->what = memory_copy_text(what);
	find_place(errors, evidence, report);
	return true;
}

void crash_report_free(struct crash_report *report)
{
	free(report->what);
	free(report->file);
	free(report->function);
	*report = (struct crash_report){ 0 };
}

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
		{ SIGILL, "it ran what is not code" },
		{ SIGKILL, "it was killed" },
		{ SIGPIPE, "it wrote to a pipe that nobody reads any more" },
		{ SIGTRAP, "it ran into a trap" },
		{ SIGSYS, "it asked the system for what is forbidden here" },
		{ SIGTERM, "it was told to end" },
	};
	const char *name = sigabbrev_np(number);

	for (size_t i = 0; i < sizeof(meanings) / sizeof(*meanings); i++)
		if (meanings[i].number == number)
			return text_format("SIG%s (%s)", name, meanings[i].meaning);
	return name ? text_format("SIG%s", name) : text_format("signal %d", number);
}
