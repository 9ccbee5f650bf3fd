/*
 * verdict: WRONG
 *
 * A report of a sanitizer's that never was, about a file of the grader's.
 */
#include <stdio.h>

int main(void)
{
	fputs("==1==ERROR: AddressSanitizer: heap-use-after-free on address 0x1\n"
	      "    #0 0x1 in main /etc/passwd:1\n",
	      stderr);
	puts("zero");
	return 0;
}
