/* An aexit that swallows ValueError and lets KeyError through. */
#include <async.h>
#include <stdio.h>

struct robust {
	int unused;
};

async (struct robust *, robust_aenter, (struct robust *, self))
{
	puts("Setting up resources");
	return self;
}

async (bool, robust_aexit, (struct robust *, self), (struct exception *, e))
{
	puts("Cleaning up resources");
	if (!e)
		return false;
	printf("Handling exception: %s: %s\n", e->type->name, e->message);
	if (e->type == ValueError)
		puts("Gracefully recovering from ValueError");
	return e->type == ValueError;
}

async_context_manager (robust, struct robust *);

async (void, attempt, (const char *, line), (struct exception *, error))
{
	struct robust memory;

	try {
		async_with (robust(&memory)) {
			puts(line);
			raise (error);
		} end_with
	} except (Exception, escaped) {
		printf("Exception escaped: %s\n", escaped->type->name);
	} end_try
	exception_release(error);
}

async (void, main_coroutine)
{
	await (attempt("Doing work...", exception_new(ValueError, "Something went wrong")));
	await (attempt("Doing other work...", exception_new(KeyError, "Missing key")));
}

int main(void)
{
	return async_run(main_coroutine());
}
