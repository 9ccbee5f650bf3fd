#include "show/text_report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "text/memory.h"
#include "text/text.h"
#include "text/visible.h"

/* How many rows are shown before and after the first divergence. */
enum { ROWS_BEFORE = 8, ROWS_AFTER = 8, ERROR_LINES = 12, LOG_LINES = 6 };

/* Mark, moment and bar of each side, and the gap between them. */
enum { MARK = 2, MOMENT = 8, BAR = 3, GAP = 2 };

static void blank_line(const struct terminal *terminal)
{
	fputc('\n', terminal->stream);
}

static void write_format(const struct terminal *terminal, enum style style, char *text)
{
	terminal_write(terminal, style, text);
	free(text);
}

/* ---- head --------------------------------------------------------------- */

static enum style style_of(enum verdict_kind kind)
{
	if (kind == VERDICT_PASS)
		return STYLE_GOOD;
	return kind == VERDICT_JE ? STYLE_DOUBT : STYLE_BAD;
}

static void show_head(const struct terminal *terminal,
		      const struct check_request *request, const struct check *check)
{
	terminal_write(terminal, style_of(check->verdict.kind),
		       verdict_name(check->verdict.kind));
	write_format(terminal, STYLE_PLAIN, text_format("  %s", request->exercise->name));
	write_format(terminal, STYLE_FAINT,
		     text_format("  (%s)\n\n", verdict_meaning(check->verdict.kind)));
	terminal_write(terminal, STYLE_PLAIN, "  ");
	terminal_wrap(terminal, STYLE_STRONG, 2, check->verdict.message);
}

static void show_place(const struct terminal *terminal, const struct place *where)
{
	if (!where->file)
		return;
	write_format(terminal, STYLE_PLAIN,
		     text_format("\n  %s:%d\n", where->file, where->line));
	if (where->source) {
		struct text text = { 0 };

		visible_add_cut(&text, where->source, strlen(where->source),
				terminal->unicode, SPACES_PLAIN, terminal->columns - 13);
		write_format(terminal, STYLE_PLAIN, text_format("  %6d | ", where->line));
		write_format(terminal, STYLE_STRONG, text_take(&text));
		blank_line(terminal);
	}
}

/* The moment at which two runs begin to differ. */
static char *moment_of(const struct divergence *divergence)
{
	const struct output_line *first = divergence->expected;

	if (!first || (divergence->actual && divergence->actual->at < first->at))
		first = divergence->actual;
	return first ? timed_output_seconds(first->at) : NULL;
}

/* What is said of a schedule, to somebody who has not heard of any. */
static void show_schedule(const struct terminal *terminal, const struct check *check)
{
	char *moment = moment_of(&check->verdict.divergence);
	char *sentence;

	if (check->schedule && check->verdict.kind != VERDICT_PASS && moment) {
		sentence = text_format(
			"A schedule is one order in which the loop runs what is ready at "
			"the same moment. Look at %s: what is ready there, and does each "
			"await what it needs of the others? More: course help check",
			moment);
		terminal_write(terminal, STYLE_PLAIN, "\n  ");
		terminal_wrap(terminal, STYLE_PLAIN, 2, sentence);
		free(sentence);
	}
	free(moment);
}

/* ---- side by side ------------------------------------------------------- */

/* One row: a line of either side, or none. */
struct row {
	const struct output_line *expected;
	const struct output_line *actual;
};

/* Which lines stand beside each other: a line that is missing or extra leaves
 * the other side empty, so that what follows still meets. */
static struct row row_at(const struct check *check, size_t index)
{
	const struct divergence *divergence = &check->verdict.divergence;
	size_t expected = index, actual = index;
	struct row row = { 0 };

	if (divergence->kind == DIVERGENCE_MISSING && index > divergence->index)
		actual--;
	if (divergence->kind == DIVERGENCE_EXTRA && index > divergence->index)
		expected--;
	if (expected < check->expected->count)
		row.expected = &check->expected->lines[expected];
	if (actual < check->actual.count)
		row.actual = &check->actual.lines[actual];
	if (index == divergence->index && divergence->kind == DIVERGENCE_MISSING)
		row.actual = NULL;
	if (index == divergence->index && divergence->kind == DIVERGENCE_EXTRA)
		row.expected = NULL;
	return row;
}

