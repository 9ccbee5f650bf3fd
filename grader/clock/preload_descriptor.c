/*
 * Descriptors: ours are not there for the program. Who closes all that he did
 * not open himself, as daemons and Python's subprocess do, keeps the clock.
 */
#define _GNU_SOURCE
#include "preload.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/syscall.h>
#include <unistd.h>

static int not_there(void)
{
	errno = EBADF;
	return -1;
}

REPLACED int close(int descriptor)
{
	if (clock_owns_descriptor(descriptor))
		return not_there();
	if (clock_active())
		clock_forget_descriptor(descriptor);
	return NEXT(close)(descriptor);
}

/* The parts of a range that are not ours. */
REPLACED int close_range(unsigned first, unsigned last, int flags)
{
	int failed = 0;
	unsigned end = (unsigned)clock_first_descriptor() + 1024;

	if (!clock_active() || first > last)
		return NEXT(close_range)(first, last, flags);
	for (unsigned i = (unsigned)clock_first_descriptor(); i < end && i <= last; i++) {
		if (i < first || !clock_owns_descriptor((int)i))
			continue;
		if (i > first)
			failed |= NEXT(close_range)(first, i - 1, flags);
		first = i + 1;
	}
	if (first <= last)
		failed |= NEXT(close_range)(first, last, flags);
	return failed;
}

REPLACED void closefrom(int lowest)
{
	if (clock_active())
		close_range(lowest < 0 ? 0 : (unsigned)lowest, ~0U, 0);
	else
		NEXT(closefrom)(lowest);
}

REPLACED int dup2(int from, int to)
{
	return clock_owns_descriptor(to) || clock_owns_descriptor(from)
		       ? not_there()
		       : NEXT(dup2)(from, to);
}

REPLACED int dup3(int from, int to, int flags)
{
	return clock_owns_descriptor(to) || clock_owns_descriptor(from)
		       ? not_there()
		       : NEXT(dup3)(from, to, flags);
}
