/* Starts append, follows its file by looking each 0.1 s, ends it after ten lines.
 * follow FOLDER [spawn|fork|vfork] */
#define _GNU_SOURCE
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static pid_t start(const char *way, char *const *arguments)
{
	pid_t process = -1;

	if (strcmp(way, "spawn") == 0)
		return posix_spawn(&process, arguments[0], NULL, NULL, arguments, environ)
			       ? -1
			       : process;
	process = strcmp(way, "fork") == 0 ? fork() : vfork();
	if (process == 0) {
		execv(arguments[0], arguments);
		_exit(127);
	}
	return process;
}

static void follow(FILE *file)
{
	char line[256];

	for (int seen = 0; seen < 10;) {
		if (fgets(line, sizeof(line), file)) {
			fputs(line, stdout);
			seen++;
		} else {
			clearerr(file);
			poll(NULL, 0, 100);
		}
	}
}

int main(int argc, char **argv)
{
	char path[512], program[512];
	char *arguments[] = { program, path, NULL };
	FILE *file;
	pid_t writer;
	int status;

	snprintf(path, sizeof(path), "%s/log", argv[1]);
	snprintf(program, sizeof(program), "%s/append", getenv("PROGRAMS"));
	file = fopen(path, "w+");
	writer = start(argc > 2 ? argv[2] : "spawn", arguments);
	if (!file || writer < 0)
		return 1;
	follow(file);
	kill(writer, SIGTERM);
	waitpid(writer, &status, 0);
	printf("ended by %d\n", WTERMSIG(status));
	return 0;
}
