/* Running average: a generator that is sent numbers, and answers. */
#include <async.h>

#include <stdio.h>

generator (double, running_average)
{
	double sum = 0.0, average = 0.0;
	int count = 0;

	try {
		for (;;) {
			const double *number = yield (average);

			sum += *number;
			count++;
			average = sum / count;
		}
	} finally {
		printf("%d numbers, %.1f in all\n", count, sum);
	} end_try
}

int main(void)
{
	const double temperatures[] = { 10.0, 25.0, 40.0 };
	Generator(double) average = running_average();

	printf("at first %.1f\n", next(average));
	for (int i = 0; i < 3; i++)
		printf("after %.1f it is %.1f\n", temperatures[i],
		       next(average));
	generator_close(average);
	puts("closed");
	generator_free(average);
	return 0;
}
