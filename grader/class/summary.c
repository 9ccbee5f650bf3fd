#include "class/summary.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock/machine_time.h"
#include "text/memory.h"
#include "text/text.h"
#include "text/visible.h"

/* Seconds between two lines, where there is no terminal; and on one. */
static const double seldom = 10, often = 0.1;

enum {
	BAR_WIDTH = 40,
	TOLD_MISTAKES = 8,
	TOLD_OVERLOOKED = 8,
	TITLE_WIDTH = 28,
	LABEL_WIDTH = 15,
};

/* ---- on the way ---------------------------------------------------------------------- */

void progress_begin(struct progress *progress, FILE *stream)
{
	*progress = (struct progress){
		.stream = stream,
		.live = isatty(fileno(stream)),
		.start = machine_seconds(),
		.told = machine_seconds(),
	};
}

double progress_seconds(const struct progress *progress)
{
	return machine_seconds() - progress->start;
}

/* «36 s», «12 min», «3 h 20 min»: to be freed. */
static char *duration(double seconds)
{
	long whole = (long)(seconds + 0.5), minutes = (whole + 30) / 60;

	if (whole < 90)
		return text_format("%ld s", whole);
	if (minutes < 90)
		return text_format("%ld min", minutes);
	return text_format("%ld h %ld min", minutes / 60, minutes % 60);
}

void progress_tell(struct progress *progress, size_t done, size_t count)
{
	double seconds = progress_seconds(progress);
	double rate = seconds > 0 ? (double)done / seconds : 0;
	char *left;

	if (machine_seconds() - progress->told < (progress->live ? often : seldom))
		return;
	progress->told = machine_seconds();
	left = duration(rate > 0 ? (double)(count - done) / rate : 0);
	fprintf(progress->stream, "%s  %zu of %zu graded, %.1f a second",
		progress->live ? "\r" : "", done, count, rate);
	if (done && done < count)
		fprintf(progress->stream, ", %s left", left);
	fputs(progress->live ? "\33[K" : "\n", progress->stream);
	fflush(progress->stream);
	free(left);
}

void progress_end(struct progress *progress)
{
	if (progress->live)
		fputs("\r\33[K", progress->stream);
	fflush(progress->stream);
}

/* ---- at the end ---------------------------------------------------------------------- */

static void say(const struct terminal *terminal, enum style style, char *words)
{
	terminal_write_and_free(terminal, style, words);
}

static void show_marks(const struct terminal *terminal, const struct overview *overview)
{
	points mean = overview->earned / (points)overview->marked;
	char *words[] = {
		points_text(mean / 10 * 10),     points_text(overview->middle),
		points_text(overview->least),    points_text(overview->most),
		points_text(overview->possible),
	};

	say(terminal, STYLE_STRONG,
	    text_format(
		    "  Of %s points: %s on average, %s in the middle, from %s to %s\n\n",
		    words[4], words[0], words[1], words[2], words[3]));
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		free(words[i]);
}

static void show_bin(const struct terminal *terminal, const struct overview *overview,
		     size_t bin, size_t highest)
{
	char *from = points_text(overview->possible * (points)bin / OVERVIEW_BINS);
	char *to = points_text(overview->possible * (points)(bin + 1) / OVERVIEW_BINS);
	size_t count = overview->bins[bin];
	size_t width = highest ? (count * BAR_WIDTH + highest - 1) / highest : 0;
	char *label = text_format("%s to %s%s", from,
				  bin + 1 == OVERVIEW_BINS ? "" : "under ", to);
	struct text bar = { 0 };

	for (size_t i = 0; i < width; i++)
		text_add(&bar, terminal->unicode ? "▇" : "#");
	say(terminal, STYLE_PLAIN, text_format("  %*s ", LABEL_WIDTH, label));
	say(terminal, STYLE_GOOD, text_take(&bar));
	say(terminal, STYLE_PLAIN, text_format(count ? " %zu\n" : "\n", count));
	free(label);
	free(from);
	free(to);
}

static void show_distribution(const struct terminal *terminal,
			      const struct overview *overview)
{
	size_t highest = 0;

	for (size_t i = 0; i < OVERVIEW_BINS; i++)
		if (overview->bins[i] > highest)
			highest = overview->bins[i];
	for (size_t i = OVERVIEW_BINS; i-- > 0;)
		show_bin(terminal, overview, i, highest);
}

/* Behind the title of an exercise, and on further lines below one another. */
static void show_count(const struct terminal *terminal, enum style style,
		       const char *word, size_t count, size_t *column)
{
	char *words = text_format("  %s %zu", word, count);
	size_t width = strlen(words);

	if (count && *column + width > terminal->columns) {
		say(terminal, STYLE_PLAIN, text_format("\n%*s", TITLE_WIDTH + 2, ""));
		*column = TITLE_WIDTH + 2;
	}
	if (count) {
		terminal_write(terminal, style, words);
		*column += width;
	}
	free(words);
}

