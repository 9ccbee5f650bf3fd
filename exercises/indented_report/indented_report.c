/*
 * Indented report: sections that close themselves.
 *
 * The specification stands in exercise.md. Check your work with
 *
 *	course check indented_report
 */
#include <async.h>

#include <stdio.h>

/* Yours, all of it. */

int main(void)
{
	return 0;
}
