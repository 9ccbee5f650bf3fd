/* Where output goes, and when it leaves a buffer: see cause.h. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/source_code.h"
#include "run/program.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

static bool same_output(const struct timed_output *one, const struct timed_output *other)
{
	struct tolerance none = { 0 };

	return divergence_find(one, other, none).kind == DIVERGENCE_NONE;
}

bool cause_is_as_handed_out(const struct evidence *evidence)
{
	return evidence->where_to_start && evidence->result->end == PROGRAM_EXITED &&
	       same_output(evidence->handed_out, evidence->actual);
}

bool cause_as_handed_out(const struct evidence *evidence, struct cause *cause)
{
	if (!cause_is_as_handed_out(evidence))
		return false;
	cause->sentence = memory_copy_text(evidence->where_to_start);
	cause->certain = true;
	return true;
}
/* In an unseen case, just what is right in the one that everybody has seen. */
bool cause_as_documented(const struct evidence *evidence, struct cause *cause)
{
	const struct timed_output *documented = evidence->documented,
				  *actual = evidence->actual;

	if (!documented || evidence->divergence.kind == DIVERGENCE_NONE ||
	    documented->count != actual->count)
		return false;
	for (size_t i = 0; i < actual->count; i++)
		if (actual->lines[i].at != documented->lines[i].at ||
		    !timed_output_same_text(&documented->lines[i], &actual->lines[i],
					    documented->placeholder))
			return false;
	cause->sentence = memory_copy_text(
		"It printed what is right for the documented numbers: take the numbers "
		"from the arguments of the program, and let the output follow from "
		"them.");
	cause->certain = true;
	return true;
}

/* Is the missing line on standard error? */
bool cause_standard_error(const struct evidence *evidence, struct cause *cause)
{
	const struct output_line *missing = evidence->divergence.expected;
	const struct program_result *result = evidence->result;

	if (evidence->divergence.kind != DIVERGENCE_MISSING)
		return false;
	for (size_t i = 0; i < result->line_count; i++) {
		const struct timed_line *line = &result->lines[i];
		struct output_line actual = { .text = line->text,
					      .length = line->length };

		if (line->stream != STREAM_ERROR ||
		    !timed_output_same_text(missing, &actual,
					    evidence->expected->placeholder))
			continue;
		cause->sentence = text_format("Line %zu was printed to standard error: "
					      "it belongs on standard output, "
					      "where puts and printf print.",
					      evidence->divergence.index + 1);
		cause->certain = true;
		return true;
	}
	return false;
}

bool cause_nothing_printed(const struct evidence *evidence, struct cause *cause)
{
	char *moment;

	if (evidence->actual->count || !cause_ended_well(evidence))
		return false;
	moment = timed_output_seconds(evidence->result->ended_at / 1000000);
	cause->sentence =
		text_format("The program ended at %s and printed nothing.", moment);
	cause->certain = true;
	free(moment);
	return true;
}

/* A source without its comments, so that what is commented out does not count. */
static char *without_comments(const char *source)
{
	struct text text = { 0 };

	while (*source) {
		if (strncmp(source, "//", 2) == 0) {
			source += strcspn(source, "\n");
		} else if (strncmp(source, "/*", 2) == 0) {
			const char *end = strstr(source + 2, "*/");

			/* Line ends are kept: lines must keep their numbers. */
			for (; *source && (!end || source < end + 2); source++)
				if (*source == '\n')
					text_add(&text, "\n");
		} else {
			text_add_bytes(&text, source++, 1);
		}
	}
	return text_take(&text);
}

static const char *first_of(const char *code, const char *const *words, size_t count)
{
	const char *first = NULL;

	for (size_t i = 0; i < count; i++) {
		const char *found = strstr(code, words[i]);

		if (found && (!first || found < first))
			first = found;
	}
	return first;
}

/* The line of a source in which one of the words first stands, comments left
 * out; 0 if in none. */
static int line_with(const char *source, const char *const *words, size_t count)
{
	char *code = without_comments(source);
	const char *found = first_of(code, words, count);
	int line = found ? 1 : 0;

	for (const char *at = code; found && at < found; at++)
		line += *at == '\n';
	free(code);
	return line;
}

/* A copy in which the lines that name standard error are blank: that is never
 * held back. To be freed. */
static char *without_standard_error(const char *source)
{
	char *copy = memory_copy_text(source);

	for (char *line = copy; *line;
	     line += strcspn(line, "\n"), line += *line == '\n') {
		size_t length = strcspn(line, "\n");
		char *found = strstr(line, "stderr");

		if (found && found < line + length)
			memset(line, ' ', length);
	}
	return copy;
}

/* The line in which a program first writes to a file through stdio, if it never
 * sends on what it writes; 0 if it does, or writes none. */
