/* course run: runs any program on the clock, and tells when it printed what. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/clock_option.h"
#include "command/command.h"
#include "command/options.h"
#include "run/interrupt.h"
#include "run/program.h"
#include "text/text.h"
#include "text/visible.h"

struct settings {
	const char *clock;
	const char *format;
	const char *seconds;
};

struct printer {
	bool drawn;    /* control characters are drawn: somebody is looking */
	bool unicode;
};

static int fail(char *error)
{
	int status = command_fail("%s", error ? error : "something went wrong");

	free(error);
	return status;
}

static void print_line(const struct timed_line *line, void *context)
{
	const struct printer *printer = context;
	struct text text = { 0 };

	if (printer->drawn)
		visible_add(&text, line->text, line->length, printer->unicode, SPACES_PLAIN);
	else
		text_add_bytes(&text, line->text, line->length);
	printf("%8.3f | ", (double)line->at / 1e9);
	fwrite(text.bytes, 1, text.length, stdout);
	fputs(line->cut ? " …\n" : "\n", stdout);
	fflush(stdout);
	text_free(&text);
}

/* Our own options end where the program begins, with or without «--». */
static int find_program(int argc, char **argv)
{
	int i = 1;

	while (i < argc && argv[i][0] == '-' && strcmp(argv[i], "--") != 0)
		i += strchr(argv[i], '=') ? 1 : 2;
	return i < argc ? i : argc;
}

static bool is_waited_for(void)
{
	struct stat status;

	return fstat(STDIN_FILENO, &status) == 0 && !S_ISREG(status.st_mode);
}

/* How the program ended, for a person; NULL: as it should. */
static char *ending(const struct program_result *result)
{
	double at = (double)result->ended_at / 1e9;

	switch (result->end) {
	case PROGRAM_EXITED:
		return result->status ? text_format("it ended with exit status %d", result->status)
				      : NULL;
	case PROGRAM_SIGNALED:
		return text_format("it was ended by signal %d (%s)", result->status,
				   strsignal(result->status));
	case PROGRAM_DEADLOCK:
		return text_format("deadlock at %.3f: %s", at, result->error);
	case PROGRAM_INTERRUPTED:
		return text_format("interrupted");
	default:
		return text_format("stopped at %.3f: %s", at,
				   result->error ? result->error : "a limit was reached");
	}
}

static int report(const struct program_result *result)
{
	char *sentence;

	if (result->end == PROGRAM_NOT_STARTED)
		return command_fail("%s", result->error ? result->error : "it could not be started");
	if (result->time_is_real)
		fprintf(stderr, "course: its time is real from some point on: %s waits by the "
			"machine's own clock, past ours\n",
			result->unreached ? result->unreached : "a process");
	sentence = ending(result);
	if (sentence)
		fprintf(stderr, "course: %s\n", sentence);
	free(sentence);
	return result->end == PROGRAM_EXITED && result->status == 0 ? COMMAND_RIGHT : COMMAND_WRONG;
}

static int run(const struct settings *settings, char **arguments)
{
	struct printer printer = { .drawn = isatty(STDOUT_FILENO), .unicode = true };
	struct program_request request = {
		.arguments = arguments,
		.input = "/dev/stdin",
		.one_channel = true,
		.limits = program_limits_default,
		.on_line = print_line,
		.context = &printer,
	};
	struct program_result result;
	char *error = NULL;
	int status;

	if (!clock_option(settings->clock, &request.clock, &request.speed, &error))
		return fail(error);
	/* Real time is what was asked for; so is a wait for somebody's input. */
	if (request.clock != CLOCK_VIRTUAL || is_waited_for())
		request.limits.real_seconds = 3600;
	if (settings->seconds)
		request.limits.real_seconds = strtod(settings->seconds, NULL);
	interrupt_catch();
	program_run(&request, &result);
	status = report(&result);
	program_result_free(&result);
	interrupt_deliver();
	return status;
}

int command_run(int argc, char **argv)
{
	struct settings settings = { 0 };
	const struct option options[] = {
		{ "clock", OPTION_TEXT, &settings.clock },
		{ "format", OPTION_TEXT, &settings.format },
		{ "seconds", OPTION_TEXT, &settings.seconds },
	};
	int program = find_program(argc, argv);
	int own = program;
	char *at_program = argv[program];
	char *error = NULL;

	if (!options_take(&own, argv, options, sizeof(options) / sizeof(*options), &error))
		return fail(error);
	argv[program] = at_program;
	if (at_program && strcmp(at_program, "--") == 0)
		program++;
	if (!argv[program])
		return command_fail("say which program: course run -- PROGRAM [ARGUMENT]...");
	return run(&settings, argv + program);
}
