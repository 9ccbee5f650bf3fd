/* aclose raises GeneratorExit at the yield and waits for the clean-up; then the
 * generator is exhausted. Before the first step it does nothing; twice is harmless; a
 * clean-up that raises is heard; a generator that swallows GeneratorExit and ends is
 * fine. */
#include <async.h>
#include <stdio.h>

async_generator (int, plain, (const char *, name))
{
	try {
		try {
			printf("%s: started\n", name);
			yield (1);
		} except (GeneratorExit) {
			printf("%s: GeneratorExit\n", name);
			raise ();
		} end_try
	} finally {
		await (async_sleep(0.1));
		printf("%s: cleaned up\n", name);
	} end_try
}

async_generator (int, swallowing)
{
	try {
		yield (1);
	} except (GeneratorExit) {
		puts("swallowing: GeneratorExit not raised again");
	} end_try
}

async_generator (int, failing)
{
	try {
		yield (1);
	} finally {
		raise (OSError, "cleanup");
	} end_try
}

async (void, main_coroutine)
{
	AsyncGenerator(int) gen = plain("suspended");
	AsyncGenerator(int) fresh = plain("fresh");
	char text[60], context[60];

	await (anext(gen));
	await (aclose(gen));
	puts("aclose gives None");
	await (aclose(gen));
	puts("again gives None");
	try {
		await (anext(gen));
	} except (StopAsyncIteration) {
		puts("exhausted");
	} end_try
	await (aclose(fresh));
	puts("fresh aclose gives None");
	try {
		await (anext(fresh));
	} except (StopAsyncIteration) {
		puts("fresh exhausted, never started");
	} end_try
	gen = swallowing();
	await (anext(gen));
	await (aclose(gen));
	puts("swallowing aclose gives None");
	gen = failing();
	await (anext(gen));
	try {
		await (aclose(gen));
	} except (OSError, error) {
		printf("%s, context %s\n", exception_repr(error, text, sizeof text),
		       exception_repr(error->context, context, sizeof context));
	} end_try
}

int main(void)
{
	return async_run(main_coroutine());
}
