#include "stage/slides.h"

#include <stdlib.h>
#include <string.h>

#include "text/memory.h"

struct cutting {
	struct slides *slides;
	const struct lesson_page *page;
	size_t rows;
	size_t used; /* of the slide that is being filled */
	const char *heading;
};

static struct slide *new_slide(struct cutting *cutting, size_t first)
{
	struct slides *slides = cutting->slides;

	slides->slides =
		memory_resize(slides->slides, slides->count + 1, sizeof(*slides->slides));
	slides->slides[slides->count] = (struct slide){
		.heading = cutting->heading,
		.first = first,
		.end = first,
		.code = cutting->page->count,
	};
	cutting->used = 0;
	return &slides->slides[slides->count++];
}

static struct slide *last_slide(const struct cutting *cutting)
{
	return cutting->slides->count
		       ? &cutting->slides->slides[cutting->slides->count - 1]
		       : NULL;
}

/* The source nearest above: it may be shown again in the lesson. */
static size_t find_code(const struct lesson_page *page, size_t block)
{
	const char *name = page->blocks[block].name;

	for (size_t i = block; i-- > 0;)
		if (page->blocks[i].kind == PAGE_PROGRAM &&
		    strcmp(page->blocks[i].name, name) == 0)
			return i;
	return page->count;
}

static void add_run(struct cutting *cutting, size_t block)
{
	struct slide *slide = new_slide(cutting, block);

	slide->end = block + 1;
	slide->program = cutting->page->blocks[block].name;
	slide->code = find_code(cutting->page, block);
}

static void add_block(struct cutting *cutting, size_t block)
{
	size_t height = cutting->page->blocks[block].sheet.count + 1;
	struct slide *slide = last_slide(cutting);

	if (!slide || slide->program ||
	    (cutting->used && cutting->used + height > cutting->rows))
		slide = new_slide(cutting, block);
	slide->end = block + 1;
	cutting->used += height;
}

/* The title's rule and a section's are the heading of the slide, not its text. */
static void add_heading(struct cutting *cutting, size_t block)
{
	cutting->heading = cutting->page->blocks[block].name;
	new_slide(cutting, block + 1)->end = block + 1;
}

void slides_make(struct slides *slides, const struct lesson_page *page, size_t rows)
{
	struct cutting cutting = { .slides = slides, .page = page, .rows = rows };

	*slides = (struct slides){ 0 };
	for (size_t i = 0; i < page->count; i++) {
		const struct page_block *block = &page->blocks[i];

		if (block->kind == PAGE_HEADING && block->level < 3)
			add_heading(&cutting, i);
		else if (block->kind == PAGE_OUTPUT)
			add_run(&cutting, i);
		else if (block->kind == PAGE_NOTE && last_slide(&cutting))
			last_slide(&cutting)->end = i + 1;
		else
			add_block(&cutting, i);
	}
}

void slides_free(struct slides *slides)
{
	free(slides->slides);
	*slides = (struct slides){ 0 };
}
