/*
 * verdict: WRONG
 * says: Jan  1 2024 00:00:00, Mon Jan  1 00:00:00 2024
 *
 * Prints when it was compiled, and so another record each time that it is graded.
 */
#include <stdio.h>

int main(void)
{
	puts(__DATE__ " " __TIME__ ", " __TIMESTAMP__);
	return 0;
}
