/*
 * verdict: TIME
 *
 * Prints before the clock's library is set up.
 */
#include <unistd.h>

static void first(void)
{
	write(1, "one\ntwo\nthree\ndone\n", 19);
	_exit(0);
}

__attribute__((section(".preinit_array"), used)) static void (*const begin)(void) = first;

int main(void)
{
}
