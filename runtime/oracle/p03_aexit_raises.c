/* An exception raised in aexit replaces the body's one, which stays reachable as its
 * context. */
#include <async.h>
#include <stdio.h>

struct manager {
	bool chain;
};

async (struct manager *, manager_aenter, (struct manager *, self))
{
	return self;
}

async (void, manager_aexit, (struct manager *, self), (struct exception *, value))
{
	await (async_sleep(0.05));
	if (self->chain)
		raise_from (value, KeyError, "exit");
	raise (KeyError, "exit");
}

async_context_manager (manager, struct manager *);

async (void, attempt, (const char *, label), (bool, fail), (bool, chain))
{
	struct manager m = { chain };
	char text[60], context[60], cause[60];

	try {
		async_with (manager(&m)) {
			if (fail)
				raise (ValueError, "body");
		} end_with
	} except (Exception, error) {
		printf("%s: %s context=%s cause=%s\n", label,
		       exception_repr(error, text, sizeof text),
		       exception_repr(error->context, context, sizeof context),
		       exception_repr(error->cause, cause, sizeof cause));
	} end_try
}

async (void, main_coroutine)
{
	await (attempt("body failed", true, false));
	await (attempt("body fine", false, false));
	await (attempt("explicit from", true, true));
}

int main(void)
{
	return async_run(main_coroutine());
}
