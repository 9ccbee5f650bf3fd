/* S3-A1 with the writer as a task of the same loop. The tail is closed when the
 * loop over it is left, before the line after the loop. */
#include <async.h>
#include <stdio.h>

#define LOG "app.log"

async (void, writer, (const char *, path))
{
	int number = 0;

	await (async_sleep(0.15));
	for (;;) {
		FILE *log = fopen(path, "a");

		fprintf(log, "<timestamp> log line %d\n", ++number);
		fclose(log);
		await (async_sleep(1));
	}
}

async_generator (char *, tail, (const char *, path))
{
	try {
		async_with (log, async_open(path, "r")) {
			for (;;) {
				char *line = await (file_readline(log));

				if (line)
					yield (line);
				else
					await (async_sleep(0.1));
			}
		} end_with
	} finally {
		puts("tail closed");
	} end_try
}

async (void, main_coroutine)
{
	Task(void) writing;
	int seen = 0;

	fclose(fopen(LOG, "w"));
	writing = create_task(writer(LOG));
	puts("writer started");
	async_for (char *, line, tail(LOG)) {
		puts(line);
		if (++seen == 10)
			break;
	}
	puts("enough");
	task_cancel(writing);
	try {
		await (writing);
	} except (CancelledError) {
	} end_try
	puts("writer stopped");
}

int main(void)
{
	return async_run(main_coroutine());
}
