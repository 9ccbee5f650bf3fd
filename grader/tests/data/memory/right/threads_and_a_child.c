/* Made in one thread, freed in another, and used in a child. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
	pthread_mutex_t lock;
	pthread_cond_t full;
	char *text;
};

static void *fill(void *argument)
{
	struct shared *shared = argument;
	char *text = strdup("filled");

	pthread_mutex_lock(&shared->lock);
	shared->text = text;
	pthread_cond_signal(&shared->full);
	pthread_mutex_unlock(&shared->lock);
	return malloc(100);
}

static int child(struct shared *shared)
{
	pid_t pid = fork();
	int status = 1;

	if (pid == 0) {
		char *text = realloc(shared->text, 100);

		strcat(text, " more");
		status = strcmp(text, "filled more");
		free(text);
		free(shared);
		_exit(status);
	}
	waitpid(pid, &status, 0);
	return status;
}

async (void, main_coroutine)
{
	puts("begin");

	struct shared *shared = calloc(1, sizeof *shared + 3);
	pthread_t thread;
	void *given;

	pthread_mutex_init(&shared->lock, NULL);
	pthread_cond_init(&shared->full, NULL);
	pthread_create(&thread, NULL, fill, shared);
	pthread_mutex_lock(&shared->lock);
	while (!shared->text)
		pthread_cond_wait(&shared->full, &shared->lock);
	pthread_mutex_unlock(&shared->lock);
	pthread_join(thread, &given);
	free(given);
	await (async_sleep(child(shared) == 0 ? 1.0 : 0));
	free(shared->text);
	free(shared);
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
