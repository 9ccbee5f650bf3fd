/* What a limit of time or a cancellation does to work that does not simply end. */
#include <async.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *truth(bool value)
{
	return value ? "True" : "False";
}

static const char *repr(const struct exception *exception)
{
	static char texts[2][200];
	static int turn;

	turn = !turn;
	return exception_repr(exception, texts[turn], sizeof texts[turn]);
}

async (const char *, work, (double, clean_up), (const char *, how))
{
	try {
		await (async_sleep(5));
	} except (CancelledError, e) {
		puts("work cancelled");
		await (async_sleep(clean_up));
		if (strcmp(how, "swallow") == 0)
			return "value";
		if (strcmp(how, "replace") == 0)
			raise (KeyError, "clean-up");
		raise ();
	} end_try
	return "";
}

async (void, limited, (const char *, how), (double, limit))
{
	try {
		printf("gives %s\n", await (wait_for(work(0.2, how), limit)));
	} except (BaseException, error) {
		printf("%s %.1f: %s cause %s\n", how, limit, repr(error),
		       repr(error->cause));
	} end_try
}

async (const char *, without_wait, (const char *, name))
{
	printf("ran %s\n", name);
	return name;
}

async (void, timeout_0)
{
	try {
		async_with (timeout(0)) {
			puts("body runs");
			await (async_sleep(0));
			puts("after a turn");
			await (async_sleep(1));
		} end_with
	} except (TimeoutError, error) {
		puts(repr(error));
	} end_try
	struct timeout limit = Timeout(-1);
	async_with (&limit) {
	} end_with
	printf("expired %s\n", truth(timeout_expired(&limit)));
}

async (void, twice)
{
	Task(const char *) task = create_task(work(0.3, "raise"));

	await (async_sleep(0.1));
	task_cancel(task);
	await (async_sleep(0.1));
	task_cancel(task);
	try {
		await (task);
	} except (CancelledError, e) {
		printf("cancelled twice %u\n", task_cancelling(task));
	} end_try
}

async (const char *, outer, (Task(const char *), inner))
{
	try {
		return await (inner);
	} except (CancelledError, e) {
		puts("outer sees it");
		raise ();
	} end_try
	return "";
}

async (void, inward)
{
	Task(const char *) inner = create_task(work(0.1, "raise"));
	Task(const char *) task = create_task(outer(inner));

	await (async_sleep(0.1));
	task_cancel(task);
	struct exception **raised = await (gather_return_exceptions(task, inner));
	printf("[%s, %s]\n", repr(raised[0]), repr(raised[1]));
}

async (int, sleep_for, (double, seconds), (int, result))
{
	await (async_sleep(seconds));
	return result;
}

async (void, member_cancelled)
{
	Task(int) a = create_task(sleep_for(5, 1));
	Task(int) b = create_task(sleep_for(0.2, 2));
	Future(int *) g = gather(a, b);

	await (async_sleep(0.1));
	task_cancel(a);
	try {
		await (g);
	} except (CancelledError, error) {
		printf("member %s g.cancelled()=%s b.done()=%s\n", repr(error),
		       truth(task_cancelled(g)), truth(task_done(b)));
	} end_try
	printf("%d\n", await (b));
}

async (void, both)
{
	await (gather_return_exceptions(work(0.1, "swallow"), work(0.2, "raise")));
}

async (void, gather_cancelled)
{
	Task(void) task = create_task(both());

	await (async_sleep(0.1));
	task_cancel(task);
	try {
		await (task);
	} except (CancelledError, e) {
		puts("gather cancelled");
	} end_try
}

async (void, holder, (char, name), (struct lock *, lock), (int, times))
{
	for (volatile int i = 0; i < times; i++) {
		async_with (lock) {
			printf("%c has it\n", name);
			await (async_sleep(0.1));
		} end_with
	}
}

async (void, consumer, (char, name), (struct condition *, condition))
{
	async_with (condition) {
		await (condition_wait(condition));
		printf("%c notified\n", name);
	} end_with
}

