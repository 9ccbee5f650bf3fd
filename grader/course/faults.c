#define _GNU_SOURCE
#include "course/faults.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/file.h"
#include "text/visible.h"

/* More than that nobody reads. */
enum { MOST_LINES = 30, MOST_LOG_LINES = 8 };

void faults_add_sentence(struct faults *faults, const char *sentence)
{
	faults->count++;
	text_add_format(&faults->text, "%s\n", sentence);
}

void faults_add(struct faults *faults, const char *path, int line, const char *format,
		...)
{
	char *shown = path_from_here(path), *sentence;
	va_list arguments;

	va_start(arguments, format);
	sentence = text_format_arguments(format, arguments);
	va_end(arguments);
	faults->count++;
	if (line)
		text_add_format(&faults->text, "%s:%d: %s\n", shown, line, sentence);
	else
		text_add_format(&faults->text, "%s: %s\n", shown, sentence);
	free(sentence);
	free(shown);
}

void faults_detail(struct faults *faults, const char *format, ...)
{
	char *sentence;
	va_list arguments;

	va_start(arguments, format);
	sentence = text_format_arguments(format, arguments);
	va_end(arguments);
	text_add_format(&faults->text, "    %s\n", sentence);
	free(sentence);
}

static void show_lines(struct faults *faults, const char *title, const char *text,
		       int most)
{
	faults_detail(faults, "%s%s", title, *text ? "" : " nothing");
	for (int shown = 0; *text; shown++) {
		size_t length = strcspn(text, "\n");

		if (shown == most) {
			faults_detail(faults, "\u2026");
			return;
		}
		text_add(&faults->text, "      ");
		visible_add(&faults->text, text, length, true, SPACES_PLAIN);
		text_add(&faults->text, "\n");
		text += length + (text[length] == '\n');
	}
}

void faults_show(struct faults *faults, const char *title, const char *text)
{
	show_lines(faults, title, text, MOST_LINES);
}

void faults_show_log(struct faults *faults, const char *log)
{
	const char *error = strstr(log, "error: ");

	while (error && error > log && error[-1] != '\n')
		error--;
	show_lines(faults, "what the compiler says:", error ? error : log,
		   MOST_LOG_LINES);
}

void faults_show_output(struct faults *faults, const char *title,
			const struct timed_output *output)
{
	struct text text = { 0 };

	for (size_t i = 0; i < output->count; i++) {
		char *moment = timed_output_moment(output->lines[i].at);

		text_add_format(&text, "%s | ", moment);
		visible_add(&text, output->lines[i].text, output->lines[i].length, true,
			    SPACES_AT_END);
		text_add(&text, output->lines[i].newline ? "\n" : " (no newline)\n");
		free(moment);
	}
	faults_show(faults, title, text.bytes ? text.bytes : "");
	text_free(&text);
}
