#include "site/facts_line.h"

#include <stdlib.h>

#include "web/html.h"

static void begin(struct text *html, const char *term)
{
	text_add_format(html, "<div><dt>%s</dt><dd>", term);
}

static void end(struct text *html)
{
	text_add(html, "</dd></div>");
}

void facts_line_minutes(struct text *html, int minutes)
{
	begin(html, "Takes");
	text_add_format(html, "%d minutes", minutes);
	end(html);
}

void facts_line_words(struct text *html, const char *term, char *const *words,
		      size_t count)
{
	if (!count)
		return;
	begin(html, term);
	for (size_t i = 0; i < count; i++) {
		text_add(html, i ? ", " : "");
		html_add(html, words[i]);
	}
	end(html);
}

bool facts_line_find(const struct curriculum *curriculum, const char *name, char **path,
		     const char **title)
{
	size_t exercise = curriculum_find_exercise(curriculum, name);
	size_t lesson = curriculum_find_lesson(curriculum, name);

	if (exercise < curriculum->exercise_count &&
	    !curriculum->exercises[exercise].error) {
		*path = text_format("exercises/%s.html", name);
		*title = curriculum->exercises[exercise].exercise.title;
		return true;
	}
	if (lesson < curriculum->lesson_count && !curriculum->lessons[lesson].error) {
		*path = text_format("lessons/%s.html", name);
		*title = curriculum->lessons[lesson].lesson.title;
		return true;
	}
	return false;
}

void facts_line_links(struct page *page, const char *term, char *const *names,
		      size_t count)
{
	struct text *html = &page->html;

	if (!count)
		return;
	begin(html, term);
	for (size_t i = 0; i < count; i++) {
		const char *title;
		char *path;

		text_add(html, i ? ", " : "");
		if (!facts_line_find(page->site->curriculum, names[i], &path, &title)) {
			html_add(html, names[i]);
			continue;
		}
		text_add_format(html, "<a href=\"%s%s\">", page->up, path);
		html_add(html, title);
		text_add(html, "</a>");
		free(path);
	}
	end(html);
}
