/*
 * verdict: TIME
 *
 * Sets the clock itself, on its page.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void set(const char *path, int file)
{
	long *page;

	if (file < 0)
		file = open(path, O_RDWR);
	page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	if (page == MAP_FAILED)
		page = mmap(NULL, 4096, PROT_READ, MAP_SHARED, file, 0);
	if (page == MAP_FAILED)
		return;
	if (mprotect(page, 4096, PROT_READ | PROT_WRITE) == 0)
		page[1] += 500000000;
	ftruncate(file, 0);
}

int main(void)
{
	char path[64];

	puts("one");
	for (int i = 3; i < 1024; i++) {
		if (i == 961) /* the page alone: it is the one that counts */
			continue;
		snprintf(path, sizeof(path), "/proc/self/fd/%d", i);
		set(path, i);
		set(path, -1);
	}
	puts("two");
	puts("three");
	puts("done");
	return 0;
}
