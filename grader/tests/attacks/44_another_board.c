/*
 * verdict: TIME or WRONG or CRASH or DEADLOCK or WALL or CPU or FORBIDDEN
 *
 * Lays memory of its own where the clock's library has mapped the board: to this process
 * it is much later than it is.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void replace(char *from, size_t length)
{
	static char copy[4 << 20];

	if (length > sizeof(copy))
		return;
	memcpy(copy, from, length);
	if (mmap(from, length, PROT_READ | PROT_WRITE,
		 MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED)
		return;
	memcpy(from, copy, length);
	((long *)from)[1] += 500000000;
}

int main(void)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[512], *from, *to, rights[8];

	puts("one");
	fflush(stdout);
	while (maps && fgets(line, sizeof(line), maps))
		if (sscanf(line, "%p-%p %7s", (void **)&from, (void **)&to, rights) ==
			    3 &&
		    rights[3] == 's')
			replace(from, (size_t)(to - from));
	usleep(500000);
	puts("two");
	usleep(500000);
	puts("three\ndone");
	return 0;
}
