/* The synchronous protocols: messages of contextmanager; send, throw and close of a
 * generator; a generator that a loop leaves is closed at once. */
#include <async.h>
#include <stdio.h>
#include <string.h>

contextmanager (int, made, (const char *, kind))
{
	bool twice = strcmp(kind, "twice") == 0;

	if (strcmp(kind, "none") == 0)
		return;
	try {
		yield (1);
	} except (ValueError) {
		if (strcmp(kind, "swallow") == 0)
			return;
		if (!twice)
			raise ();
	} end_try
	if (twice)
		yield (2);
}

static void attempt(const char *kind, bool fail)
{
	const char *label = fail ? "True" : "False";

	try {
		with (made(kind)) {
			if (fail)
				raise (ValueError, "body");
		} end_with
		printf("%s, fail=%s: nothing escapes\n", kind, label);
	} except (Exception, error) {
		printf("%s, fail=%s: %s: %s\n", kind, label, error->type->name,
		       error->message);
	} end_try
}

struct text {
	char text[60];
};

generator (struct text, numbers)
{
	struct text item = { "1" };
	char thrown[40];

	try {
		const char *got = yield (item);

		for (;;) {
			bool was_thrown = got == thrown;

			snprintf(item.text, sizeof item.text,
				 was_thrown ? "got \"%s\"" : got ? "got '%s'" : "got None",
				 got);
			try {
				got = yield (item);
			} except (KeyError, error) {
				char text[30];

				snprintf(thrown, sizeof thrown, "thrown %s",
					 exception_repr(error, text, sizeof text));
				got = thrown;
			} end_try
		}
	} finally {
		puts("generator cleaned up");
	} end_try
}

generator (int, stubborn)
{
	try {
		yield (1);
	} except (GeneratorExit) {
		yield (2);
	} end_try
}

static void by_hand(void)
{
	Generator(struct text) gen = numbers();
	struct text first, sent, thrown;

	try {
		generator_send(gen, "early");
	} except (TypeError, error) {
		printf("TypeError: %s\n", error->message);
	} end_try
	first = next(gen);
	sent = generator_send(gen, "x");
	thrown = generator_throw(gen, KeyError, "k");
	printf("%s %s %s\n", first.text, sent.text, thrown.text);
	generator_close(gen);
	puts(next(gen, ((struct text){ "exhausted" })).text);
	generator_free(gen);
}

int main(void)
{
	const char *const kinds[] = { "none", "twice", "swallow", "pass on" };
	Generator(int) gen;

	for (int i = 0; i < 4; i++)
		for (int fail = 0; fail < 2; fail++)
			attempt(kinds[i], fail);
	by_hand();
	for_each (struct text, number, numbers()) {
		puts(number.text);
		break;
	}
	puts("after break: a dropped generator is already closed");
	gen = stubborn();
	next(gen);
	try {
		generator_close(gen);
	} except (RuntimeError, error) {
		printf("RuntimeError: %s\n", error->message);
	} end_try
}
