#include "command/manual.h"

#include <stdlib.h>
#include <string.h>

#include "show/terminal.h"
#include "text/memory.h"
#include "text/text.h"
#include "text/version.h"

/* Where the words begin that belong to a name, and how long that may be. */
enum { WORDS = 19, LONGEST_LABEL = 76 };

/* A name and its words. */
struct entry {
	const char *name;
	const char *words;
};

static const char subject[] = "asynchronous protocols in C, learnt by building them";

static const char statuses[] =
	"0: the work is right, or it was done; 1: it is not right; 2: it could not be "
	"judged or done, and one line on standard error says why.";

static const struct entry environment[] = {
	{ "CC", "the compiler; by default cc" },
	{ "NO_COLOR", "if it is not empty: no colour, on a terminal either" },
	{ "LC_ALL, LANG", "where it names no UTF-8, all is drawn in plain ASCII" },
	{ "COLUMNS", "how wide to write where there is no terminal; by default 80" },
	{ "TMPDIR", "where programs are compiled and run; by default /tmp" },
	{ "XDG_CACHE_HOME",
	  "below it, in course/, is kept what can be made again; by default ~/.cache" },
	{ "COURSE_RUNTIME", "another folder with libasync.a and include/" },
	{ NULL, NULL },
};

/* ---- on a terminal -------------------------------------------------------- */

static void write_paragraph(const struct terminal *terminal, const char *text,
			    size_t length)
{
	char *paragraph = memory_copy_bytes(text, length);

	if (*paragraph == ' ')
		terminal_write(terminal, STYLE_PLAIN, paragraph);
	else
		terminal_wrap(terminal, STYLE_PLAIN, 0, paragraph);
	if (*paragraph == ' ')
		fputc('\n', terminal->stream);
	free(paragraph);
}

/* The length of a paragraph; an empty line, or the end, comes after it. */
static size_t paragraph_length(const char *text)
{
	const char *end = strstr(text, "\n\n");

	return end ? (size_t)(end - text) : strlen(text);
}

static void write_paragraphs(const struct terminal *terminal, const char *text)
{
	while (*text) {
		size_t length = paragraph_length(text);

		fputc('\n', terminal->stream);
		write_paragraph(terminal, text, length);
		text += length;
		text += strspn(text, "\n");
	}
}

/* A name, and its words beside it, or below if it is long. */
static void write_entry(const struct terminal *terminal, const char *name,
			const char *words)
{
	fprintf(terminal->stream, "  %s", name);
	if (strlen(name) + 4 > WORDS)
		fprintf(terminal->stream, "\n%*s", WORDS, "");
	else
		fprintf(terminal->stream, "%*s", (int)(WORDS - 2 - strlen(name)), "");
	terminal_wrap(terminal, STYLE_PLAIN, WORDS, words);
}

static char *option_label(const struct option *option)
{
	char *label;

	if (option->kind == OPTION_OPERAND)
		return memory_copy_text(option->name);
	label = text_format("--%s%s%s", option->name, option->takes ? " " : "",
			    option->takes ? option->takes : "");
	if (strlen(label) <= LONGEST_LABEL)
		return label;
	free(label);
	return text_format("--%s WORD", option->name);
}

/* What is told of it: its words, too, if there are too many for the label. */
static char *option_words(const struct option *option)
{
	struct text text = { 0 };

	text_add(&text, option->help);
	if (option->takes &&
	    strlen(option->name) + strlen(option->takes) > LONGEST_LABEL - 3) {
		text_add(&text, " (");
		for (const char *at = option->takes; *at; at++)
			text_add_bytes(&text, *at == '|' ? ", " : at, *at == '|' ? 2 : 1);
		text_add(&text, ")");
	}
	return text_take(&text);
}

static void write_options(const struct terminal *terminal, const struct option *options)
{
	fputc('\n', terminal->stream);
	for (; options && options->name; options++) {
		char *label, *words;

		if (!options->help)
			continue;
		label = option_label(options);
		words = option_words(options);
		write_entry(terminal, label, words);
		free(words);
		free(label);
	}
}

