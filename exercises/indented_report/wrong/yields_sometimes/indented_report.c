/* Indented report: sections that close themselves. */
#include <async.h>

#include <stdio.h>

static int depth;

static void line(const char *text)
{
	printf("%*s%s\n", 2 * depth, "", text);
}

contextmanager(int, section, (const char *, title))
{
	line(title);
	depth++;
	try {
		if (depth < 2)
			yield (depth);
	} except (Exception, e) {
		printf("%*s(cut short: %s)\n", 2 * depth, "", e->message);
		raise ();
	} finally {
		depth--;
	} end_try
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
