/* timeout, nested: TimeoutError is raised by the block whose time is up, after the
 * body's clean-up; the other block only sees an exception pass. A body that is done
 * in time hears nothing. */
#include <async.h>
#include <stdio.h>

async (void, body, (const char *, label))
{
	try {
		await (async_sleep(5));
	} finally {
		printf("%s: body cleanup\n", label);
		await (async_sleep(0.05));
	} end_try
}

static const char *truth(bool value)
{
	return value ? "True" : "False";
}

async (void, nested, (const char *, label), (double, outer_limit), (double, inner_limit))
{
	struct timeout outer = Timeout(outer_limit), inner;

	try {
		async_with (&outer) {
			try {
				inner = Timeout(inner_limit);
				async_with (&inner) {
					await (body(label));
				} end_with
			} except (TimeoutError, e) {
				printf("%s: inner TimeoutError\n", label);
			} end_try
			printf("%s: after inner\n", label);
		} end_with
	} except (TimeoutError, e) {
		printf("%s: outer TimeoutError\n", label);
	} end_try
	printf("%s: outer expired=%s inner expired=%s\n", label,
	       truth(timeout_expired(&outer)), truth(timeout_expired(&inner)));
}

async (void, main_coroutine)
{
	await (nested("inner first", 0.5, 0.1));
	await (nested("outer first", 0.1, 0.5));
	async_with (timeout(0.1)) {
		await (async_sleep(0.05));
	} end_with
	puts("in time");
	async_with (limit, timeout(FOREVER)) {
		timeout_reschedule(limit, loop_time() + 0.3);
		await (async_sleep(0.2));
	} end_with
	puts("rescheduled, in time");
}

int main(void)
{
	return async_run(main_coroutine());
}
