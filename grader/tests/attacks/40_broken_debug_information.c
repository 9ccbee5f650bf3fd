/*
 * verdict: PASS or PROTOCOL or TIME
 *
 * A blocking call, and debug information that breaks whoever reads it.
 */
#include <stdio.h>
#include <unistd.h>

__asm__(".section .debug_info\n"
	".long 0xffffffff, 0xffffffff, 0x7fffffff, 5, 0x41414141\n"
	".fill 4096, 1, 0xff\n"
	".section .debug_abbrev\n"
	".fill 4096, 1, 0xfe\n"
	".text\n");

int main(void)
{
	puts("one");
	usleep(500000);
	puts("two");
	usleep(500000);
	puts("three");
	puts("done");
	return 0;
}
