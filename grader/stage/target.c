#include "stage/target.h"

#include <stdlib.h>
#include <string.h>

#include "text/memory.h"

static void add(struct targets *targets, struct target target)
{
	targets->items = memory_resize(targets->items, targets->count + 1,
				       sizeof(*targets->items));
	targets->items[targets->count++] = target;
}

void targets_add_block(struct targets *targets, size_t block)
{
	add(targets, (struct target){ .block = block });
}

void targets_free(struct targets *targets)
{
	free(targets->items);
	*targets = (struct targets){ 0 };
}

/* ---- links ------------------------------------------------------------------ */

/* A walk over the pieces of a block. */
struct place {
	const struct sheet *sheet;
	size_t line, piece;
};

static struct piece *piece_at(const struct place *place)
{
	if (place->line >= place->sheet->count)
		return NULL;
	return &place->sheet->lines[place->line].pieces[place->piece];
}

/* From a place that may be behind the end of its line. */
static void to_piece(struct place *place)
{
	while (place->line < place->sheet->count &&
	       place->piece >= place->sheet->lines[place->line].count) {
		place->line++;
		place->piece = 0;
	}
}

static void next_piece(struct place *place)
{
	place->piece++;
	to_piece(place);
}

static bool is_blank(const struct piece *piece)
{
	return piece->text[strspn(piece->text, " ")] == '\0';
}

/* Goes behind the link that begins there: it may go on after blanks, also in the next
 * line. Marks its words if `style` is not NULL. */
static void pass_link(struct place *place, const enum style *style)
{
	struct piece *piece = piece_at(place);
	const char *link = piece ? piece->link : NULL;

	while (link && (piece = piece_at(place))) {
		bool same = piece->link && strcmp(piece->link, link) == 0;

		if (!same && (piece->link || !is_blank(piece)))
			return;
		if (same && style)
			piece->style = *style;
		next_piece(place);
	}
}

void targets_add_links(struct targets *targets, const struct lesson_page *page,
		       size_t block)
{
	struct place place = { .sheet = &page->blocks[block].sheet };
	const struct piece *piece;
	size_t nth = 0;

	to_piece(&place);
	while ((piece = piece_at(&place))) {
		if (!piece->link) {
			next_piece(&place);
			continue;
		}
		add(targets, (struct target){ .block = block,
					      .link = piece->link,
					      .nth = nth++,
					      .line = place.line,
					      .piece = place.piece });
		pass_link(&place, NULL);
	}
}

size_t targets_find(const struct targets *targets, const struct target *target)
{
	size_t i = 0;

	while (i < targets->count && (targets->items[i].block != target->block ||
				      targets->items[i].nth != target->nth ||
				      !targets->items[i].link != !target->link))
		i++;
	return i;
}

void target_mark(const struct target *target, struct lesson_page *page, bool chosen)
{
	struct place place = { .sheet = &page->blocks[target->block].sheet,
			       .line = target->line,
			       .piece = target->piece };
	enum style style = chosen ? STYLE_CHOSEN : STYLE_LINK;

	if (target->link)
		pass_link(&place, &style);
}
