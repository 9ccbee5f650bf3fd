/*
 * verdict: OUTPUT
 *
 * Standard error without end.
 */
#include <stdio.h>

int main(void)
{
	for (;;)
		fputs("one line", stderr);
}
