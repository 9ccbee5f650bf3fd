/*
 * verdict: WRONG
 *
 * Nothing printed, and a good end.
 */
#include <unistd.h>

int main(void)
{
	close(1);
	close(2);
	return 0;
}
