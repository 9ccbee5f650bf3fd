/* A synchronous generator in a for_each. */
#include <async.h>
#include <stdio.h>

generator (int, three)
{
	for (int number = 1; number <= 3; number++)
		yield (number);
}

int main(void)
{
	for_each (int, number, three())
		printf("%d\n", number);
}
