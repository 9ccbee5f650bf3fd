/*
 * verdict: MEMORY
 *
 * The same, of the kind that belongs to nobody.
 */
#define _GNU_SOURCE
#include <string.h>
#include <sys/mman.h>

int main(void)
{
	for (;;) {
		char *memory = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE,
				    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

		if (memory != MAP_FAILED)
			memset(memory, 1, 1 << 20);
	}
}
