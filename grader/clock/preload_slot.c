#define _GNU_SOURCE
#include "preload_slot.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "preload_bell.h"
#include "preload_board.h"

static __thread __attribute__((tls_model("initial-exec"))) struct {
	struct clock_slot *slot;
	uint32_t process; /* in which `slot` was claimed: a fork is another one */
	uint32_t thread;
} here;

static struct clock_slot *claim_slot(uint32_t thread)
{
	for (uint32_t i = 0; i < CLOCK_SLOT_COUNT; i++) {
		struct clock_slot *slot = &clock_board()->slots[i];
		uint32_t owner = board_load(&slot->owner);

		/* One of our own was left by the program that we were before exec. */
		if (owner != thread &&
		    (owner != 0 ||
		     !__atomic_compare_exchange_n(&slot->owner, &owner, thread, false,
						  __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)))
			continue;
		board_store(&slot->state, SLOT_RUNNING);
		slot->process = clock_process();
		clock_raise_used(&clock_board()->used, i + 1);
		return slot;
	}
	return NULL;
}

struct clock_slot *slot_own(void)
{
	uint32_t process = clock_process();

	if (here.slot && here.process == process &&
	    board_load(&here.slot->owner) == here.thread)
		return here.slot;
	bell_leave(here.process == process);
	here.process = process;
	here.thread = (uint32_t)syscall(SYS_gettid);
	here.slot = claim_slot(here.thread);
	return here.slot;
}

uint32_t slot_number(const struct clock_slot *slot)
{
	return (uint32_t)(slot - clock_board()->slots);
}

uint32_t slot_announce(struct clock_slot *slot, enum clock_state state,
		       enum clock_sleep sleep, int64_t deadline)
{
	uint32_t ticket = slot->ticket + 1;

	slot->deadline = deadline;
	slot->sleep = sleep;
	slot->ticket = ticket;
	board_store(&slot->state, state);
	return ticket;
}
