#define _GNU_SOURCE
#include "run/descriptor.h"

#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

void descriptor_close(int *descriptor)
{
	if (*descriptor >= 0)
		close(*descriptor);
	*descriptor = -1;
}

bool descriptor_of_text(const char *name, const struct text *text, int *descriptor)
{
	size_t written = 0;

	*descriptor = memfd_create(name, MFD_CLOEXEC);
	while (*descriptor >= 0 && written < text->length) {
		ssize_t length =
			write(*descriptor, text->bytes + written, text->length - written);

		if (length < 0)
			return false;
		written += (size_t)length;
	}
	return *descriptor >= 0 && lseek(*descriptor, 0, SEEK_SET) == 0;
}

bool descriptor_pair(int ends[2])
{
	const int yes = 1;

	ends[0] = ends[1] = -1;
	return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0 &&
	       setsockopt(ends[0], SOL_SOCKET, SO_PASSCRED, &yes, sizeof(yes)) == 0;
}
