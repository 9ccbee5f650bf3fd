/* Manager from a generator: a with block made of one function. */
#include <async.h>

#include <ctype.h>
#include <stdio.h>

/* TEXT in capitals, in a buffer of at least `size` bytes. */
static const char *capitals(const char *text, char *buffer, int size)
{
	int length = 0;

	for (; text[length] && length < size - 1; length++)
		buffer[length] = (char)toupper((unsigned char)text[length]);
	buffer[length] = '\0';
	return buffer;
}

struct speaker {
	const char *name;
};

struct speaker *speaker_enter(struct speaker *self)
{
	printf("Entering context: %s\n", self->name);
	return self;
}

bool speaker_exit(struct speaker *self, struct exception *e)
{
	printf("Exiting context: %s\n", self->name);
	return false;
}

context_manager (speaker, struct speaker *);

contextmanager (const char *, my_context, (const char *, name))
{
	char buffer[64];

	struct speaker about = { .name = name };

	with (speaker(&about)) {
		yield (capitals(name, buffer, sizeof buffer));
	} end_with
}

static void visit(const char *name, bool has_paper)
{
	with (value, my_context(name)) {
		printf("Inside with block, value: %s\n", value);
		if (!has_paper)
			raise (ValueError, "no paper");
	} end_with
}

int main(void)
{
	visit("example", true);
	try {
		visit("broken", false);
	} except (ValueError, e) {
		printf("Caught: %s\n", e->message);
	} end_try
	puts("done");
	return 0;
}
