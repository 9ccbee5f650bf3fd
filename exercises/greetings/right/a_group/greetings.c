/* Greetings: a group waits for all that were started in it. */
#include <async.h>

#include <stdio.h>
#include <stdlib.h>

struct party {
	int letters;
};

async (void, greet_after, (struct party *, party), (double, seconds), (const char *, who))
{
	char card[64];
	int length;

	await (async_sleep(seconds));
	length = snprintf(card, sizeof card, "Hello, %s!\n", who);
	fputs(card, stdout);
	party->letters += length;
}

async (void, hold_party, (double, for_alice), (double, for_bob))
{
	struct party party = { 0 };

	async_with (guests, task_group()) {
		group_create_task(guests, greet_after(&party, for_alice, "Alice"));
		group_create_task(guests, greet_after(&party, for_bob, "Bob"));
	} end_with
	printf("All greetings completed, %d letters\n", party.letters);
}

int main(int argc, char **argv)
{
	return async_run(hold_party(argc > 1 ? atof(argv[1]) : 2.0,
				    argc > 2 ? atof(argv[2]) : 1.0));
}
