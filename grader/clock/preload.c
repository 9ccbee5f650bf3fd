/*
 * The start: what is done before the program's first instruction.
 */
#define _GNU_SOURCE
#include "preload.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_run_output(int descriptor)
{
	struct stat status;

	return fstat(descriptor, &status) == 0 && S_ISFIFO(status.st_mode) &&
	       status.st_dev == clock_page()->output_device &&
	       (status.st_ino == clock_page()->output_inode[0] ||
		status.st_ino == clock_page()->output_inode[1]);
}

__attribute__((constructor)) static void start(void)
{
	(void)clock_active();
	/* On a terminal a line is seen when it is printed. So it is here. */
	if (clock_page() && is_run_output(STDOUT_FILENO))
		setvbuf(stdout, NULL, _IOLBF, 0);
	/* A child begins when its parent has nothing more to do; and a clock that is to
	 * flow does so from the moment when the first process is let go on. */
	if (clock_board())
		clock_turn();
}
