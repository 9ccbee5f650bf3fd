/*
 * Log tail: follow a file while another program writes it.
 *
 * The task stands in exercise.md. Check your work with
 *
 *	course check log_tail
 */
#include <async.h>

#include <stdio.h>

#define LOG "app.log"

/* Gives each line of the file, as it comes, without end. */
async_generator (char *, tail_file, (const char *, path))
{
	/* Your turn: open the file with async_open. For ever: read a line with
	 * file_readline; yield it; if there is none yet, wait 0.1 s. */
}

static void create_empty_file(const char *path)
{
	fclose(fopen(path, "w"));
}

async (void, main_coroutine)
{
	struct process *writer;

	create_empty_file(LOG);
	writer = await (create_subprocess_exec("./log_writer", LOG));
	puts("writer started");

	/* Your turn: print what tail_file gives, and stop after ten lines. Then
	 * print «enough». */

	process_terminate(writer);
	printf("writer ended with %d\n", await (process_wait(writer)));
}

int main(void)
{
	return async_run(main_coroutine());
}
