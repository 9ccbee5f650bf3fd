/*
 * verdict: DEADLOCK
 *
 * Stops itself, with its children.
 */
#include <signal.h>
#include <unistd.h>

int main(void)
{
	fork();
	raise(SIGSTOP);
	return 0;
}
