/* Plain manager: a context that says when it is entered and left. */
#include <async.h>

#include <stdio.h>

struct context {
	const char *name;
};

struct context *context_enter(struct context *self)
{
	printf("Entering context: %s\n", self->name);
	return self;
}

bool context_exit(struct context *self, struct exception *e)
{
	if (e)
		printf("Exiting context: %s, after %s\n", self->name, e->type->name);
	else
		printf("Exiting context: %s\n", self->name);
	return false;
}

context_manager (context, struct context *);

static void print_page(const char *name, int pages)
{
	struct context here = { .name = name };

	struct context *entered = context_enter(&here);

	puts("Inside the context block");
	try {
		if (pages < 0)
			raise (ValueError, "%d pages", pages);
	} except (ValueError, e) {
		context_exit(&here, e);
		raise ();
	} end_try
	if (pages)
		printf("Using: %s\n", entered->name);
	context_exit(&here, NULL);
}

int main(void)
{
	print_page("example", 1);
	print_page("empty", 0);
	try {
		print_page("broken", -1);
	} except (ValueError, e) {
		printf("Caught: %s\n", e->message);
	} end_try
	puts("All pages are done");
	return 0;
}
