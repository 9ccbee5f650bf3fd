/* Lazy lines: what comes when? Read, predict, then run. */
#include <async.h>

#include <stdio.h>

generator (int, pages)
{
	puts("book opened");
	try {
		for (int page = 1; page <= 3; page++)
			yield (page);
	} finally {
		puts("book closed");
	} end_try
}

generator (int, every_word_of, (Generator(int), source))
{
	puts("reading");
	for_each (int, page, source) {
		printf("page %d\n", page);
		yield (10 * page + 1);
		yield (10 * page + 2);
	}
	puts("read to the end");
}

int main(void)
{
	Generator(int) words = every_word_of(pages());

	puts("ready");
	for_each (int, word, words) {
		printf("word %d\n", word);
		if (word == 21)
			break;
	}
	puts("good night");
	return 0;
}
