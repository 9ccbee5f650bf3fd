/* The body's exception is raised at the yield; the same object comes out after
 * finally, or after raise; a new one raised from it replaces it. */
#include <async.h>
#include <stdio.h>

asynccontextmanager (void, with_finally)
{
	try {
		yield ();
	} finally {
		puts("finally begins");
		await (async_sleep(0.1));
		puts("finally ends");
	} end_try
}

asynccontextmanager (void, with_raise)
{
	try {
		yield ();
	} except (ValueError) {
		puts("except, raise again");
		raise ();
	} end_try
}

asynccontextmanager (void, with_new)
{
	try {
		yield ();
	} except (ValueError, error) {
		raise_from (error, LookupError, "new");
	} end_try
}

struct factory {
	const char *name;
	AsyncContextManager(void) (*make)(void);
};

async (void, main_coroutine)
{
	const struct factory factories[] = { { "with_finally", with_finally },
					     { "with_raise", with_raise },
					     { "with_new", with_new } };
	char text[60], cause[60];

	for (int i = 0; i < 3; i++) {
		struct exception *sent = exception_new(ValueError, "body");

		try {
			async_with (factories[i].make()) {
				raise (sent);
			} end_with
		} except (Exception, error) {
			printf("%s: %s same=%s cause=%s\n", factories[i].name,
			       exception_repr(error, text, sizeof text),
			       error == sent ? "True" : "False",
			       exception_repr(error->cause, cause, sizeof cause));
		} end_try
		exception_release(sent);
	}
}

int main(void)
{
	return async_run(main_coroutine());
}
