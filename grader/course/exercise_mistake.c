#include <stdlib.h>
#include <string.h>

#include "course/exercise_parts.h"
#include "text/memory.h"

/* The paragraph with the verdict: «**TIME** at `sleep(1);`». */
static bool read_mistake_verdict(struct exercise *exercise, cmark_node *heading,
				 struct exercise_mistake *mistake, char **error)
{
	cmark_node *block = heading;
	char *word = NULL;

	while (!word && (block = document_next(heading, block)))
		if (cmark_node_get_type(block) == CMARK_NODE_PARAGRAPH)
			word = document_first(block, CMARK_NODE_STRONG);
	if (!word)
		return FAULT(exercise, heading, error,
			     "the mistake names no verdict, such as "
			     "**WRONG**");
	mistake->verdict = verdict_of_name(word);
	mistake->at = document_first(block, CMARK_NODE_CODE);
	if (mistake->verdict == VERDICT_COUNT)
		FAULT(exercise, block, error, "«%s» is no verdict", word);
	free(word);
	return mistake->verdict != VERDICT_COUNT;
}

static bool read_mistake(struct exercise *exercise, cmark_node *heading, char **error)
{
	struct exercise_mistake *mistake;
	cmark_node *quote = document_find(heading, CMARK_NODE_BLOCK_QUOTE);

	exercise->mistakes = memory_resize(exercise->mistakes,
					   exercise->mistake_count + 1, sizeof(*mistake));
	mistake = &exercise->mistakes[exercise->mistake_count++];
	*mistake = (struct exercise_mistake){
		.name = document_first(heading, CMARK_NODE_CODE),
		.title = document_text(heading),
		.line = cmark_node_get_start_line(heading),
	};
	if (!mistake->name || !exercise_is_file_name(mistake->name))
		return FAULT(exercise, heading, error,
			     "the mistake names no folder in code, such "
			     "as `blocking_sleep`");
	if (!quote)
		return FAULT(exercise, heading, error,
			     "the mistake quotes no sentence that it "
			     "must draw");
	mistake->sentence = document_text(quote);
	return read_mistake_verdict(exercise, heading, mistake, error);
}

bool exercise_read_mistakes(struct exercise *exercise, cmark_node *heading, char **error)
{
	cmark_node *next = heading;

	while ((next = document_next_heading(heading, next, 3)))
		if (!read_mistake(exercise, next, error))
			return false;
	return true;
}

/* The length of «…» or «...» at `text`, 0 if it is neither. */
static size_t gap_at(const char *text)
{
	if (strncmp(text, "\u2026", 3) == 0 || strncmp(text, "...", 3) == 0)
		return 3;
	return 0;
}

/* Does `message` begin with the sentence? */
static bool begins_with(const char *sentence, const char *message)
{
	while (*sentence) {
		size_t gap = gap_at(sentence);

		if (gap) {
			for (; *message; message++)
				if (begins_with(sentence + gap, message))
					return true;
			return sentence[gap] == '\0';
		}
		if (*sentence++ != *message++)
			return false;
	}
	return true;
}

bool exercise_sentence_is_in(const char *sentence, const char *message)
{
	for (; *message; message++)
		if (begins_with(sentence, message))
			return true;
	return !*sentence;
}