async (void, conditions)
{
	struct condition condition = Condition();
	Task(void) tasks[4];

	for (int i = 0; i < 4; i++)
		tasks[i] = create_task(consumer("abcd"[i], &condition));
	await (async_sleep(0));
	task_cancel(tasks[1]);
	await (async_sleep(0));
	async_with (&condition) {
		condition_notify(&condition, 2);
		puts("notified two");
		await (async_sleep(0.1));
	} end_with
	await (async_sleep(0.1));
	async_with (&condition) {
		condition_notify_all(&condition);
	} end_with
	await (async_wait(tasks, 4));
	try {
		condition_notify(&condition, 1);
	} except (RuntimeError, error) {
		puts(error->message);
	} end_try
}

async (void, waiter, (char, name), (struct event *, event))
{
	await (event_wait(event));
	printf("%c saw it %s\n", name, truth(event_is_set(event)));
}

async (void, events)
{
	struct event event = Event();
	Task(void) a = create_task(waiter('a', &event)), b = create_task(waiter('b', &event));

	await (async_sleep(0));
	event_set(&event);
	event_clear(&event);
	await (gather(a, b));
}

async (double, item, (double, delay), (bool, fail))
{
	await (async_sleep(delay));
	if (fail)
		raise (ValueError, "%.1f", delay);
	return delay;
}

async (void, completed)
{
	Task(double) tasks[] = { create_task(item(0.3, false)), create_task(item(0.1, false)),
				 create_task(item(0.2, true)), create_task(item(0.9, false)) };

	for_each (Future(double), earliest, as_completed(tasks, 4, 0.5)) {
		try {
			printf("%.1f\n", await (earliest));
		} except (Exception, error) {
			puts(repr(error));
		} end_try
	}
	int done = await (async_wait(tasks, 4, ALL_COMPLETED, 0.1));
	printf("%d %d\n", done, 4 - done);
	done = await (async_wait(tasks, 4, FIRST_EXCEPTION));
	printf("%d %d\n", done, 4 - done);
}

blocking (double, blocked, (double, seconds), (bool, fail))
{
	usleep((useconds_t)(seconds * 1e6));
	if (fail)
		raise (ValueError, "in the thread");
	return seconds;
}

async (void, threads)
{
	printf("%.1f\n", await (to_thread(blocked, 0.1, false)));
	try {
		await (to_thread(blocked, 0.1, true));
	} except (ValueError, error) {
		puts(repr(error));
	} end_try
	try {
		await (wait_for(to_thread(blocked, 0.3, false), 0.1));
	} except (TimeoutError, error) {
		puts(repr(error));
	} end_try
	await (gather(to_thread(blocked, 0.2, false), to_thread(blocked, 0.2, false),
		      to_thread(blocked, 0.2, false), to_thread(blocked, 0.2, false)));
	puts("side by side");
}

async (void, group_with, (const char *, how), (bool, fail))
{
	async_with (group, task_group()) {
		group_create_task(group, work(0.1, how));
		await (async_sleep(0));
		if (fail)
			raise (ValueError, "body");
	} end_with
}

async (void, group_body_fails)
{
	try {
		await (group_with("raise", true));
	} except (ExceptionGroup, caught) {
		printf("%s (%s,)\n", caught->message, repr(caught->exceptions[0]));
	} end_try
	try {
		await (group_with("replace", true));
	} except (Exception, caught) {
		printf("%s (%s, %s)\n", caught->message, repr(caught->exceptions[0]),
		       repr(caught->exceptions[1]));
	} end_try
	Task(void) task = create_task(group_with("raise", false));
	await (async_sleep(0.1));
	task_cancel(task);
	try {
		await (task);
	} except (CancelledError, e) {
		puts("group cancelled");
	} end_try
}

async (void, main_coroutine)
{
	struct lock lock = Lock();

	await (limited("raise", 0.3));
	await (limited("swallow", 0.3));
	await (limited("replace", 0.3));
	try {
		await (wait_for(without_wait("never"), 0));
	} except (TimeoutError, e) {
		puts("limit 0");
	} end_try
	await (timeout_0());
	await (twice());
	await (inward());
	await (member_cancelled());
	await (gather_cancelled());
	await (gather(holder('a', &lock, 2), holder('b', &lock, 2)));
	await (conditions());
	await (events());
	await (completed());
	await (threads());
	await (group_body_fails());
	create_task(to_thread(blocked, 0.3, false));
	await (async_sleep(0.1));
	puts("main ends");
}

int main(void)
{
	async_run(main_coroutine());
	puts("run returned");
}
