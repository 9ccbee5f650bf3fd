/*
 * Running average: a generator that is sent numbers, and answers.
 *
 * The task stands in exercise.md. Check your work with
 *
 *	course check running_average
 */
#include <async.h>

#include <stdio.h>

generator (double, running_average)
{
	/* Your turn. What was sent is a pointer to a double:
	 *	const double *number = yield (…);
	 */
	for (;;)
		yield (0.0);
}

int main(void)
{
	const double temperatures[] = { 10.0, 25.0, 40.0 };
	Generator(double) average = running_average();

	printf("at first %.1f\n", next(average));
	for (int i = 0; i < 3; i++)
		printf("after %.1f it is %.1f\n", temperatures[i],
		       generator_send(average, (void *)&temperatures[i]));
	generator_close(average);
	puts("closed");
	generator_free(average);
	return 0;
}
