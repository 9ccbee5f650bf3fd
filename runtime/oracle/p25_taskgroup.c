/* A task group: the first failure cancels the sibling and then the body, waits for
 * their clean-up, and then raises a group. Without failure the block waits for all
 * tasks. */
#include <async.h>
#include <stdio.h>

async (void, work, (const char *, name), (double, delay), (bool, fail))
{
	try {
		await (async_sleep(delay));
		if (fail)
			raise (ValueError, "%s", name);
		printf("%s ends\n", name);
	} except (CancelledError, e) {
		printf("%s cancelled\n", name);
		await (async_sleep(0.1));
		printf("%s cleaned up\n", name);
		raise ();
	} end_try
}

async (void, main_coroutine)
{
	async_with (group, task_group()) {
		group_create_task(group, work("a", 0.2, false));
		group_create_task(group, work("b", 0.1, false));
		puts("body done");
	} end_with
	puts("group done");
	try {
		async_with (group, task_group()) {
			group_create_task(group, work("c", 5, false));
			group_create_task(group, work("d", 0.2, true));
			try {
				await (async_sleep(5));
			} except (CancelledError, e) {
				puts("body cancelled");
				raise ();
			} end_try
		} end_with
	} except (BaseExceptionGroup, caught) {
		char text[80];

		printf("%s: %s (%s,)\n", caught->type->name, caught->message,
		       exception_repr(caught->exceptions[0], text, sizeof text));
	} end_try
}

int main(void)
{
	return async_run(main_coroutine());
}
