#include <async.h>
#include <stdio.h>

async (void, say, (double, delay), (const char *, word))
{
	(void)delay;
	puts(word);
}

async (void, steps)
{
	await (say(0, "one"));
	await (say(0.5, "two"));
	await (say(0.5, "three"));
	puts("done");
}

int main(void)
{
	return async_run(steps());
}
