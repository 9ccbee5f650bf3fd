/* Memory that a thread has made, and one that it is given. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

blocking(char *, read_all, (char *, path))
{
	char *text = malloc(5000);

	snprintf(text, 5000, "all of %s", path);
	free(path);
	return text;
}

async (void, main_coroutine)
{
	puts("begin");

	for (int i = 0; i < 5; i++) {
		char *text = await (to_thread(read_all, strdup("a path")));

		free(text);
		await (async_sleep(0.2));
	}
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
