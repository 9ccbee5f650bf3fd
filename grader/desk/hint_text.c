#include "desk/hint_text.h"

#include <stdlib.h>

#include "show/source_text.h"
#include "text/text.h"

/* Code keeps its lines; all else is broken where the terminal ends. */
static void show_block(const struct terminal *terminal, cmark_node *block)
{
	char *text;

	fputc('\n', terminal->stream);
	if (cmark_node_get_type(block) == CMARK_NODE_CODE_BLOCK) {
		source_text(terminal, 4, cmark_node_get_literal(block));
		return;
	}
	text = document_text(block);
	fputs("  ", terminal->stream);
	terminal_wrap(terminal, STYLE_PLAIN, 2, text);
	free(text);
}

void hint_text(const struct terminal *terminal, const struct exercise *exercise,
	       size_t index)
{
	const struct exercise_hint *hint = &exercise->hints[index];

	terminal_write_and_free(
		terminal, STYLE_FAINT,
		text_format("Hint %zu of %zu\n\n", index + 1, exercise->hint_count));
	fputs("  ", terminal->stream);
	terminal_wrap(terminal, STYLE_STRONG, 2, hint->title);
	for (cmark_node *block = hint->heading;
	     (block = document_next(hint->heading, block));)
		show_block(terminal, block);
}
