/*
 * verdict: MEMORY or CRASH
 *
 * Processes without end.
 */
#include <unistd.h>

int main(void)
{
	for (;;)
		fork();
}
