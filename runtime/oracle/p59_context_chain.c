/* Nested managers: the outer aexit gets what the inner one raised, with the body's
 * exception as its context; a swallowed one is gone for the outer manager. */
#include <async.h>
#include <stdio.h>
#include <string.h>

struct manager {
	const char *name, *action;
};

async (struct manager *, manager_aenter, (struct manager *, self))
{
	return self;
}

async (bool, manager_aexit, (struct manager *, self), (struct exception *, value))
{
	char text[60];

	printf("%s gets %s", self->name, exception_repr(value, text, sizeof text));
	for (struct exception *error = value; error && error->context; error = error->context)
		printf(" <- %s", exception_repr(error->context, text, sizeof text));
	puts("");
	await (async_sleep(0.05));
	if (strcmp(self->action, "raise") == 0)
		raise (KeyError, "%s", self->name);
	return strcmp(self->action, "swallow") == 0;
}

async_context_manager (manager, struct manager *);

async (void, attempt, (const char *, middle), (const char *, inner))
{
	struct manager managers[] = { { "outer", "" }, { "middle", middle },
				      { "inner", inner } };
	char text[60];

	try {
		async_with (manager(&managers[0])) {
			async_with (manager(&managers[1])) {
				async_with (manager(&managers[2])) {
					raise (ValueError, "body");
				} end_with
			} end_with
		} end_with
		puts("nothing escapes");
	} except (Exception, error) {
		printf("escapes: %s\n", exception_repr(error, text, sizeof text));
	} end_try
}

async (void, main_coroutine)
{
	await (attempt("", ""));
	await (attempt("raise", "raise"));
	await (attempt("swallow", "raise"));
}

int main(void)
{
	return async_run(main_coroutine());
}
