#include <async.h>
#include <stdio.h>

async (void, say, (double, delay), (const char *, word))
{
	/* Your code. */
	(void)delay;
	(void)word;
}

async (void, steps)
{
	await (say(0, "one"));
	await (say(0.5, "two"));
	await (say(0.5, "three"));
}

int main(void)
{
	return async_run(steps());
}
