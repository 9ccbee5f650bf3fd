/* From a member back to what it is a member of. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stddef.h>

struct link {
	struct link *next;
};

struct person {
	char name[20];
	struct link link;
};

static struct person *person_of(struct link *link)
{
	return (struct person *)((char *)link - offsetof(struct person, link));
}

async (void, main_coroutine)
{
	puts("begin");

	struct link *first = NULL;

	for (int i = 0; i < 5; i++) {
		struct person *person = calloc(1, sizeof *person);

		snprintf(person->name, sizeof person->name, "person %d", i);
		person->link.next = first;
		first = &person->link;
	}
	await (async_sleep(1.0));
	while (first) {
		struct person *person = person_of(first);

		first = first->next;
		free(person);
	}
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
