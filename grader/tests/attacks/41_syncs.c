/*
 * verdict: FORBIDDEN
 * says: it called sync
 *
 * Has the machine write its disks out, again and again: others wait for that.
 */
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	for (;;)
		sync();
}
