/* course run: runs any program on the clock, and tells when it printed what. */
#define _GNU_SOURCE
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/clock_option.h"
#include "command/command.h"
#include "command/options.h"
#include "command/run_advice.h"
#include "command/run_json.h"
#include "run/interrupt.h"
#include "run/jail.h"
#include "run/program.h"
#include "show/picture.h"
#include "show/terminal.h"
#include "text/file.h"
#include "text/text.h"
#include "text/visible.h"

/* Where real time is wanted, or somebody is to type: an hour. */
#define PATIENT_SECONDS 3600

struct settings {
	const char *clock;
	const char *format;
	const char *seconds;
	bool picture;
	bool jail;
};

/* On a terminal, control characters are drawn; elsewhere bytes are as they were. */
static void print_line(const struct timed_line *line, void *context)
{
	const struct terminal *terminal = context;
	struct text text = { 0 };

	text_add_format(&text, "%8.3f | ", (double)line->at / 1e9);
	if (isatty(fileno(terminal->stream)))
		visible_add(&text, line->text, line->length, terminal->unicode,
			    SPACES_PLAIN);
	else
		text_add_bytes(&text, line->text, line->length);
	text_add(&text, line->cut ? " [cut]\n" : "\n");
	fwrite(text.bytes, 1, text.length, terminal->stream);
	fflush(terminal->stream);
	text_free(&text);
}

static bool is_flag(const char *word)
{
	return strcmp(word, "--picture") == 0 || strcmp(word, "--jail") == 0;
}

/* Our own options end where the program begins, with or without «--». */
static int find_program(int argc, char **argv)
{
	int i = 1;

	while (i < argc && argv[i][0] == '-' && strcmp(argv[i], "--") != 0)
		i += strchr(argv[i], '=') || is_flag(argv[i]) ? 1 : 2;
	return i < argc ? i : argc;
}

static bool may_be_typed(int file)
{
	struct stat status;

	return isatty(file) || (fstat(file, &status) == 0 &&
				(S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode)));
}

/* How the program ended, for a person, to be freed; NULL: as it should. */
static char *ending(const struct program_result *result)
{
	double at = (double)result->ended_at / 1e9;

	switch (result->end) {
	case PROGRAM_EXITED:
		return result->status ? text_format("it ended with exit status %d",
						    result->status)
				      : NULL;
	case PROGRAM_SIGNALED:
		return text_format("it was ended by signal %d (%s)", result->status,
				   strsignal(result->status));
	case PROGRAM_DEADLOCK:
		return text_format("deadlock at %.3f: %s", at, result->error);
	case PROGRAM_INTERRUPTED: return text_format("interrupted at %.3f", at);
	case PROGRAM_NOT_STARTED:
		return text_format("%s", result->error ? result->error
						       : "it could not be started");
	case PROGRAM_REAL_LIMIT:
	case PROGRAM_CPU_LIMIT:
	case PROGRAM_VIRTUAL_LIMIT:
		return text_format("stopped at %.3f: %s (--seconds N gives it more)", at,
				   result->error);
	default: return text_format("stopped at %.3f: %s", at, result->error);
	}
}

static void warn_of_real_time(const struct program_result *result)
{
	if (result->time_is_real)
		command_fail("its time is real from some point on: %s waits by the "
			     "machine's own "
			     "clock, past ours",
			     result->unreached ? result->unreached : "a process");
}

static bool is(const char *format, const char *name)
{
	return strcmp(format ? format : "text", name) == 0;
}

static bool write_picture(const struct settings *settings,
			  const struct program_request *request,
			  const struct program_result *result)
{
	struct terminal terminal = terminal_of(stdout);
	struct picture picture;
	bool written = true;

	picture_of_run(&picture, path_base(request->arguments[0]), result);
	if (is(settings->format, "text"))
		picture_text(&terminal, &picture);
	else
		written = picture_format(settings->format)(stdout, &picture);
	picture_free(&picture);
	return written;
}

static bool write_result(const struct settings *settings,
			 const struct program_request *request,
			 const struct program_result *result, const char *sentence)
{
	if (is(settings->format, "json"))
		return run_json(stdout, request, result, sentence);
	return !request->trace || write_picture(settings, request, result);
}

static int report(const struct settings *settings, const struct program_request *request,
		  const struct program_result *result)
{
	char *sentence = ending(result);
	int status = result->end == PROGRAM_EXITED && !sentence ? COMMAND_RIGHT
								: COMMAND_WRONG;

	if (!write_result(settings, request, result, sentence))
		status = command_fail("the output could not be written");
	warn_of_real_time(result);
	if (sentence)
		command_fail("%s", sentence);
	free(sentence);
	return result->end == PROGRAM_NOT_STARTED ? COMMAND_UNABLE : status;
}