static void show_exercise(const struct terminal *terminal,
			  const struct gradebook *gradebook,
			  const struct overview *overview, size_t index)
{
	const struct exercise_overview *exercise = &overview->exercises[index];
	char *title =
		text_format("  %-*s", TITLE_WIDTH, gradebook_exercise(gradebook, index));
	size_t column = strlen(title);

	terminal_write_and_free(terminal, STYLE_PLAIN, title);
	for (size_t i = 0; i < VERDICT_COUNT; i++)
		show_count(terminal,
			   i == VERDICT_PASS ? STYLE_GOOD
			   : i == VERDICT_JE ? STYLE_DOUBT
					     : STYLE_BAD,
			   verdict_name((enum verdict_kind)i), exercise->verdicts[i],
			   &column);
	show_count(terminal, STYLE_DOUBT, "not handed in", exercise->not_handed_in,
		   &column);
	show_count(terminal, STYLE_DOUBT, "not graded", exercise->not_graded, &column);
	terminal_write(terminal, STYLE_PLAIN, "\n");
}

static void show_mistake(const struct terminal *terminal,
			 const struct gradebook *gradebook,
			 const struct mistake_count *mistake)
{
	char *head = text_format("  %5zu  ", mistake->count);
	bool same = strcmp(mistake->words, mistake->example) == 0;
	char *words = text_format(
		"%s: %s: %s%s%s", gradebook_exercise(gradebook, mistake->exercise),
		verdict_name(mistake->kind), mistake->words,
		same ? "" : ", for instance: ", same ? "" : mistake->example);

	terminal_write(terminal, STYLE_STRONG, head);
	terminal_wrap(terminal, STYLE_PLAIN, strlen(head), words);
	free(head);
	free(words);
}

static void show_mistakes(const struct terminal *terminal,
			  const struct gradebook *gradebook,
			  const struct overview *overview)
{
	if (!overview->mistake_count)
		return;
	terminal_write(terminal, STYLE_STRONG,
		       "\n  The commonest mistakes, and how many made them\n\n");
	for (size_t i = 0; i < overview->mistake_count && i < TOLD_MISTAKES; i++)
		show_mistake(terminal, gradebook, &overview->mistakes[i]);
	if (overview->mistake_count > TOLD_MISTAKES)
		say(terminal, STYLE_PLAIN,
		    text_format("         and %zu more kinds of mistake\n",
				overview->mistake_count - TOLD_MISTAKES));
}

static void show_note(const struct terminal *terminal, const struct overlooked *one)
{
	char *words = text_format("%s: %s", one->student, one->notes);

	terminal_write(terminal, STYLE_PLAIN, "    ");
	terminal_wrap(terminal, STYLE_PLAIN, 6, words);
	free(words);
}

/* All in one sentence: of a roster that is not this class's it would be everybody. */
static void show_unlisted(const struct terminal *terminal,
			  const struct overview *overview)
{
	struct text words = { 0 };
	size_t told = 0;

	for (size_t i = 0; i < overview->overlooked_kept; i++)
		if (overview->overlooked[i].unlisted && told++ < TOLD_OVERLOOKED)
			text_add_format(&words, "%s%s",
					words.length ? ", " : "Not in the roster: ",
					overview->overlooked[i].student);
	if (told > TOLD_OVERLOOKED)
		text_add_format(&words, " and %zu more", told - TOLD_OVERLOOKED);
	if (told) {
		terminal_write(terminal, STYLE_PLAIN, "    ");
		terminal_wrap(terminal, STYLE_PLAIN, 6, words.bytes);
	}
	text_free(&words);
}

static void show_overlooked(const struct terminal *terminal,
			    const struct overview *overview)
{
	size_t noted = 0;

	if (!overview->overlooked_count)
		return;
	terminal_write(terminal, STYLE_STRONG,
		       "\n  Please look: files that do not count, names that are not "
		       "the expected ones\n\n");
	for (size_t i = 0; i < overview->overlooked_kept; i++)
		if (!overview->overlooked[i].unlisted && noted++ < TOLD_OVERLOOKED)
			show_note(terminal, &overview->overlooked[i]);
	if (noted > TOLD_OVERLOOKED)
		say(terminal, STYLE_PLAIN,
		    text_format("    and %zu more\n", noted - TOLD_OVERLOOKED));
	show_unlisted(terminal, overview);
	if (overview->overlooked_kept < overview->overlooked_count)
		say(terminal, STYLE_PLAIN,
		    text_format("    and %zu more\n",
				overview->overlooked_count - overview->overlooked_kept));
}

void summary_show(const struct terminal *terminal, const struct gradebook *gradebook,
		  const struct overview *overview)
{
	terminal_write(terminal, STYLE_PLAIN, "\n");
	if (overview->marked) {
		show_marks(terminal, overview);
		show_distribution(terminal, overview);
		terminal_write(terminal, STYLE_PLAIN, "\n");
	}
	if (overview->absent)
		say(terminal, STYLE_DOUBT,
		    text_format(
			    "  %zu of the %zu students have handed in nothing at all\n\n",
			    overview->absent, overview->students));
	for (size_t i = 0; i < overview->exercise_count; i++)
		show_exercise(terminal, gradebook, overview, i);
	show_mistakes(terminal, gradebook, overview);
	show_overlooked(terminal, overview);
}
