/*
 * verdict: WRONG
 * never: "verdict":"PASS"
 *
 * An exit status that means something to somebody else.
 */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	exit(128 + 31);
}
