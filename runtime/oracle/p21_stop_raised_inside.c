/* StopAsyncIteration or StopIteration raised by the code of a generator or coroutine
 * itself. */
#include <async.h>
#include <stdio.h>

async_generator (int, agen, (const struct exception_type *, type))
{
	yield (1);
	raise (type, "x");
}

async (void, coroutine, (const struct exception_type *, type))
{
	raise (type, "x");
}

generator (int, gen, (const struct exception_type *, type))
{
	yield (1);
	raise (type, "x");
}

async (void, exhaust, (const struct exception_type *, type))
{
	async_for (int, item, agen(type))
		(void)item;
	puts("loop ended quietly");
}

async (void, show, (const char *, label), (bool, of_generator),
       (const struct exception_type *, type))
{
	char cause[60];

	try {
		if (of_generator)
			await (exhaust(type));
		else
			await (coroutine(type));
	} except (BaseException, error) {
		printf("%s: %s: %s; cause %s\n", label, error->type->name, error->message,
		       exception_repr(error->cause, cause, sizeof cause));
	} end_try
}

async (void, main_coroutine)
{
	await (show("async generator", true, StopAsyncIteration));
	await (show("async generator", true, StopIteration));
	await (show("coroutine", false, StopIteration));
	await (show("coroutine", false, StopAsyncIteration));
	try {
		for_each (int, item, gen(StopIteration))
			(void)item;
	} except (RuntimeError, error) {
		printf("generator: RuntimeError: %s\n", error->message);
	} end_try
}

int main(void)
{
	return async_run(main_coroutine());
}