/* As wide as a page, wherever it is read: who pipes it somewhere gets the same. */
static struct terminal page_of(FILE *stream)
{
	struct terminal terminal = terminal_of(stream);

	terminal.columns = 80;
	return terminal;
}

void manual_write_list(FILE *stream)
{
	struct terminal terminal = page_of(stream);

	fprintf(stream, "course: %s\n\nusage: course [COMMAND] [ARGUMENT]...\n\n",
		subject);
	for (size_t i = 0; commands[i]; i++)
		fprintf(stream, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
	fputs("\nAlone, course says where you are and what to do next. More on a "
	      "command: course\nhelp COMMAND\n\nExit status: ",
	      stream);
	terminal_wrap(&terminal, STYLE_PLAIN, 13, statuses);
	fputs("\nEnvironment:\n", stream);
	for (const struct entry *entry = environment; entry->name; entry++)
		write_entry(&terminal, entry->name, entry->words);
}

void manual_write_command(FILE *stream, const struct command *command)
{
	struct terminal terminal = page_of(stream);

	fprintf(stream, "usage: course %s %s\n", command->name, command->usage);
	write_paragraphs(&terminal, command->about);
	if (command->options && command->options->name)
		write_options(&terminal, command->options);
}

/* ---- as a page of the manual ---------------------------------------------- */

/* Text in roff: nothing in it is a request or an escape, and a hyphen can be
 * copied into a shell. A text begins a line. */
static void write_roff(FILE *stream, const char *text)
{
	bool begins = true;

	for (; *text; text++) {
		if (begins && (*text == '.' || *text == '\''))
			fputs("\\&", stream);
		if (*text == '\\')
			fputs("\\e", stream);
		else if (*text == '-')
			fputs("\\-", stream);
		else
			fputc(*text, stream);
		begins = *text == '\n';
	}
	if (!begins)
		fputc('\n', stream);
}

static void write_request(FILE *stream, const char *request, const char *text)
{
	fprintf(stream, "%s ", request);
	write_roff(stream, text);
}

static void write_roff_paragraphs(FILE *stream, const char *text)
{
	while (*text) {
		size_t length = paragraph_length(text);
		char *paragraph = memory_copy_bytes(text, length);
		bool kept = *paragraph == ' ';

		fputs(kept ? ".PP\n.nf\n" : ".PP\n", stream);
		write_roff(stream, paragraph);
		if (kept)
			fputs(".fi\n", stream);
		free(paragraph);
		text += length;
		text += strspn(text, "\n");
	}
}

static void write_roff_entry(FILE *stream, const char *name, const char *words)
{
	fputs(".TP\n", stream);
	write_request(stream, ".B", name);
	write_roff(stream, words);
}

static void write_roff_command(FILE *stream, const struct command *command)
{
	write_request(stream, ".SS", command->name);
	fputs(".PP\n", stream);
	fprintf(stream, ".B course %s\n", command->name);
	write_roff(stream, command->usage);
	fputs(".PP\n", stream);
	write_roff(stream, command->summary);
	write_roff_paragraphs(stream, command->about);
	for (const struct option *option = command->options; option && option->name;
	     option++) {
		char *label, *words;

		if (!option->help)
			continue;
		label = option_label(option);
		words = option_words(option);
		write_roff_entry(stream, label, words);
		free(words);
		free(label);
	}
}

void manual_write_page(FILE *stream)
{
	fprintf(stream, ".TH COURSE 1 \"\" \"course %s\" \"User commands\"\n",
		COURSE_VERSION);
	fprintf(stream, ".SH NAME\ncourse \\- %s\n", subject);
	fputs(".SH SYNOPSIS\n.B course\n[COMMAND] [ARGUMENT]...\n.SH DESCRIPTION\n"
	      "Alone, course says where you are and what to do next.\n"
	      ".SH COMMANDS\n",
	      stream);
	for (size_t i = 0; commands[i]; i++)
		write_roff_command(stream, commands[i]);
	fputs(".SH EXIT STATUS\n", stream);
	write_roff(stream, statuses);
	fputs(".SH ENVIRONMENT\n", stream);
	for (const struct entry *entry = environment; entry->name; entry++)
		write_roff_entry(stream, entry->name, entry->words);
}
