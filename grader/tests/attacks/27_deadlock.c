/*
 * verdict: DEADLOCK
 *
 * Waits for what never comes.
 */
#include <unistd.h>

int main(void)
{
	pause();
	return 0;
}
