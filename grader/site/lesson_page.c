/* The page of a lesson. See page.h. */
#include <stdlib.h>

#include "site/article.h"
#include "site/facts_line.h"
#include "text/memory.h"

/* «Lesson 5 of 18», and the way to its place among them. Where numbers are left out,
 * the last one does not say how many there are. */
static char *kicker_of(const struct site *site, const struct lesson *lesson)
{
	const struct curriculum *curriculum = site->curriculum;
	size_t count = curriculum->lesson_count;
	bool counted = atoi(curriculum->lessons[count - 1].name) == (int)count;
	char *of = counted ? text_format(" of %zu", count) : memory_copy_text("");
	char *kicker = text_format("<a href=\"../index.html#%s\">Lesson %d</a>%s",
				   lesson->name, atoi(lesson->name), of);

	free(of);
	return kicker;
}

static void add_facts(struct page *page, const struct lesson *lesson)
{
	facts_line_minutes(&page->html, lesson->minutes);
	facts_line_words(&page->html, "Teaches", lesson->concepts, lesson->concept_count);
	facts_line_links(page, "Needs", lesson->needs, lesson->need_count);
	facts_line_links(page, "Exercises", lesson->exercises, lesson->exercise_count);
}

static void add_contents(struct article *article)
{
	const struct headings *headings = &article->prose.headings;

	article_contents(article);
	for (size_t i = 0; i < headings->count; i++)
		if (headings->headings[i].level == 2)
			article_contents_heading(article, &headings->headings[i]);
}

static void add_text(struct article *article, const struct lesson *lesson)
{
	cmark_node *node = article_first_block(&lesson->document), *next;

	prose_index(&article->prose, lesson->title, node);
	article_text(article);
	for (; node; node = next) {
		next = cmark_node_next(node);
		prose_add(&article->prose, node);
	}
}

void lesson_page(struct site *site, size_t index)
{
	const struct lesson *lesson = &site->curriculum->lessons[index].lesson;
	struct page_turn all = { "index.html#lessons", "All lessons" };
	char *kicker = kicker_of(site, lesson);
	struct article article;

	article_begin(&article, site, ARTICLE_LESSON, index, &lesson->document, kicker);
	article.prose.lesson = lesson;
	add_facts(&article.page, lesson);
	add_contents(&article);
	add_text(&article, lesson);
	article_end(&article, &all);
	free(kicker);
}
