/* What threads and subprocesses give, raise, and do when they are cancelled. */
#include <async.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

blocking (const char *, work, (double, seconds), (const char *, how))
{
	usleep((useconds_t)(seconds * 1e6));
	printf("thread done %s\n", how);
	if (strcmp(how, "raise") == 0)
		raise (KeyError, "%s", how);
	return how;
}

static const char *repr(const struct exception *e)
{
	static char text[200];

	return exception_repr(e, text, sizeof text);
}

/* ['one', 'two'], of the words in a text that is cut up by it. */
static void print_words(char *text)
{
	const char *comma = "";

	printf("[");
	for (char *word = strtok(text, " \n"); word; word = strtok(NULL, " \n")) {
		printf("%s'%s'", comma, word);
		comma = ", ";
	}
	printf("] None ");
}

async (void, results)
{
	printf("gives %s\n", await (to_thread(work, 0.1, "value")));
	try {
		await (to_thread(work, 0.1, "raise"));
	} except (KeyError, error) {
		printf("raises %s\n", repr(error));
	} end_try
}

async (void, cancelled)
{
	Task(const char *) task = create_task(to_thread(work, 0.55, "late"));

	await (async_sleep(0.2));
	task_cancel(task);
	try {
		await (task);
	} except (CancelledError) {
		puts("cancelled at once");
	} end_try
	try {
		await (wait_for(to_thread(work, 0.55, "too late"), 0.1));
	} except (TimeoutError, error) {
		puts(repr(error));
	} end_try
}

async (void, side_by_side)
{
	const char **all = await (gather(to_thread(work, 0.3, "0.3"),
					 to_thread(work, 0.1, "0.1"),
					 to_thread(work, 0.2, "0.2")));

	printf("%s %s %s\n", all[0], all[1], all[2]);
}

async (void, communicate)
{
	struct process *sort = await (create_subprocess_exec("sort", "-r", .stdin = PIPE,
							     .stdout = PIPE));
	struct process_output output = await (process_communicate(sort, "a\nb\n"));

	print_words(output.stdout);
	printf("%d\n", sort->returncode);
	struct process *shell = await (create_subprocess_shell(
		"echo out; echo err >&2; sleep 0.3; exit 3", .stdout = PIPE,
		.stderr = STDOUT));
	output = await (process_communicate(shell, NULL));
	print_words(output.stdout);
	printf("%d\n", shell->returncode);
}

async (void, lines)
{
	struct process *shell = await (create_subprocess_shell(
		"for i in 1 2 3; do sleep 0.2; echo line $i; done; printf half",
		.stdout = PIPE, .stdin = DEVNULL));

	async_for (char *, line, shell->stdout) {
		size_t length = strcspn(line, "\n");

		printf("'%.*s%s'\n", (int)length, line, line[length] ? "\\n" : "");
	}
	printf("%d ", await (process_wait(shell)));
	printf("%d\n", await (process_wait(shell)));
}

async (void, signals)
{
	struct process *sleeper = await (create_subprocess_exec("sleep", "5"));
	Task(int) waiting = create_task(process_wait(sleeper));
	int number;

	await (async_sleep(0.1));
	process_terminate(sleeper);
	number = await (waiting);
	printf("%d %s\n", number, signal_name(-number));
	try {
		process_kill(sleeper);
	} except (ProcessLookupError, error) {
		puts(error->type->name);
	} end_try
}

async (void, impatience)
{
	struct process *sleeper = await (create_subprocess_exec("sleep", "0.5"));

	try {
		await (wait_for(process_wait(sleeper), 0.2));
	} except (TimeoutError) {
		printf("too slow, %s\n", sleeper->has_ended ? "?" : "None");
	} end_try
	printf("%d\n", await (process_wait(sleeper)));
}

async (void, not_started)
{
	static const struct {
		const char *program, *folder;
	} wrong[] = { { "no_such_program", NULL },
		      { "/etc/passwd", NULL },
		      { "true", "/no/such/folder" },
		      { "true", "/etc/passwd" } };

	for (int i = 0; i < 4; i++) {
		try {
			await (create_subprocess_exec(wrong[i].program,
						      .cwd = wrong[i].folder));
		} except (OSError, error) {
			printf("%s: %s\n", error->type->name, error->message);
		} end_try
	}
}

#define PART(part) puts("-- " #part), await (part())

async (void, main_coroutine)
{
	PART(results);
	PART(cancelled);
	PART(side_by_side);
	PART(communicate);
	PART(lines);
	PART(signals);
	PART(impatience);
	PART(not_started);
	puts("main ends");
}

int main(void)
{
	int status = async_run(main_coroutine());

	puts("run has returned");
	return status;
}
