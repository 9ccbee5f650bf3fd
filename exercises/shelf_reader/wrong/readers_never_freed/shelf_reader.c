#include <async.h>
#include <stdio.h>
#include <stdlib.h>
struct shelf {
	const char *titles[3];
};
struct walk {
	const struct shelf *s;
	int at;
};
struct walk *walk_aiter(struct walk *w)
{
	return w;
}
async (const char *, walk_anext, (struct walk *, w))
{
	if (w->at >= 3)
		raise (StopAsyncIteration);
	await (async_sleep(0.5));
	return w->s->titles[w->at++];
}
async_iterator (walk, struct walk *);
struct walk *shelf_aiter(struct shelf *s)
{
	struct walk *w = calloc(1, sizeof *w);
	w->s = s;
	return w;
}
async_iterable (shelf, struct shelf *, walk);
async (void, aloud, (struct shelf *, s), (const char *, who), (double, p))
{
	async_for (const char *, t, shelf(s)) {
		printf("%s reads %s\n", who, t);
		await (async_sleep(p));
	}
	printf("%s is through\n", who);
}
async (void, m)
{
	struct shelf s = { { "Emma", "Ulysses", "Walden" } };
	await (gather(aloud(&s, "Ada", 1.0), aloud(&s, "Bob", 0.2)));
}
int main(void)
{
	return async_run(m());
}
