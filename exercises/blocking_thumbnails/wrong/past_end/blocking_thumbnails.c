/* Blocking thumbnails: three pictures are made small, and a clock ticks. */
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

/* Makes a picture small with a program of somebody else's, and waits for its end.
 * Gives the new size. Here `sleep` stands in for that program. */
blocking(int, make_small, (const char *, command))
{
	return WEXITSTATUS(system(command));
}

struct picture {
	const char *name;
	const char *command;
};

static const struct picture pictures[] = {
	{ "sunset", "sleep 0.5; exit 12" },
	{ "harbour", "sleep 0.7; exit 40" },
	{ "cat", "sleep 0.4; exit 7" },
};

#define PICTURES (int)(sizeof pictures / sizeof *pictures)

async (void, thumbnail, (const struct picture *, picture))
{
	int size = await (to_thread(make_small, picture->command));

	printf("%s: %d kB\n", picture->name, size);
}

async (void, tick)
{
	for (int i = 1; i <= 3; i++) {
		await (async_sleep(0.1));
		printf("tick %d\n", i);
	}
}

async (void, main_coroutine)
{
	Task(void) clock = create_task(tick());
	Task(void) thumbnails[PICTURES];

	for (int i = 0; i <= PICTURES; i++)
		thumbnails[i] = create_task(thumbnail(&pictures[i]));
	await (gather_all(thumbnails, PICTURES));
	puts("all small");
	await (clock);
}

int main(void)
{
	return async_run(main_coroutine());
}
