/* main_coroutine opens a folder with opendir, and nobody closes it */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <dirent.h>

async (void, main_coroutine)
{
	puts("begin");

	DIR *folder = opendir(".");

	await (async_sleep(folder ? 1.0 : 0));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
