/* What is taken and never given back: see cause.h. */
#include <inttypes.h>

#include "judge/cause.h"
#include "judge/leak.h"
#include "text/text.h"

/* How each kind is spoken of. */
static const struct {
	const char *takes, *one, *many, *given_back, *give_back;
} words[] = {
	[LEAK_MEMORY] = { "allocates", "block of memory", "blocks of memory", "freed",
			  "free" },
	[LEAK_FILE] = { "opens", "file", "files", "closed", "fclose" },
	[LEAK_FOLDER] = { "opens", "folder", "folders", "closed", "closedir" },
};

/* «24 bytes with strdup», «3 files with fopen» */
static void add_what(struct text *text, const struct leak *leak)
{
	if (leak->kind == LEAK_MEMORY && leak->blocks == 1)
		text_add_format(text, "%" PRIu64 " byte%s", leak->bytes,
				leak->bytes == 1 ? "" : "s");
	else if (leak->blocks == 1)
		text_add_format(text, "a %s", words[leak->kind].one);
	else
		text_add_format(text, "%" PRIu64 " %s", leak->blocks,
				words[leak->kind].many);
	if (leak->kind == LEAK_MEMORY && leak->blocks > 1)
		text_add_format(text, ", %" PRIu64 " bytes in all,", leak->bytes);
	text_add_format(text, " with %s", leak->call);
}

/* No way through the program gives it back. */
static void tell_all_lost(const struct leak *leak, struct text *text)
{
	bool one = leak->blocks == 1 && leak->kind != LEAK_MEMORY;
	const char *them = one ? "it" : "them";

	text_add_format(text, "%s %s ", leak->function ? leak->function : "This",
			words[leak->kind].takes);
	add_what(text, leak);
	text_add_format(text,
			", and nobody %s %s: when the program ends, nothing leads to %s "
			"any more. Whoever is the last to need %s calls %s.",
			leak->kind == LEAK_MEMORY ? "frees" : "closes", them, them, them,
			words[leak->kind].give_back);
}

/* Some way does. */
static void tell_some_lost(const struct leak *leak, struct text *text)
{
	text_add_format(text, "Of the %" PRIu64 " %s that %s %s here with %s, %" PRIu64,
			leak->given, words[leak->kind].many,
			leak->function ? leak->function : "the program",
			words[leak->kind].takes, leak->call, leak->blocks);
	if (leak->kind == LEAK_MEMORY)
		text_add_format(text, " (%" PRIu64 " byte%s)", leak->bytes,
				leak->bytes == 1 ? "" : "s");
	text_add_format(text,
			" %s never %s: when the program ends, nothing leads to %s any "
			"more. One of the ways out leaves out the %s; what stands in a "
			"finally, or in an aexit, is done on each of them.",
			leak->blocks == 1 ? "is" : "are", words[leak->kind].given_back,
			leak->blocks == 1 ? "it" : "them", words[leak->kind].give_back);
}

/* Looked for only where everything else is right. */
bool cause_leak(const struct evidence *evidence, struct cause *cause)
{
	const struct leak *leak = evidence->leak;
	struct text text = { 0 };

	if (!leak || evidence->divergence.kind != DIVERGENCE_NONE ||
	    !cause_ended_well(evidence))
		return false;
	cause->where = evidence_place(evidence, leak->file, leak->line);
	if (leak->blocks == leak->given)
		tell_all_lost(leak, &text);
	else
		tell_some_lost(leak, &text);
	cause->sentence = text_take(&text);
	cause->certain = true;
	cause->if_right = VERDICT_PROTOCOL;
	return true;
}
