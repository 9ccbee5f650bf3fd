/*
 * verdict: PASS or FORBIDDEN or PROTOCOL
 *
 * Is started anew from memory by the loader, without an environment, and with another
 * list of libraries to load.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <unistd.h>

#include <async.h>
#include <stdio.h>

async (void, answer)
{
	puts("one");
	await (async_sleep(0.5));
	puts("two");
	await (async_sleep(0.5));
	puts("three");
	puts("done");
}

int main(int argc, char **argv)
{
	char *none[] = { NULL },
	     *audit[] = { "LD_AUDIT=/proc/self/exe", "LD_PRELOAD=", NULL };
	char path[64], *by_loader[] = { "ld", "--preload", "", path, "again", NULL };
	int own = open("/proc/self/exe", O_RDONLY), copy = memfd_create("copy", 0);

	if (copy < 0)
		copy = open("copy", O_RDWR | O_CREAT, 0700);
	if (argc > 1 && strcmp(argv[1], "again") == 0)
		return async_run(answer());
	while (sendfile(copy, own, NULL, 1 << 20) > 0)
		;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", copy);
	execve("/lib64/ld-linux-x86-64.so.2", by_loader, audit);
	execve("/lib64/ld-linux-x86-64.so.2", by_loader, none);
	fexecve(copy, by_loader + 3, none);
	return async_run(answer());
}
