/*
 * course watch: how long after a save the verdict stands on the screen, on top of
 * the time in which it is judged. Between the two lie hearing of the save, reading
 * it, a process, and drawing.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "text/file.h"
#include "text/text.h"

enum { SAVES = 25, LIMIT = 20, PATIENCE = 60000 };

static char folder[] = "/tmp/course-bench-XXXXXX";
static char *work; /* the file that is saved */

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static bool shell(char *command)
{
	bool done = system(command) == 0;

	free(command);
	return done;
}

static bool make_course(void)
{
	const char *root = getenv("COURSE_ROOT") ? getenv("COURSE_ROOT") : ".";

	if (!mkdtemp(folder))
		return false;
	work = text_format("%s/exercises/async_resource/async_resource.c", folder);
	return shell(text_format("mkdir '%s/exercises' '%s/solutions' && "
				 "cp -R '%s/exercises/async_resource' '%s/exercises' && "
				 "cp -R '%s/solutions/async_resource' '%s/solutions'",
				 folder, folder, root, folder, root, folder));
}

/* Starts it on a terminal of its own; returns that, or -1. */
static int start(pid_t *process)
{
	const char *named = getenv("COURSE"), *course = named ? named : "build/course";
	int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	struct winsize size = { .ws_row = 50, .ws_col = 80 };
	int slave;

	if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0)
		return -1;
	slave = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
	ioctl(slave, TIOCSWINSZ, &size);
	*process = fork();
	if (*process == 0) {
		setsid();
		ioctl(slave, TIOCSCTTY, 0);
		for (int i = 0; i < 3; i++)
			dup2(slave, i);
		setenv("TERM", "xterm", 1);
		setenv("NO_COLOR", "1", 1);
		execl(course, course, "watch", "async_resource", "--root", folder, NULL);
		_exit(127);
	}
	close(slave);
	return master;
}

/* Is this a frame of a verdict that was judged, and which says in what time? */
static bool is_verdict(const char *frame, double *judged)
{
	const char *head_end = strstr(frame, "\r\n");
	const char *judging = strstr(frame, "  judging");
	const char *words = strstr(frame, "judged in ");

	if (!head_end || !words || (judging && judging < head_end) ||
	    !strstr(words, " s."))
		return false;
	*judged = atof(words + strlen("judged in "));
	return true;
}

/* Waits until it judges, and for the verdict after that. */
static bool see_verdict(int terminal, double *judged)
{
	struct pollfd wait = { .fd = terminal, .events = POLLIN };
	struct text seen = { 0 };
	bool found = false;

	while (!found && poll(&wait, 1, PATIENCE) > 0) {
		char bytes[65536];
		ssize_t got = read(terminal, bytes, sizeof(bytes));
		const char *judging;

		if (got <= 0)
			break;
		text_add_bytes(&seen, bytes, (size_t)got);
		judging = strstr(seen.bytes, "  judging");
		for (const char *frame = judging ? strstr(judging, "\033[H") : NULL;
		     frame && !found; frame = strstr(frame + 1, "\033[H"))
			found = is_verdict(frame, judged);
	}
	if (!found)
		fprintf(stderr, "%s\n", seen.bytes ? seen.bytes : "nothing was shown");
	text_free(&seen);
	return found;
}

/* Takes what still comes: the picture. */
static void let_it_rest(int terminal)
{
	struct pollfd wait = { .fd = terminal, .events = POLLIN };
	char bytes[65536];

	while (poll(&wait, 1, 500) > 0 && read(terminal, bytes, sizeof(bytes)) > 0)
		;
}

/* Seconds from a save to the screen, without the time of the verdict. */
static bool save(int terminal, int number, double *over, double *all)
{
	char *fresh = text_format("%s.new", work), *error = NULL;
	char *text = text_format("#include <async.h>\n#include <stdio.h>\n"
				 "async (void, f) { await (async_sleep(1.0)); }\n"
				 "int main(void) { return async_run(f()); } /* %d */\n",
				 number);
	double start_time, judged = 0;
	bool seen;

	if (!file_write(fresh, text, strlen(text), &error))
		return false;
	start_time = now();
	if (rename(fresh, work) != 0)
		return false;
	seen = see_verdict(terminal, &judged);
	*all = now() - start_time;
	*over = *all - judged;
	free(text);
	free(fresh);
	return seen;
}

static int by_value(const void *one, const void *other)
{
	double difference = *(const double *)one - *(const double *)other;

	return (difference > 0) - (difference < 0);
}

static int tell(double *over, double *all)
{
	double middle;

	qsort(over, SAVES, sizeof(*over), by_value);
	qsort(all, SAVES, sizeof(*all), by_value);
	middle = over[SAVES / 2] * 1000;
	printf("save to screen               %7.1f ms\n", all[SAVES / 2] * 1000);
	printf("… on top of the verdict      %7.1f ms   (at most %d) %s\n", middle, LIMIT,
	       middle > LIMIT ? "MISSED" : "");
	return middle > LIMIT;
}

int main(void)
{
	double over[SAVES], all[SAVES];
	pid_t process = 0;
	int terminal = make_course() ? start(&process) : -1, status = 2, saved = 0;
	double first;

	if (terminal >= 0 && see_verdict(terminal, &first))
		let_it_rest(terminal);
	while (terminal >= 0 && saved < SAVES &&
	       save(terminal, saved, &over[saved], &all[saved])) {
		let_it_rest(terminal);
		saved++;
	}
	if (saved == SAVES)
		status = tell(over, all);
	else
		fprintf(stderr, "course watch did not show the verdict of save %d\n",
			saved);
	if (process > 0) {
		kill(process, SIGTERM);
		waitpid(process, NULL, 0);
	}
	shell(text_format("rm -rf '%s'", folder));
	free(work);
	return status;
}
