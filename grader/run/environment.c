#define _GNU_SOURCE
#include "run/environment.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock/coordinator.h"
#include "run/jail_parts.h"
#include "text/memory.h"
#include "text/text.h"

#define TRACE_VARIABLE "ASYNC_TRACE_FD"
#define GUARD_VARIABLE "COURSE_HEAP_GUARD" /* see grader/heap/leaks.c */

static bool is_variable(const char *variable, const char *name, size_t length)
{
	return strncmp(variable, name, length) == 0 && variable[length] == '=';
}

/* `variable` is NAME=value; the environment owns it from now on. */
static void set_variable(struct environment *environment, char *variable)
{
	size_t name = (size_t)(strchr(variable, '=') - variable);

	for (size_t i = 0; i < environment->count; i++)
		if (is_variable(environment->variables[i], variable, name)) {
			free(environment->variables[i]);
			environment->variables[i] = variable;
			return;
		}
	environment->variables =
		memory_resize(environment->variables, environment->count + 2,
			      sizeof(*environment->variables));
	environment->variables[environment->count++] = variable;
	environment->variables[environment->count] = NULL;
}

/* Puts `value` before what the variable holds already. */
static void prefix_variable(struct environment *environment, const char *name,
			    const char *value, char between)
{
	for (size_t i = 0; i < environment->count; i++)
		if (is_variable(environment->variables[i], name, strlen(name))) {
			set_variable(environment,
				     text_format("%s=%s%c%s", name, value, between,
						 environment->variables[i] +
							 strlen(name) + 1));
			return;
		}
	set_variable(environment, text_format("%s=%s", name, value));
}

void environment_free(struct environment *environment)
{
	for (size_t i = 0; i < environment->count; i++)
		free(environment->variables[i]);
	free(environment->variables);
}

char *const environment_bare[] = {
	"PATH=/usr/local/bin:/usr/bin:/bin",
	"HOME=/nonexistent",
	"LANG=C.UTF-8",
	"TZ=UTC",
	"TERM=dumb",
	NULL,
};

static void preload(struct environment *environment, const char *path, int file)
{
	char *name = start_preloaded(path, file);

	prefix_variable(environment, "LD_PRELOAD", name, ':');
	free(name);
}

void environment_make(struct environment *environment, const struct started *started,
		      const struct program_request *request,
		      const struct coordinator *clock, int first)
{
	char *const *given = request->environment ? request->environment
			     : request->jail      ? environment_bare
						  : environ;

	for (; given && *given; given++)
		if (strchr(*given, '='))
			set_variable(environment, memory_copy_text(*given));
	if (request->heap && started->heap && started->trace >= 0) {
		preload(environment, request->jail ? JAIL_HEAP_PATH : started->heap,
			request->jail ? -1 : started->heap_file);
		if (request->guard)
			set_variable(environment, memory_copy_text(GUARD_VARIABLE "=1"));
	}
	preload(environment, request->jail ? JAIL_LIBRARY_PATH : started->library,
		request->jail ? -1 : started->library_file);
	/* The address sanitizer wants to be the first library; second is early enough. */
	prefix_variable(environment, "ASAN_OPTIONS", "verify_asan_link_order=0", ':');
	set_variable(environment, memory_copy_text("PYTHONUNBUFFERED=1"));
	set_variable(environment, coordinator_variable(clock, first));
	if (started->trace >= 0)
		set_variable(environment, text_format(TRACE_VARIABLE "=%d", first - 1));
}
