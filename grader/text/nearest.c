#include "text/nearest.h"

#include <ctype.h>
#include <string.h>

enum { LONGEST = 63 };

static size_t smaller(size_t one, size_t other)
{
	return one < other ? one : other;
}

static int letter(char byte)
{
	/* A dash for an underscore, or a capital, is no mistake worth counting. */
	return byte == '-' || byte == ' ' ? '_' : tolower((unsigned char)byte);
}

static int same(char one, char other)
{
	return letter(one) == letter(other);
}

/* Damerau's distance with three rows: two back for the swaps. */
size_t nearest_distance(const char *one, const char *other)
{
	size_t rows[3][LONGEST + 1];
	size_t height = smaller(strlen(one), LONGEST);
	size_t width = smaller(strlen(other), LONGEST);

	for (size_t x = 0; x <= width; x++)
		rows[0][x] = x;
	for (size_t y = 1; y <= height; y++) {
		size_t *above = rows[(y - 1) % 3], *row = rows[y % 3];

		row[0] = y;
		for (size_t x = 1; x <= width; x++) {
			row[x] = above[x - 1] + !same(one[y - 1], other[x - 1]);
			row[x] = smaller(row[x], above[x] + 1);
			row[x] = smaller(row[x], row[x - 1] + 1);
			if (y > 1 && x > 1 && same(one[y - 1], other[x - 2]) &&
			    same(one[y - 2], other[x - 1]))
				row[x] = smaller(row[x], rows[(y - 2) % 3][x - 2] + 1);
		}
	}
	return rows[height % 3][width];
}

size_t nearest_name(const char *word, const char *const *names, size_t count)
{
	size_t best = count, best_distance = strlen(word) / 2 + 1;

	for (size_t i = 0; i < count; i++) {
		size_t distance = nearest_distance(word, names[i]);

		/* Half a name is a good start too: «tail» means log_tail. */
		if (strlen(word) >= 3 && strstr(names[i], word))
			distance = smaller(distance, 1);
		if (distance < best_distance) {
			best = i;
			best_distance = distance;
		}
	}
	return best;
}
