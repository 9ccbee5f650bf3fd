/* Shelf and reader: a thing to loop over, and a place in it. */
#include <async.h>

#include <stdio.h>

#define READERS 4

struct shelf;

/* Somebody at a place of the shelf. */
struct reader {
	const struct shelf *shelf;
	int place;
};

struct shelf {
	const char *titles[3];
	struct reader readers[READERS];
	int reader_count;
};

struct reader *reader_aiter(struct reader *self)
{
	return self;
}

async (const char *, reader_anext, (struct reader *, self))
{
	if (self->place == 3)
		raise (StopAsyncIteration);
	await (async_sleep(0.5));
	return self->shelf->titles[self->place++];
}

async_iterator (reader, struct reader *);

struct reader *shelf_aiter(struct shelf *self)
{
	struct reader *made = &self->readers[self->reader_count++ % READERS];

	made->shelf = self;
	made->place = 0;
	return made;
}

async_iterable (shelf, struct shelf *, reader);

async (void, read_aloud, (struct shelf *, from), (const char *, name), (double, pause))
{
	async_for (const char *, title, shelf(from));
	{
		printf("%s reads\n", name);
		await (async_sleep(pause));
	}
	printf("%s is through\n", name);
}

async (void, main_coroutine)
{
	struct shelf home = { .titles = { "Emma", "Ulysses", "Walden" } };
	Task(void) ada = create_task(read_aloud(&home, "Ada", 1.0));
	Task(void) bob = create_task(read_aloud(&home, "Bob", 0.2));

	await (ada);
	await (bob);
}

int main(void)
{
	return async_run(main_coroutine());
}
