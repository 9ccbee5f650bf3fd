/* Linked so that no library can be loaded into it: the clock does not reach it. */
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	usleep(200000);
	puts("static");
	return 0;
}