static size_t row_count(const struct check *check)
{
	const struct divergence *divergence = &check->verdict.divergence;
	size_t expected = check->expected->count + (divergence->kind == DIVERGENCE_EXTRA);
	size_t actual = check->actual.count + (divergence->kind == DIVERGENCE_MISSING);

	return expected > actual ? expected : actual;
}

static size_t text_width(const struct terminal *terminal)
{
	return (terminal->columns - MARK - (size_t)2 * (MOMENT + BAR) - GAP) / 2;
}

/* Adds one side of a row; returns its width. */
static size_t add_side(const struct terminal *terminal, struct text *text,
		       const struct output_line *line, bool marked)
{
	char *moment;
	size_t width = MOMENT + BAR;

	if (!line)
		return 0;
	moment = timed_output_moment(line->at);
	text_add_format(text, "%s | ", moment);
	free(moment);
	width += visible_add_cut(text, line->text, line->length, terminal->unicode,
				 marked ? SPACES_AT_END : SPACES_PLAIN,
				 text_width(terminal) -
					 (marked && !line->newline ? 1 : 0));
	return width;
}

static void show_row(const struct terminal *terminal, const struct row *row, bool marked)
{
	struct text text = { 0 };
	size_t width, left = MOMENT + BAR + text_width(terminal);

	text_add(&text, marked ? "> " : "  ");
	width = add_side(terminal, &text, row->expected, marked);
	if (row->actual) {
		text_add_format(&text, "%*s", (int)(left - width + GAP), "");
		add_side(terminal, &text, row->actual, marked);
	}
	write_format(terminal, marked ? STYLE_BAD : STYLE_PLAIN, text_take(&text));
	blank_line(terminal);
}

/* What is wrong, below the marked row. */
static void show_remark(const struct terminal *terminal,
			const struct divergence *divergence)
{
	struct text text = { 0 };

	text_add_format(&text, "^ %s", divergence_name(divergence->kind));
	if (divergence->kind == DIVERGENCE_EARLY || divergence->kind == DIVERGENCE_LATE) {
		char *by = timed_output_seconds(divergence->actual->at -
						divergence->expected->at);

		text_add_format(&text, " by %s", by);
		free(by);
	}
	if (divergence->kind == DIVERGENCE_WRONG_TEXT && !divergence->actual->newline)
		text_add(&text, ", newline missing at its end");
	fprintf(terminal->stream, "%*s", MARK + MOMENT + BAR, "");
	write_format(terminal, STYLE_BAD, text_take(&text));
	blank_line(terminal);
}

static void show_left_out(const struct terminal *terminal, size_t count, const char *what)
{
	if (count)
		write_format(terminal, STYLE_FAINT,
			     text_format("  %*s   \u2026 %zu %s%s\n", MOMENT, "", count,
					 what, count == 1 ? " line" : " lines"));
}

static void show_heads(const struct terminal *terminal)
{
	size_t left = MOMENT + BAR + text_width(terminal);

	write_format(terminal, STYLE_FAINT,
		     text_format("\n  %*s%-*s%*s%s\n", MOMENT + BAR, "",
				 (int)(left - MOMENT - BAR + GAP), "expected",
				 MOMENT + BAR, "", "yours"));
}

/* With `no_further`, what is expected after the first divergence is not told. */
static void show_side_by_side(const struct terminal *terminal, const struct check *check,
			      bool no_further)
{
	const struct divergence *divergence = &check->verdict.divergence;
	size_t rows = row_count(check), first = 0, end = rows;
	size_t middle = divergence->kind == DIVERGENCE_NONE ? rows : divergence->index;

	if (middle > ROWS_BEFORE)
		first = middle - ROWS_BEFORE;
	if (rows > middle + 1 + ROWS_AFTER)
		end = middle + 1 + ROWS_AFTER;
	if (no_further && rows > middle)
		end = middle + 1;
	show_heads(terminal);
	show_left_out(terminal, first, "right");
	for (size_t i = first; i < end; i++) {
		struct row row = row_at(check, i);
		bool marked =
			divergence->kind != DIVERGENCE_NONE && i == divergence->index;

		show_row(terminal, &row, marked);
		if (marked)
			show_remark(terminal, divergence);
	}
	show_left_out(terminal, rows - end, "more");
}

