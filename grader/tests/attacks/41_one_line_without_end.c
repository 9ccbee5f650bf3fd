/*
 * verdict: OUTPUT
 *
 * Many megabytes without an end of line, in pieces that are none of any encoding.
 */
#include <string.h>
#include <unistd.h>

int main(void)
{
	static char piece[65536 + 1];

	memset(piece, '\xe2', sizeof(piece));
	for (int i = 0; i < 1000; i++)
		if (write(STDOUT_FILENO, piece, sizeof(piece)) < 0)
			return 1;
	return 0;
}
