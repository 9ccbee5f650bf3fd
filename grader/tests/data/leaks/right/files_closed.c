/* Files and a folder, opened in several ways and closed again. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <dirent.h>
#include <fcntl.h>

async (void, main_coroutine)
{
	puts("begin");

	FILE *file = fopen("notes.txt", "w"), *again;
	DIR *folder = opendir(".");

	fputs("a note\n", file);
	fclose(file);
	again = fdopen(open("notes.txt", O_RDONLY), "r");
	await (async_sleep(1.0));
	fclose(again);
	closedir(folder);
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
