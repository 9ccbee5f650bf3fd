#include "site/code.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "text/file.h"
#include "text/memory.h"
#include "web/colour.h"
#include "web/html.h"

/* ---- listings ------------------------------------------------------------- */

static void add_caption(struct text *html, const char *caption, const char *note)
{
	if (!*caption && !*note)
		return;
	text_add(html, "<figcaption>");
	if (*caption) {
		text_add(html, "<b>");
		html_add(html, caption);
		text_add(html, "</b> ");
	}
	html_add(html, note);
	text_add(html, "</figcaption>\n");
}

void code_add_listing(struct text *html, const char *caption, const char *note,
		      const char *language, const char *source)
{
	text_add(html, "<figure class=\"code\">");
	add_caption(html, caption, note);
	text_add(html, "<pre><code>");
	colour_add(html, code_language_of(language), source);
	text_add(html, "</code></pre></figure>\n");
}

/* What a program says, but not when. */
static void add_words(struct text *html, const char *caption, const char *note,
		      const char *words)
{
	text_add(html, "<figure class=\"words\">");
	add_caption(html, caption, note);
	text_add(html, "<pre>");
	html_add(html, words);
	text_add(html, "</pre></figure>\n");
}

/* What `course check` says: a sentence, and no listing. */
static void add_message(struct text *html, const char *name, const char *words)
{
	char *note = text_format("says of %s", name);

	text_add(html, "<figure class=\"message\">");
	add_caption(html, "course check", note);
	free(note);
	text_add(html, "<blockquote><p>");
	html_add(html, words);
	text_add(html, "</p></blockquote></figure>\n");
}

/* ---- runs ----------------------------------------------------------------- */

static void add_lines(struct text *html, const struct timed_output *output)
{
	text_add(html, "<ol class=\"lines\" role=\"list\">\n");
	for (size_t i = 0; i < output->count; i++) {
		const struct output_line *line = &output->lines[i];
		char *moment = timed_output_moment(line->at);

		text_add_format(html,
				"<li data-at=\"%" PRId64 "\"><span class=\"at\">%s</span>"
				" <code>",
				line->at, moment + strspn(moment, " "));
		html_add_bytes(html, line->text, line->length);
		text_add(html, "</code></li>\n");
		free(moment);
	}
	text_add(html, "</ol>\n");
}

/* When there is no run to tell them: the moments of the lines. */
static char *moments_of(const struct timed_output *output)
{
	struct text moments = { 0 };
	milliseconds last = 0;

	text_add(&moments, "0");
	for (size_t i = 0; i < output->count; i++)
		if (output->lines[i].at > last) {
			last = output->lines[i].at;
			text_add_format(&moments, " %" PRId64, last);
		}
	return text_take(&moments);
}

static void add_stage(struct text *html, const struct timed_output *output,
		      const struct play *play)
{
	bool ran = play && play->moments;
	char *moments = ran ? memory_copy_text(play->moments) : moments_of(output);
	const char *until = strrchr(moments, ' ');

	text_add(html, "<div class=\"stage\"");
	if (until)
		text_add_format(html, " data-until=\"%s\" data-moments=\"%s\"", until + 1,
				moments);
	text_add(html, ">\n");
	if (output->count)
		add_lines(html, output);
	else
		text_add(html, "<p class=\"nothing\">It prints nothing.</p>\n");
	if (ran && play->picture)
		text_add_format(html, "<div class=\"picture\">\n%s</div>\n",
				play->picture);
	if (until)
		text_add(html, "<div class=\"controls\" hidden></div>\n");
	text_add(html, "</div>\n");
	free(moments);
}

void code_add_run(struct text *html, const struct code_run *run)
{
	text_add_format(html, "<figure class=\"run%s\">", run->asked ? " asked" : "");
	add_caption(html, run->caption, "prints, and when");
	if (run->asked)
		text_add(html, "<details><summary>Show what it prints, and when"
			       "</summary>\n");
	add_stage(html, run->output, run->play);
	text_add(html, run->more ? run->more : "");
	text_add(html, run->asked ? "</details></figure>\n" : "</figure>\n");
}

