/*
 * verdict: PASS or TIME or WRONG or CRASH or WALL or CPU or DEADLOCK or PROTOCOL or FORBIDDEN
 *
 * Writes timers onto the board that nobody has asked for: they are to kill the first
 * process, and every other number, again and again without a moment between.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <async.h>
#include <stdio.h>

async (void, answer)
{
	puts("one");
	await (async_sleep(0.5));
	puts("two");
	await (async_sleep(0.5));
	puts("three");
	puts("done");
}

enum { SLOTS = 2048, TIMERS = 256, SLOT_BYTES = 448, TIMER_BYTES = 64 };

static void forge(unsigned char *board, size_t length)
{
	uint32_t counts[3] = { UINT32_MAX, UINT32_MAX, 1 };
	unsigned char *timers = board + length - TIMERS * TIMER_BYTES;

	memcpy(board, counts, sizeof(counts));
	for (uint32_t back = 0; back < 4096; back += 64)
		for (uint32_t i = 0; i < TIMERS && (i + 1) * 64 + back < length; i++) {
			uint32_t words[6] = { 2 + i / 8 % 3,  i % 8, i / 24 % 8, i,
					      9 + i % 2 * 10, 1 };
			int64_t times[3] = { i % 5 - 2, 1, 0 };

			memcpy(timers - back + i * TIMER_BYTES, words, sizeof(words));
			memcpy(timers - back + i * TIMER_BYTES + 24, times,
			       sizeof(times));
		}
}

int main(void)
{
	for (int file = 3; file < 1024; file++) {
		struct stat status;
		unsigned char *board;

		if (fstat(file, &status) != 0 || status.st_size < SLOTS * SLOT_BYTES)
			continue;
		board = mmap(NULL, (size_t)status.st_size, PROT_READ | PROT_WRITE,
			     MAP_SHARED, file, 0);
		if (board != MAP_FAILED)
			forge(board, (size_t)status.st_size);
	}
	return async_run(answer());
}
