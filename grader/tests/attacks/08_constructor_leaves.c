/*
 * verdict: WRONG or TIME
 *
 * Prints before anything else, and leaves with 0.
 */
#include <unistd.h>

__attribute__((constructor(101))) static void first(void)
{
	write(1, "one\n", 4);
	_exit(0);
}

int main(void)
{
}
