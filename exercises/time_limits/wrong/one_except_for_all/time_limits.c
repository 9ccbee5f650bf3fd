/* Time limits: four mirrors are asked, but not for too long. */
#include <async.h>

#include <stdio.h>

/* ---- the mirrors, stand-ins ---- */

struct mirror {
	const char *name;
	double seconds; /* until it answers */
	int answer;     /* 0: it refuses */
};

static const struct mirror mirrors[] = {
	{ "north", 0.3, 31 },
	{ "east", 0.2, 0 },
	{ "south", 5.0, 35 },
	{ "west", 0.4, 28 },
};

#define MIRRORS (int)(sizeof mirrors / sizeof *mirrors)

async (int, call, (const struct mirror *, mirror))
{
	try {
		await (async_sleep(mirror->seconds));
		if (mirror->answer == 0)
			raise (ConnectionError, "refused");
	} except (CancelledError) {
		await (async_sleep(0.1));
		printf("%s: hung up\n", mirror->name);
		raise ();
	} end_try
	return mirror->answer;
}

/* ---- who asks ---- */

/* Asks one mirror, for 0.5 s at most, and prints what came of it. */
async (void, ask, (const struct mirror *, mirror))
{
	try {
		printf("%s: %d\n", mirror->name, await (wait_for(call(mirror), 0.5)));
	} except (Exception, e) {
		printf("%s: %s\n", mirror->name, e->message);
	} end_try
}

/* Asks all of them, one after the other, for so many seconds in all. */
async (void, ask_all, (double, seconds))
{
	int asked = 0;

	try {
		async_with (timeout(seconds)) {
			for (int i = 0; i < MIRRORS; i++) {
				await (ask(&mirrors[i]));
				asked++;
			}
		} end_with
	} except (TimeoutError) {
		puts("no more time");
	} end_try
	printf("%d of %d asked\n", asked, MIRRORS);
}

async (void, main_coroutine)
{
	await (ask_all(3.0));
	await (ask_all(0.8));
}

int main(void)
{
	return async_run(main_coroutine());
}
