/*
 * verdict: CRASH or MEMORY
 *
 * Fills memory only when it is run once more to find its crash.
 */
#include <stdlib.h>
#include <string.h>

int main(void)
{
#ifdef __SANITIZE_ADDRESS__
	for (;;)
		memset(malloc(1 << 20), 1, 1 << 20);
#endif
	*(volatile int *)0 = 1;
	return 0;
}
