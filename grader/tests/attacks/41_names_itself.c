/*
 * verdict: PROTOCOL or WRONG or CRASH or TIME or PASS
 * never: <script
 *
 * Leaves a process that is called like something of the page, or of the terminal.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	puts("one");
	fflush(stdout);
	if (fork() > 0)
		return argc == 0;
	prctl(PR_SET_NAME, "\033[2J<script>\n");
	memset(argv[0], '\033', strlen(argv[0]));
	setsid();
	signal(SIGTERM, SIG_IGN);
	pause();
	return 0;
}
