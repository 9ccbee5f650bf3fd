#include "show/lane_words.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"
#include "text/visible.h"

enum {
	CUT_SHORTEST = 6,       /* less of a word says nothing */
	CUT_EXPRESSION = 24,    /* less of it says less than who is called */
	LAST_WORD_SHORTEST = 3, /* of a name, without the words before it */
};

/* ---- names ---------------------------------------------------------------- */

/* How much at `text` is one name; in any script. */
static size_t name_length(const char *text)
{
	size_t i = 0;

	while (text[i] == '_' || (text[i] >= '0' && text[i] <= '9') ||
	       ((text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'z') ||
	       (unsigned char)text[i] >= 0x80)
		i++;
	return i;
}

/* «resource(&r)» of «res, resource(&r)». */
static const char *manager_of(const char *text)
{
	size_t length = name_length(text);

	return length && strncmp(text + length, ", ", 2) == 0 ? text + length + 2 : text;
}

/* Who is called there: «queue_get» of «queue_get(pool->available)». To be freed; NULL:
 * it is no call. */
static char *callee_of(const char *written)
{
	size_t length = strcspn(written, "( ");

	return length && written[length] == '('
		       ? text_format("%.*s", (int)length, written)
		       : NULL;
}

/* In a method of another function the method says more than what it awaits. */
static const char *method_of(const struct lane *lane, const struct span *span)
{
	const char *function = span->place->function;
	size_t length = strlen(function);

	return length && (!*span->place->text ||
			  strncmp(lane->name, function, length) != 0)
		       ? function
		       : NULL;
}

/* ---- choosing ------------------------------------------------------------- */

/* The first that fits of what is offered. */
struct choice {
	struct label_room room;
	char *count; /* «3 x », or "" */
	char *best;  /* NULL: none yet */
};

size_t label_columns(const char *words, bool unicode)
{
	struct text text = { 0 };
	size_t columns = visible_add(&text, words, strlen(words), unicode, SPACES_PLAIN);

	text_free(&text);
	return columns;
}

/* Takes the words. */
static void offer(struct choice *choice, char *words)
{
	char *whole = text_format("%s%s", choice->count, words);
	size_t columns = label_columns(whole, choice->room.unicode);

	if (!choice->best && *words && columns <= choice->room.columns)
		choice->best = visible_copy(whole, strlen(whole), choice->room.unicode,
					    SPACES_PLAIN);
	free(whole);
	free(words);
}

/* So much of it as fits, if that is anything. */
static void offer_cut(struct choice *choice, const char *words, size_t shortest)
{
	size_t before = strlen(choice->count);
	struct text text = { 0 };

	if (choice->best || !*words || choice->room.columns < before + shortest)
		return;
	text_add(&text, choice->count);
	visible_add_cut(&text, words, strlen(words), choice->room.unicode, SPACES_PLAIN,
			choice->room.columns - before);
	choice->best = text_take(&text);
}

/* A name; then without its first words: «use» for «resource_use». */
static void offer_name(struct choice *choice, const char *name)
{
	const char *next = strchr(name, '_');

	offer(choice, memory_copy_text(name));
	while (name_length(name) == strlen(name) && next &&
	       strlen(next + 1) >= LAST_WORD_SHORTEST) {
		offer(choice, memory_copy_text(next + 1));
		next = strchr(next + 1, '_');
	}
	offer_cut(choice, name, CUT_SHORTEST);
}

static const char *dots(const struct choice *choice)
{
	return choice->room.unicode ? "(\u2026)" : "(...)";
}

static void offer_method(struct choice *choice, const char *method, const char *written)
{
	char *callee = callee_of(written);

	if (*written)
		offer(choice, text_format("%s: %s", method, written));
	if (callee)
		offer(choice, text_format("%s: %s%s", method, callee, dots(choice)));
	offer_name(choice, method);
	free(callee);
}

static void offer_written(struct choice *choice, const char *written)
{
	char *callee = callee_of(written);

	offer(choice, memory_copy_text(written));
	offer_cut(choice, written, CUT_EXPRESSION);
	if (callee)
		offer(choice, text_format("%s%s", callee, dots(choice)));
	offer_name(choice, callee ? callee : written);
	free(callee);
}

static void offer_all(struct choice *choice, const struct lane *lane, enum span_kind kind,
		      const struct span *span)
{
	const char *method =
		span->place && kind == SPAN_WAITING ? method_of(lane, span) : NULL;

	if (kind == SPAN_BLOCKING)
		offer(choice, memory_copy_text(span->words));
	else if (method)
		offer_method(choice, method, manager_of(span->place->text));
	else if (span->place)
		offer_written(choice, manager_of(span->place->text));
}

char *span_label(const struct lane *lane, enum span_kind kind, const struct span *span,
		 size_t times, struct label_room room)
{
	struct choice choice = {
		.room = room,
		.count = times > 1 ? text_format("%zu x ", times) : memory_copy_text(""),
	};

	offer_all(&choice, lane, kind, span);
	if (times > 1 && !choice.best && strlen(choice.count) - 1 <= room.columns)
		choice.best = text_format("%zu x", times);
	free(choice.count);
	return choice.best ? choice.best : memory_copy_text("");
}

char *span_name(const struct lane *lane, enum span_kind kind, const struct span *span)
{
	return span_label(lane, kind, span, 1,
			  (struct label_room){ .columns = SIZE_MAX, .unicode = true });
}

char *lane_name_fit(const char *name, struct label_room room)
{
	const char *number = strrchr(name, ' ');
	size_t after = number ? strlen(number) : 0;
	struct text text = { 0 };

	if (!number || after + CUT_SHORTEST > room.columns ||
	    strspn(number + 1, "0123456789") + 1 != after)
		after = 0;
	visible_add_cut(&text, name, strlen(name) - after, room.unicode, SPACES_PLAIN,
			room.columns - after);
	if (after)
		text_add(&text, number);
	return text_take(&text);
}

/* ---- sentences ------------------------------------------------------------ */

static void add_place(struct text *text, const struct trace_place *place)
{
	if (place)
		text_add_format(text, ", %s:%d", path_base(place->file), place->line);
}

static void add_wait(struct text *text, const struct span *span, size_t times)
{
	text_add(text, span->open ? "waits to the end" : "waits");
	if (times > 1)
		text_add_format(text, " %zu times", times);
	if (!span->place)
		return;
	text_add_format(text, " in %s", span->place->function);
	if (*span->place->text)
		text_add_format(text, " for %s", span->place->text);
}

/* Finer than the milliseconds that are judged where it took less than two. */
static int digits_for(nanoseconds span)
{
	return span > 0 && span < 2000000 ? 6 : 3;
}

char *span_sentence(enum span_kind kind, const struct span *span, size_t times)
{
	int digits = digits_for(span->to - span->from);
	struct text text = { 0 };

	text_add_format(&text, "%.*f to %.*f: ", digits, (double)span->from / 1e9, digits,
			(double)span->to / 1e9);
	switch (kind) {
	case SPAN_WAITING: add_wait(&text, span, times); break;
	case SPAN_INSIDE:
		text_add_format(&text, "inside with (%s)",
				span->place ? span->place->text : "");
		if (*span->words)
			text_add_format(&text, ", left by %s", span->words);
		break;
	case SPAN_BLOCKING:
		text_add_format(&text, "%s blocks: nothing else can run", span->words);
		break;
	default: text_add(&text, "runs"); break;
	}
	add_place(&text, span->place);
	return text_take(&text);
}

char *mark_sentence(const struct mark *mark)
{
	static const char *const verbs[] = {
		[MARK_YIELD] = "yields",
		[MARK_RAISE] = "raises ",
		[MARK_CANCEL] = "is cancelled",
		[MARK_LAST] = "",
	};
	struct text text = { 0 };

	text_add_format(&text, "%.3f: %s%s", (double)mark->at / 1e9, verbs[mark->kind],
			mark->kind == MARK_RAISE || mark->kind == MARK_LAST ? mark->words
									    : "");
	add_place(&text, mark->place);
	return text_take(&text);
}
