#include "clock/blocking_calls.h"

#include <stdlib.h>
#include <string.h>

#include "clock/process_tree.h"
#include "text/memory.h"

#define MOST_CALLS 4096

static const char *const call_names[CALL_COUNT] = {
	[CALL_SLEEP] = "sleep",           [CALL_USLEEP] = "usleep",
	[CALL_NANOSLEEP] = "nanosleep",   [CALL_CLOCK_NANOSLEEP] = "clock_nanosleep",
	[CALL_THRD_SLEEP] = "thrd_sleep", [CALL_POLL] = "poll",
	[CALL_SELECT] = "select",
};

static struct blocking_call *add_call(struct blocking_calls *calls)
{
	if (calls->count == calls->capacity) {
		calls->capacity = calls->capacity ? calls->capacity * 2 : 16;
		calls->list =
			memory_resize(calls->list, calls->capacity, sizeof(*calls->list));
	}
	return &calls->list[calls->count++];
}

void blocking_calls_keep(struct blocking_calls *calls, const struct participants *all,
			 uint32_t index, nanoseconds at)
{
	const struct clock_slot *slot = participant_slot(all, index);
	uint32_t name = board_load(&slot->call);
	pid_t process;
	char object[CLOCK_OBJECT_BYTES];
	struct blocking_call *call;

	if (name == CALL_NONE || name >= CALL_COUNT || calls->count >= MOST_CALLS)
		return;
	/* The program may go on writing there. */
	memcpy(object, slot->object, sizeof(object));
	object[sizeof(object) - 1] = '\0';
	process = participant_process(all, index)->id;
	call = add_call(calls);
	*call = (struct blocking_call){
		.name = call_names[name],
		.process = process,
		.main_thread = participant_thread(all, index)->id == process,
		.program = tree_program(process),
		.at = at,
		.duration = slot->duration,
		.offset = (uintptr_t)slot->offset,
	};
	if (object[0])
		call->object = memory_copy_text(object);
	else if (call->program)
		call->object = memory_copy_text(call->program);
}

void blocking_calls_free(struct blocking_calls *calls)
{
	for (size_t i = 0; i < calls->count; i++) {
		free(calls->list[i].program);
		free(calls->list[i].object);
	}
	free(calls->list);
	*calls = (struct blocking_calls){ 0 };
}
