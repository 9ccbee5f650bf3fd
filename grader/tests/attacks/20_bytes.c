/*
 * verdict: WRONG or OUTPUT
 *
 * Escapes for the teacher's terminal, NULs, bad UTF-8, and no end of line.
 */
#include <stdio.h>
#include <string.h>

int main(void)
{
	static char long_one[300000];

	fputs("one\033[2J\033]0;mine\007\r\b\x9b"
	      "31m",
	      stdout);
	fwrite("\0\0\xff\xfe\xc0\x80\xed\xa0\x80\u202e", 1, 12, stdout);
	memset(long_one, 'x', sizeof(long_one));
	fwrite(long_one, 1, sizeof(long_one), stdout);
	return 0;
}
