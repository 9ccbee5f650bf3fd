/*
 * verdict: PASS or PROTOCOL or TIME or WRONG
 *
 * Tells the clock that it was called from a file of the host's, at which whoever opens
 * it waits for ever.
 */
#define _GNU_SOURCE
#include <linux/futex.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* As the clock's library writes it down. */
struct slot {
	uint32_t state, owner, process, sleep, ticket, call;
	int64_t deadline, duration;
	uint64_t offset;
	char object[384];
} __attribute__((aligned(64)));

struct slots {
	uint32_t used, timers_used, network;
	struct slot slots[2048];
};

static void wait_by_hand(struct slots *board, int64_t deadline)
{
	struct slot *slot = &board->slots[7];

	slot->owner = (uint32_t)gettid();
	slot->process = (uint32_t)getpid();
	slot->deadline = deadline;
	slot->duration = 500000000;
	slot->offset = 4096;
	slot->call = 1;
	strcpy(slot->object, "@SENTINEL@/three_steps");
	slot->ticket++;
	slot->state = 1;
	while (slot->state == 1)
		syscall(SYS_futex, &slot->state, FUTEX_WAIT, 1, NULL);
	slot->state = 0;
}

int main(void)
{
	int first = atoi(getenv("COURSE_CLOCK"));
	struct slots *board = mmap(NULL, sizeof(*board), PROT_READ | PROT_WRITE,
				   MAP_SHARED, first + 1, 0);

	puts("one");
	board->used = 8;
	wait_by_hand(board, 500000000);
	puts("two");
	wait_by_hand(board, 1000000000);
	puts("three");
	puts("done");
	return 0;
}
