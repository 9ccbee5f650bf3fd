/* Indented report: sections that close themselves. */
#include <async.h>

#include <stdio.h>

static int depth;

static void line(const char *text)
{
	printf("%*s%s\n", 2 * depth, "", text);
}

struct heading {
	const char *title;
};

int heading_enter(struct heading *self)
{
	line(self->title);
	return ++depth;
}

bool heading_exit(struct heading *self, struct exception *e)
{
	if (e && exception_is(e, Exception))
		printf("%*s(cut short: %s)\n", 2 * depth, "", e->message);
	depth--;
	return false;
}

context_manager (heading, struct heading *);

contextmanager (int, section, (const char *, title))
{
	struct heading above = { title };

	with (level, heading(&above)) {
		yield (level);
	} end_with
}

int main(void)
{
	with (section("Monday")) {
		with (deep, section("Weather")) {
			line("sunny");
			printf("%*s(depth %d)\n", 2 * depth, "", deep);
		} end_with
		try {
			with (section("Traffic")) {
				line("no jams");
				raise (ConnectionError, "line lost");
			} end_with
		} except (ConnectionError) {
			line("Traffic is left out");
		} end_try
		line("that is all");
	} end_with
	line("end");
	return 0;
}
