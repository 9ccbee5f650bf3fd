#include "run/sending.h"

#include <errno.h>
#include <poll.h>
#include <stddef.h>

enum { MOST_TRIES = 20000 };

bool sending_is_tried_again(int tries)
{
	if (errno == EINTR)
		return true;
	if (errno != ETOOMANYREFS || tries == MOST_TRIES)
		return false;
	poll(NULL, 0, 1);
	errno = ETOOMANYREFS;
	return true;
}
