/*
 * verdict: TIME
 *
 * All lines, at once.
 */
#include <stdio.h>

int main(void)
{
	puts("one\ntwo\nthree\ndone");
	return 0;
}
