/* A synchronous manager class. */
#include <async.h>
#include <stdio.h>

struct named {
	const char *name;
};

struct named *named_enter(struct named *self)
{
	printf("Entering context: %s\n", self->name);
	return self;
}

bool named_exit(struct named *self, struct exception *e)
{
	(void)e;
	printf("Exiting context: %s\n", self->name);
	return false;
}

context_manager (named, struct named *);

int main(void)
{
	struct named example = { "example" };

	with (cm, named(&example)) {
		puts("Inside the context block");
		printf("Using: %s\n", cm->name);
	} end_with
}