static bool apply(const struct settings *settings, struct program_request *request,
		  char **error)
{
	char *end;

	if (!clock_option(settings->clock, &request->clock, &request->speed, error))
		return false;
	if (!is(settings->format, "text") && !is(settings->format, "json") &&
	    !picture_format(settings->format))
		return text_error(
			error,
			"--format «%s» is none: say text, json, svg, html, trace or cast",
			settings->format);
	if (request->clock != CLOCK_VIRTUAL || may_be_typed(STDIN_FILENO))
		request->limits.real_seconds = PATIENT_SECONDS;
	if (!settings->seconds)
		return true;
	request->limits.real_seconds = strtod(settings->seconds, &end);
	if (end == settings->seconds || *end || !isfinite(request->limits.real_seconds) ||
	    request->limits.real_seconds < 0)
		return text_error(error, "--seconds «%s» is no number of seconds",
				  settings->seconds);
	/* Who gives it so much time means all of it, and as many days as fit into it. */
	request->limits.virtual_seconds = 0;
	if (request->limits.cpu_seconds < request->limits.real_seconds)
		request->limits.cpu_seconds = request->limits.real_seconds;
	return true;
}

static void add_advice(const char *program, struct program_result *result)
{
	char *advice = result->end == PROGRAM_NOT_STARTED ? run_advice(program) : NULL;
	char *error;

	if (!advice)
		return;
	error = text_format("%s. %s", result->error, advice);
	free(result->error);
	free(advice);
	result->error = error;
}

static int run(const struct settings *settings, char **arguments)
{
	struct terminal terminal = terminal_of(stdout);
	bool lines = is(settings->format, "text");
	struct program_request request = {
		.arguments = arguments,
		.input = "/dev/stdin",
		.one_channel = true,
		.trace = lines ? settings->picture : !is(settings->format, "json"),
		.limits = program_limits_default,
		.on_line = lines ? print_line : NULL,
		.context = &terminal,
	};
	struct program_result result;
	struct jail *jail = NULL;
	char *error = NULL;
	int status;

	if (!apply(settings, &request, &error))
		return command_fail_with(error);
	if (settings->jail && !(request.jail = jail = jail_open(&error)))
		return command_fail_with(error);
	interrupt_catch();
	program_run(&request, &result);
	add_advice(arguments[0], &result);
	status = report(settings, &request, &result);
	program_result_free(&result);
	jail_close(jail);
	interrupt_deliver();
	return status;
}

static const struct option options[] = {
	{ "clock", OPTION_TEXT, offsetof(struct settings, clock), "virtual|real|10x",
	  "virtual (the default): waits take no time; real; or a speed such as 10x" },
	{ "format", OPTION_TEXT, offsetof(struct settings, format),
	  "text|json|svg|html|trace|cast",
	  "text (the default); json; the picture as svg, as html, in which it plays, or "
	  "as "
	  "trace for Perfetto; or "
	  "cast: the lines, and the picture as it grows, for asciinema" },
	{ "seconds", OPTION_TEXT, offsetof(struct settings, seconds), "N",
	  "stop it after so many real seconds, or of processor time, however many "
	  "virtual "
	  "ones these are" },
	{ "picture", OPTION_FLAG, offsetof(struct settings, picture), NULL,
	  "below the lines, draw the tasks over time, if it is a program of our "
	  "runtime" },
	{ "jail", OPTION_FLAG, offsetof(struct settings, jail), NULL,
	  "in a jail: of files it sees those of the system and its own, writes to /tmp, "
	  "where it begins, and reaches nothing else" },
	{ 0 },
};

static int run_command(int argc, char **argv)
{
	struct settings settings = { 0 };
	int program = find_program(argc, argv);
	int own = program;
	char *at_program = argv[program];
	char *error = NULL;

	if (!options_take(&own, argv, options, &settings, &error))
		return command_fail_with(error);
	argv[program] = at_program;
	if (at_program && strcmp(at_program, "--") == 0)
		program++;
	if (!argv[program])
		return command_fail(
			"say which program: course run -- PROGRAM [ARGUMENT]...");
	return run(&settings, argv + program);
}

const struct command command_run = {
	.name = "run",
	.usage = "[OPTION]... -- PROGRAM [ARGUMENT]...",
	.summary = "run any program on the clock, its lines with their times",
	.about = "Runs a program and all that it starts on the virtual clock, and prints "
		 "each line that it writes with the moment at which it came.",
	.options = options,
	.run = run_command,
};
