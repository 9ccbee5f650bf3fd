/* Two doors: what comes when? Read, predict, then run. */
#include <async.h>

#include <stdio.h>

struct door {
	const char *name;
	double seconds;
};

async (struct door *, door_aenter, (struct door *, self))
{
	printf("opening the %s door\n", self->name);
	await (async_sleep(self->seconds));
	return self;
}

async (bool, door_aexit, (struct door *, self), (struct exception *, e))
{
	printf("shutting the %s door\n", self->name);
	await (async_sleep(self->seconds));
	printf("the %s door is shut\n", self->name);
	return false;
}

async_context_manager (door, struct door *);

async (int, fetch_eggs)
{
	struct door house = { .name = "house", .seconds = 0.5 };
	struct door garden = { .name = "garden", .seconds = 1.0 };

	async_with (door(&house)) {
		async_with (door(&garden)) {
			puts("picking eggs");
			return 6;
		} end_with
	} end_with
	return 0;
}

async (void, cat)
{
	await (async_sleep(2.0));
	puts("the cat says meow");
}

async (void, main_coroutine)
{
	Task(void) pet = create_task(cat());
	int eggs = await (fetch_eggs());

	printf("%d eggs\n", eggs);
	await (pet);
}

int main(void)
{
	return async_run(main_coroutine());
}
