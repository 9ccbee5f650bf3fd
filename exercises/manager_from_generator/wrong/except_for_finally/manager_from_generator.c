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

contextmanager(const char *, my_context, (const char *, name))
{
	char buffer[64];

	printf("Entering context: %s\n", name);
	try {
		yield (capitals(name, buffer, sizeof buffer));
	} except (Exception, e) {
		printf("Exiting context: %s\n", name);
		raise ();
	} end_try
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
