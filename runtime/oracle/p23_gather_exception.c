/* gather passes the first exception on at once; the other members go on running by
 * themselves. */
#include <async.h>
#include <stdio.h>

async (const char *, work, (const char *, name), (double, delay), (bool, fail))
{
	await (async_sleep(delay));
	printf("%s %s\n", name, fail ? "fails" : "ends");
	if (fail)
		raise (ValueError, "%s", name);
	return name;
}

async (void, main_coroutine)
{
	try {
		await (gather(work("a", 0.1, false), work("b", 0.2, true),
			      work("c", 0.3, false), work("d", 0.4, true)));
	} except (ValueError, error) {
		char text[80];

		printf("caught %s\n", exception_repr(error, text, sizeof text));
	} end_try
	await (async_sleep(0.3));
	puts("main ends");
}

int main(void)
{
	return async_run(main_coroutine());
}