/* ---- what else is known ------------------------------------------------- */

static size_t line_count(const char *bytes, size_t length)
{
	size_t count = length && bytes[length - 1] != '\n';

	for (size_t i = 0; i < length; i++)
		count += bytes[i] == '\n';
	return count;
}

/* The first lines of a text, indented, and how many more there are. */
static void show_lines(const struct terminal *terminal, const char *bytes, size_t length,
		       size_t most)
{
	const char *end = bytes + length;

	for (size_t shown = 0; bytes < end; shown++) {
		const char *newline = memchr(bytes, '\n', (size_t)(end - bytes));
		size_t size = newline ? (size_t)(newline - bytes) : (size_t)(end - bytes);
		struct text text = { 0 };

		if (shown == most) {
			write_format(
				terminal, STYLE_FAINT,
				text_format("    \u2026 and %zu more\n",
					    line_count(bytes, (size_t)(end - bytes))));
			return;
		}
		visible_add_cut(&text, bytes, size, terminal->unicode, SPACES_PLAIN,
				terminal->columns - 4);
		fprintf(terminal->stream, "    ");
		write_format(terminal, STYLE_PLAIN, text_take(&text));
		blank_line(terminal);
		bytes += size + 1;
	}
}

/* The log from its first error on: what stands before says from where a file was
 * included. */
static const char *first_error(const char *log)
{
	const char *error = strstr(log, "error: ");

	while (error && error > log && error[-1] != '\n')
		error--;
	return error ? error : log;
}

static void show_errors(const struct terminal *terminal, const struct check *check)
{
	if (check->errors_length) {
		terminal_write(terminal, STYLE_FAINT, "\n  On standard error:\n");
		show_lines(terminal, check->errors, check->errors_length, ERROR_LINES);
	}
	if (check->verdict.kind == VERDICT_COMPILE && check->compiler_log &&
	    *check->compiler_log) {
		const char *log = first_error(check->compiler_log);

		/* Where its message is told in our words, the first of its lines is enough. */
		terminal_write(terminal, STYLE_FAINT, "\n  What the compiler said:\n");
		show_lines(terminal, log, strlen(log),
			   check->verdict.cause ? 1 : LOG_LINES);
	}
}

/* Who predicts should not be told what they have not yet found. */
static bool is_prediction(const struct check_request *request, const struct check *check)
{
	return request->exercise->kind == EXERCISE_PREDICT &&
	       check->verdict.kind != VERDICT_PASS;
}

static void show_times(const struct terminal *terminal,
		       const struct check_request *request, const struct check *check)
{
	const char *clock = request->clock == CLOCK_VIRTUAL ? "on the virtual clock"
			    : request->clock == CLOCK_REAL  ? "on the real clock"
							    : "on a scaled clock";

	/* When a program ends is a part of what is to be predicted. */
	if (!check->ran || is_prediction(request, check))
		return;
	write_format(terminal, STYLE_FAINT,
		     text_format("\n  %.3f s %s",
				 (double)check->result.ended_at / NANOSECONDS_PER_SECOND,
				 clock));
	/* Not known yet, or not to be told: it is another one each time. */
	if (check->real_seconds > 0)
		write_format(terminal, STYLE_FAINT,
			     text_format(", judged in %.3f s", check->real_seconds));
	terminal_write(terminal, STYLE_FAINT, ".\n");
	if (request->clock == CLOCK_VIRTUAL && check->result.time_is_real)
		write_format(
			terminal, STYLE_DOUBT,
			text_format("  The virtual clock does not reach %s: its time is "
				    "real, and judged with a tolerance.\n",
				    check->result.unreached ? check->result.unreached
							    : "one of its processes"));
}

void text_report(const struct terminal *terminal, const struct check_request *request,
		 const struct check *check)
{
	bool no_further = is_prediction(request, check);
	bool alone = no_further && check->verdict.divergence.kind == DIVERGENCE_NONE;

	show_head(terminal, request, check);
	show_place(terminal, &check->verdict.where);
	show_schedule(terminal, check);
	if (check->ran && check->verdict.kind != VERDICT_JE && !alone)
		show_side_by_side(terminal, check, no_further);
	show_errors(terminal, check);
	show_times(terminal, request, check);
}
