/* The moments of a picture at which something happens, for who steps through it. */
#include <inttypes.h>
#include <stdlib.h>

#include "show/picture.h"
#include "text/memory.h"
#include "text/text.h"

/* One that has more is a film, and not a picture. */
enum { MOMENTS_MOST = 400 };

struct moments {
	int64_t *items; /* in milliseconds */
	size_t count;
	nanoseconds until;
};

static void add_moment(struct moments *moments, nanoseconds at)
{
	if (at > moments->until)
		return;
	moments->items = memory_resize(moments->items, moments->count + 1,
				       sizeof(*moments->items));
	moments->items[moments->count++] = at / 1000000;
}

static int by_time(const void *one, const void *other)
{
	int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;

	return (a > b) - (a < b);
}

static void add_lane(struct moments *moments, const struct lane *lane)
{
	for (size_t kind = 0; kind < SPAN_KINDS; kind++)
		for (size_t i = 0; i < lane->spans[kind].count; i++) {
			add_moment(moments, lane->spans[kind].items[i].from);
			add_moment(moments, lane->spans[kind].items[i].to);
		}
	for (size_t i = 0; i < lane->mark_count; i++)
		add_moment(moments, lane->marks[i].at);
}

static void add_side(struct moments *moments, const struct lanes *lanes)
{
	add_moment(moments, lanes->end);
	for (size_t i = 0; i < lanes->result->line_count; i++)
		add_moment(moments, lanes->result->lines[i].at);
	for (size_t i = 0; i < lanes->count; i++)
		add_lane(moments, &lanes->lanes[i]);
}

/* The first and the last are always among them. */
char *picture_moments(const struct picture *picture)
{
	struct moments moments = { .until = picture->until };
	struct text text = { 0 };
	size_t shown = 0;

	add_moment(&moments, 0);
	add_moment(&moments, picture->until);
	for (size_t i = 0; i < picture->count; i++)
		add_side(&moments, &picture->sides[i].lanes);
	qsort(moments.items, moments.count, sizeof(*moments.items), by_time);
	for (size_t i = 0; i < moments.count; i++)
		if ((i == 0 || moments.items[i] != moments.items[i - 1]) &&
		    (shown < MOMENTS_MOST || i + 1 == moments.count)) {
			text_add_format(&text, "%s%" PRId64, shown ? " " : "",
					moments.items[i]);
			shown++;
		}
	free(moments.items);
	return text_take(&text);
}
