/*
 * Starting a program in a jail.
 */
#define _GNU_SOURCE
#include "run/start.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock/coordinator.h"
#include "run/environment.h"
#include "run/jail_parts.h"
#include "run/limits.h"
#include "text/memory.h"

/* Without a working directory to be copied, the program itself is all there is. */
static char *path_of_program(const struct program_request *request)
{
	return request->directory || !strchr(request->arguments[0], '/')
		       ? NULL
		       : realpath(request->arguments[0], NULL);
}

static char **arguments_inside(const struct program_request *request, char *program)
{
	size_t count = 0;
	char **arguments;

	while (request->arguments[count])
		count++;
	arguments = memory_new(count + 1, sizeof(*arguments));
	memcpy(arguments, request->arguments, count * sizeof(*arguments));
	if (program)
		arguments[0] = program;
	return arguments;
}

/* What was opened as root is to be opened again, as /dev/stdout, by nobody. */
static void give_outputs(const struct started *started, const struct jail *jail)
{
	for (int i = 0; i < 2; i++)
		if (jail->drops && started->ends[i] >= 0)
			fchown(started->ends[i], jail->user, jail->group);
}

bool start_prepare_jail(struct started *started, const struct program_request *request,
			const struct coordinator *clock, char **error)
{
	struct environment environment = { 0 };
	struct inside_limit limits[LIMITS_MOST];
	char *program = path_of_program(request);
	char **arguments = arguments_inside(request, program);
	const char *const visible[] = { program, NULL };
	const char *folder = request->directory ? request->directory : INSIDE_TEMPORARY;
	struct jail_order order = {
		.purpose = JAIL_RUN,
		.arguments = arguments,
		.folder = folder,
		.directory = folder,
		.given = request->directory,
		.visible = visible,
		.library = started->library,
		.heap = started->heap,
		.limits = limits,
		.limit_count = limits_inside(&request->limits, limits),
		.folder_bytes = request->limits.file_bytes + JAIL_SPARE_BYTES,
		.memory_bytes = request->limits.memory_bytes + JAIL_SPARE_MEMORY,
		.processes = 2 * request->limits.processes + 16,
	};
	bool good;

	environment_make(&environment, started, request, clock,
			 limits_first_descriptor());
	order.environment = environment.variables;
	good = jailed_prepare(&started->jailed, request->jail, &order, error);
	give_outputs(started, request->jail);
	environment_free(&environment);
	free(arguments);
	free(program);
	return good;
}

/* All that the program has: 0, 1, 2, the clock's and the trace. */
static size_t list_files(const struct started *started, const struct coordinator *clock,
			 struct jailed_file *files)
{
	int error = started->ends[started->ends[STREAM_ERROR] < 0 ? STREAM_OUTPUT
								  : STREAM_ERROR];
	int first = limits_first_descriptor();
	size_t count = 0;

	files[count++] = (struct jailed_file){ started->input, STDIN_FILENO };
	files[count++] =
		(struct jailed_file){ started->ends[STREAM_OUTPUT], STDOUT_FILENO };
	files[count++] = (struct jailed_file){ error, STDERR_FILENO };
	for (int i = 0; i < CLOCK_DESCRIPTORS; i++)
		files[count++] = (struct jailed_file){
			coordinator_descriptor(clock, (enum clock_descriptor)i), first + i
		};
	if (started->trace >= 0)
		files[count++] = (struct jailed_file){ started->trace, first - 1 };
	return count;
}

bool start_in_jail(struct started *started, const struct coordinator *clock, char **error)
{
	struct jailed_file files[INSIDE_MOST_FILES - JAILED_MOST_TREES -
				 JAILED_MOST_COPIES - CGROUP_FOLDERS];
	size_t count = list_files(started, clock, files);
	bool good = jailed_start(&started->jailed, files, count, error);

	start_close_given(started);
	started->refused = !good && jailed_refused(&started->jailed);
	started->process = good ? started->jailed.keeper_id : 0;
	started->process_file =
		good ? fcntl(started->jailed.keeper, F_DUPFD_CLOEXEC, 3) : -1;
	return good;
}
