/*
 * verdict: OUTPUT
 *
 * Standard output without end.
 */
#include <stdio.h>

int main(void)
{
	for (;;)
		puts("one");
}
