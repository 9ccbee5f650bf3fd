/*
 * Writing down a call that holds up its whole thread: who has made it.
 */
#define _GNU_SOURCE
#include "preload_call.h"

#include <dlfcn.h>
#include <link.h>
#include <string.h>

#include "preload_board.h"

struct own_object {
	uintptr_t base;
	const char *name;
};

/* The file that holds the code. Takes no lock: we may be in a signal handler. */
static struct own_object object_of(const void *code)
{
	struct dl_find_object found;

	if (_dl_find_object((void *)(uintptr_t)code, &found) != 0 || !found.dlfo_link_map)
		return (struct own_object){ 0, "" };
	return (struct own_object){ found.dlfo_link_map->l_addr,
				    found.dlfo_link_map->l_name };
}

void slot_write_call(struct clock_slot *slot, const struct call *call)
{
	struct own_object object;

	slot->call = CALL_NONE;
	if (!call || clock_own_process()->calls_kept >= CLOCK_CALLS_KEPT)
		return;
	clock_own_process()->calls_kept++;
	object = object_of(call->caller);
	slot->duration = call->duration;
	slot->offset = (uintptr_t)call->caller - object.base;
	strncpy(slot->object, object.name, sizeof(slot->object) - 1);
	slot->call = call->name;
}