/* ---- blocks --------------------------------------------------------------- */

/* A fence's words: what it is, and the name that follows. */
struct fence {
	char kind[16];
	bool wrong, part;
	char *name; /* "" if there is none */
	const char *source;
};

static const char *next_word(const char *at)
{
	at += strcspn(at, " ");
	return at + strspn(at, " ");
}

static bool begins(const char *at, const char *with)
{
	return strncmp(at, with, strlen(with)) == 0;
}

static struct fence fence_of(cmark_node *block)
{
	const char *info = cmark_node_get_fence_info(block);
	struct fence fence = { .source = cmark_node_get_literal(block) };
	size_t length;

	if (!info) {
		fence.name = memory_copy_text("");
		return fence;
	}
	length = strcspn(info, " ");
	length = length < sizeof(fence.kind) ? length : sizeof(fence.kind) - 1;
	memcpy(fence.kind, info, length);
	info = next_word(info);
	fence.wrong = begins(info, "wrong ");
	if (fence.wrong)
		info = next_word(info);
	fence.part = begins(info, "part of ");
	if (fence.part)
		info = next_word(next_word(info));
	fence.name = memory_copy_bytes(info, strcspn(info, " "));
	return fence;
}

/* A drawing that follows a hidden output is hidden with it. */
static char *take_drawing(struct prose *prose, cmark_node *block)
{
	cmark_node *next = cmark_node_next(block);
	struct text html = { 0 };

	/* A note for who presents it stands between. */
	while (next && cmark_node_get_type(next) == CMARK_NODE_HTML_BLOCK)
		next = cmark_node_next(next);
	if (!prose->asks || !next || !document_is_block(next, "text"))
		return NULL;
	prose->placed = next;
	text_add(&html, "<pre class=\"drawing\">");
	html_add(&html, cmark_node_get_literal(next));
	text_add(&html, "</pre>\n");
	return text_take(&html);
}

static void add_timed(struct prose *prose, const struct fence *fence, cmark_node *block,
		      struct text *html)
{
	const struct lesson_program *program =
		prose->lesson ? lesson_find_program(prose->lesson, fence->name) : NULL;
	struct timed_output output = { 0 };
	char *drawing = take_drawing(prose, block);
	struct code_run run = {
		.caption = *fence->name ? fence->name : "It",
		.output = program ? &program->expected : &output,
		.asked = prose->asks,
		.more = drawing,
	};
	int line;

	if (program)
		run.play = plays_of_program(prose->page->site->plays, program);
	if (program || timed_output_parse(fence->source, &output, NULL, &line))
		code_add_run(html, &run);
	timed_output_free(&output);
	free(drawing);
	prose->asks = false;
}

static void add_source(const struct fence *fence, struct text *html)
{
	const char *note = fence->wrong ? "meant to fail" : "";

	if (fence->part)
		code_add_listing(html, fence->name, "in part", fence->kind,
				 fence->source);
	else
		code_add_listing(html, fence->name, note, fence->kind, fence->source);
}

void code_add_block(struct prose *prose, cmark_node *block, struct text *html)
{
	struct fence fence;

	if (block == prose->placed)
		return;
	fence = fence_of(block);
	if (strcmp(fence.kind, "timed") == 0)
		add_timed(prose, &fence, block, html);
	else if (strcmp(fence.kind, "message") == 0)
		add_message(html, fence.name, fence.source);
	else if (strcmp(fence.kind, "stderr") == 0)
		add_words(html, fence.name, "writes to standard error", fence.source);
	else if (strcmp(fence.kind, "data") == 0)
		add_words(html, fence.name, "a file beside it", fence.source);
	else if (strcmp(fence.kind, "python") == 0 && !*fence.name)
		code_add_listing(html, "Python", "", fence.kind, fence.source);
	else if (code_language_of(fence.kind))
		add_source(&fence, html);
	else
		add_words(html, "", "", fence.source);
	free(fence.name);
}
