/*
 * Starting a program with an environment of one's own: the clock stays in it.
 *
 * A program that is given an empty environment, as by `env -i`, would otherwise
 * be on the machine's time. What is missing is added; nothing else is changed.
 * This may run between vfork and exec: no memory is taken but the stack's.
 */
#define _GNU_SOURCE
#include "preload.h"

#include <alloca.h>
#include <spawn.h>
#include <string.h>
#include <unistd.h>

/* As they were when this program began, by the name's length with its «=». */
static struct kept {
	const char *name;
	char text[1024];
} kept[] = {
	{ "LD_PRELOAD=", "" },
	{ CLOCK_VARIABLE "=", "" },
	{ "ASAN_OPTIONS=", "" },
};

#define KEPT (sizeof(kept) / sizeof(*kept))

/* More than anybody has; the stack is to stay small. */
#define MOST_VARIABLES 4096

__attribute__((constructor)) static void keep_variables(void)
{
	for (size_t i = 0; i < KEPT; i++)
		for (char **variable = environ; variable && *variable; variable++)
			if (strncmp(*variable, kept[i].name, strlen(kept[i].name)) == 0 &&
			    strlen(*variable) < sizeof(kept[i].text))
				strcpy(kept[i].text, *variable);
}

static bool has(char *const *environment, const char *name)
{
	for (; environment && *environment; environment++)
		if (strncmp(*environment, name, strlen(name)) == 0)
			return true;
	return false;
}

static size_t count_of(char *const *environment)
{
	size_t count = 0;

	while (environment && environment[count])
		count++;
	return count;
}

/* Copies into `to`, which has room for KEPT more and the NULL. */
static char **complete(char *const *environment, char **to)
{
	size_t count = count_of(environment);

	if (count)
		memcpy(to, environment, count * sizeof(*to));
	for (size_t i = 0; i < KEPT; i++)
		if (kept[i].text[0] && !has(environment, kept[i].name))
			to[count++] = kept[i].text;
	to[count] = NULL;
	return to;
}

/* Is anything missing? One that sets these itself knows what it does. */
static bool is_complete(char *const *environment)
{
	if (!clock_active() || count_of(environment) > MOST_VARIABLES)
		return true;
	return has(environment, kept[0].name) && has(environment, kept[1].name);
}

/* On the stack of the caller, where it lives as long as the call. */
#define COMPLETE(environment)                                                            \
	(is_complete(environment)                                                        \
		 ? (char **)(environment)                                                \
		 : complete(environment, alloca((count_of(environment) + KEPT + 1) *     \
						sizeof(char *))))

REPLACED int execve(const char *path, char *const arguments[], char *const environment[])
{
	return NEXT(execve)(path, arguments, COMPLETE(environment));
}

REPLACED int execvpe(const char *file, char *const arguments[], char *const environment[])
{
	return NEXT(execvpe)(file, arguments, COMPLETE(environment));
}

REPLACED int fexecve(int file, char *const arguments[], char *const environment[])
{
	return NEXT(fexecve)(file, arguments, COMPLETE(environment));
}

REPLACED int execv(const char *path, char *const arguments[])
{
	return NEXT(execve)(path, arguments, COMPLETE(environ));
}

REPLACED int execvp(const char *file, char *const arguments[])
{
	return NEXT(execvpe)(file, arguments, COMPLETE(environ));
}

REPLACED int posix_spawn(pid_t *restrict process, const char *restrict path,
			 const posix_spawn_file_actions_t *actions,
			 const posix_spawnattr_t *restrict attributes,
			 char *const arguments[restrict],
			 char *const environment[restrict])
{
	return NEXT(posix_spawn)(process, path, actions, attributes, arguments,
				 COMPLETE(environment));
}

REPLACED int posix_spawnp(pid_t *restrict process, const char *restrict file,
			  const posix_spawn_file_actions_t *actions,
			  const posix_spawnattr_t *restrict attributes,
			  char *const arguments[restrict],
			  char *const environment[restrict])
{
	return NEXT(posix_spawnp)(process, file, actions, attributes, arguments,
				  COMPLETE(environment));
}
