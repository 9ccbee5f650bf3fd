/*
 * verdict: CRASH
 * never: COURSE_ATTACK_MARKS
 *
 * Crashes at a line that claims to stand in the marks: whoever tells the file and the
 * line might show the text.
 */
#include <stdio.h>

int main(void)
{
	volatile int *nowhere = NULL;

	puts("one");
	fflush(stdout);
#line 1 "@SENTINEL@/marks.csv"
	return *nowhere;
}
