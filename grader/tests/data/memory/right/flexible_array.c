/* A struct that ends with as many as were asked for, of odd sizes. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stddef.h>

struct message {
	size_t length;
	char text[];
};

struct old_message {
	int length;
	char text[1];
};

async (void, main_coroutine)
{
	puts("begin");

	double wait = 1.0;

	for (size_t i = 1; i < 60; i++) {
		struct message *message = malloc(sizeof *message + i);
		struct old_message *old = malloc(offsetof(struct old_message, text) + i);

		message->length = i;
		old->length = (int)i;
		for (size_t j = 0; j < i; j++)
			message->text[j] = old->text[j] = (char)('a' + j % 26);
		if (memcmp(message->text, old->text, i) != 0)
			wait = 0;
		free(message);
		free(old);
	}
	await (async_sleep(wait));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
