/* What SIGINT does to the main task, and what comes out of run. */
#include <async.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

async (void, interrupt_after, (double, seconds))
{
	await (async_sleep(seconds));
	puts("SIGINT");
	kill(getpid(), SIGINT);
}

async (void, other)
{
	try {
		await (async_sleep(10));
	} except (CancelledError) {
		puts("other cancelled");
		raise ();
	} end_try
}

static void print_repr(const char *before, const struct exception *e, const char *after)
{
	char text[200];

	printf("%s%s%s", before, exception_repr(e, text, sizeof text), after);
}

async (const char *, cleans_up)
{
	(void)create_task(interrupt_after(0.3));
	(void)create_task(other());
	try {
		await (async_sleep(5));
	} except (CancelledError, error) {
		print_repr("main: ", error, "\n");
		raise ();
	} finally {
		await (async_sleep(0.2));
		puts("cleaned up");
	} end_try
	return "";
}

async (const char *, swallows)
{
	(void)create_task(interrupt_after(0.3));
	try {
		await (async_sleep(5));
	} except (CancelledError) {
		puts("main: never mind");
	} end_try
	return "value";
}

async (const char *, raises_another)
{
	(void)create_task(interrupt_after(0.3));
	try {
		await (async_sleep(5));
	} finally {
		raise (KeyError, "clean-up");
	} end_try
	return "";
}

async (const char *, in_a_group)
{
	async_with (group, task_group()) {
		group_create_task(group, interrupt_after(0.3));
		group_create_task(group, other());
	} end_with
	return "";
}

async (const char *, busy)
{
	(void)create_task(interrupt_after(0));
	for (int turn = 0; turn < 1000000; turn++)
		await (async_sleep(0));
	return "never";
}

#define RUN(coroutine)                                                  \
	puts("-- " #coroutine);                                         \
	try {                                                           \
		printf("gives %s\n", async_run(coroutine()));           \
	} except (BaseException, error) {                               \
		print_repr("", error, " context ");                     \
		print_repr("", error->context, "\n");                   \
	} end_try

int main(void)
{
	RUN(cleans_up);
	RUN(swallows);
	RUN(raises_another);
	RUN(in_a_group);
	RUN(busy);
	return 0;
}