static int line_that_is_kept(const char *source)
{
	static const char *const sends[] = {
		"fflush",  "setvbuf",  "setlinebuf", "setbuf", "fclose",
		" write(", "\twrite(", "(write(",    "fsync",  "dprintf",
	};
	static const char *const writes[] = { "fprintf", "fputs", "fwrite", "fputc",
					      "putc" };

	char *code;
	int line;

	if (line_with(source, sends, sizeof(sends) / sizeof(*sends)))
		return 0;
	code = without_standard_error(source);
	line = line_with(code, writes, sizeof(writes) / sizeof(*writes));
	free(code);
	return line;
}

bool cause_output_closed(const struct evidence *evidence, struct cause *cause)
{
	static const char *const closes[] = {
		"fclose(stdout)", "fclose (stdout)",      "close(1)",
		"close (1)",      "close(STDOUT_FILENO)", "close (STDOUT_FILENO)",
	};
	const struct evidence_source *source = evidence_main_source(evidence);
	int line;

	if (evidence->divergence.kind != DIVERGENCE_MISSING || !source)
		return false;
	line = line_with(source->text, closes, sizeof(closes) / sizeof(*closes));
	if (!line)
		return false;
	cause->where = evidence_place(evidence, source->name, line);
	cause->sentence = memory_copy_text(
		"Does the program close its standard output before it has printed all?");
	return true;
}

/* Did another program of the exercise run? One that sleeps is seen. */
static const struct evidence_source *find_child(const struct evidence *evidence)
{
	const struct program_result *result = evidence->result;

	for (size_t i = 0; i < result->blocking_call_count; i++) {
		const char *program = result->blocking_calls[i].program;

		for (size_t s = 0; program && s < evidence->source_count; s++)
			if (!evidence->sources[s].main && evidence->sources[s].program &&
			    strcmp(path_base(program), evidence->sources[s].program) == 0)
				return &evidence->sources[s];
	}
	return NULL;
}

/* A line is late or never came. */
static bool something_is_held_back(const struct divergence *divergence)
{
	return divergence->kind == DIVERGENCE_MISSING ||
	       divergence->kind == DIVERGENCE_LATE;
}

bool cause_child_holds_back(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *child = find_child(evidence);
	int line;

	if (!child || !child->text || !something_is_held_back(&evidence->divergence))
		return false;
	line = line_that_is_kept(child->text);
	if (!line)
		return false;
	cause->where = evidence_place(evidence, child->name, line);
	cause->sentence =
		text_format("Do the lines of %s stay in its buffer? stdio sends them on "
			    "only when the buffer "
			    "is full, unless each is followed by fflush (\u2026).",
			    child->program);
	return true;
}

/* The lines from the first divergence on all came at once, later than they
 * should, and with the right texts. */
static bool came_at_once_and_late(const struct evidence *evidence)
{
	const struct timed_output *expected = evidence->expected,
				  *actual = evidence->actual;
	size_t first = evidence->divergence.index, last = actual->count - 1;

	if (!cause_all_texts_right(evidence) || first >= last)
		return false;
	return actual->lines[first].at == actual->lines[last].at &&
	       expected->lines[first].at < expected->lines[last].at &&
	       actual->lines[last].at >= expected->lines[last].at;
}

bool cause_held_back(const struct evidence *evidence, struct cause *cause)
{
	milliseconds end = evidence->result->ended_at / 1000000;
	const struct timed_output *actual = evidence->actual;

	if (evidence->divergence.kind != DIVERGENCE_LATE ||
	    !came_at_once_and_late(evidence) ||
	    actual->lines[actual->count - 1].at != end)
		return false;
	cause->sentence = memory_copy_text("All these lines came together when the "
					   "program ended: were they kept in a buffer "
					   "until then (fflush (stdout) sends them on), "
					   "or printed only after all the "
					   "waiting?");
	return true;
}

static bool writes_files(const char *code)
{
	static const char *const words[] = { "fprintf", "fputs", "fputc", "fwrite" };

	return source_code_word(code, "fopen") &&
	       source_code_count(code, words, sizeof(words) / sizeof(*words));
}

/* How often a file is closed, or pushed out. */
static size_t count_ends(const char *code)
{
	static const char *const words[] = { "fclose", "fflush", "setvbuf", "setbuf" };

	return source_code_count(code, words, sizeof(words) / sizeof(*words));
}

/* What one part of the program writes, another does not find: the solution closes its
 * files more often. A line that the solution has more words for is missing for another
 * reason. */
bool cause_file_not_closed(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	const struct output_line *line = evidence->divergence.expected;
	size_t wanted = 1;
	char *code;
	bool lacks;

	if (evidence->divergence.kind != DIVERGENCE_MISSING || !source || !source->text)
		return false;
	if (source->solution) {
		if (source_code_prints(source->solution, line->text) >
		    source_code_prints(source->text, line->text))
			return false;
		code = source_code_only(source->solution);
		wanted = count_ends(code);
		free(code);
	}
	code = source_code_if_short(source->text);
	lacks = writes_files(code) && count_ends(code) < wanted;
	free(code);
	if (!lacks)
		return false;
	cause->sentence = memory_copy_text(
		"What is written to a file stays in a buffer until the file is closed "
		"(fclose) or pushed out (fflush): is that missing somewhere?");
	return true;
}
