#define _GNU_SOURCE
#include "proc.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

int proc_open(const char *path)
{
	return (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
}

void proc_close(int file)
{
	if (file >= 0)
		syscall(SYS_close, file);
}

bool proc_read(const char *path, char *text, size_t size)
{
	int file = proc_open(path);
	size_t length = 0;
	long got = -1;

	while (file >= 0 && length < size - 1 &&
	       (got = syscall(SYS_read, file, text + length, size - 1 - length)) > 0)
		length += (size_t)got;
	proc_close(file);
	text[length] = '\0';
	return got == 0;
}
