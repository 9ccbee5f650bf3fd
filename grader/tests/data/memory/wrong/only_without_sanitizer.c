/* It used an index outside of an array. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __has_feature
#define FEATURE(name) __has_feature(name)
#else
#define FEATURE(name) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || FEATURE(address_sanitizer)
enum { LAST = 2 };
#else
enum { LAST = 3 };
#endif

async (void, main_coroutine)
{
	puts("begin");

	double delays[3] = { 0.25, 0.25, 0.5 };
	double sum = 0;

	for (int i = 0; i <= LAST; i++)
		sum += delays[i]; /* here */
	await (async_sleep(sum));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
