#include <async/coroutine.h>

#include <async/exception.h>

#include "sanitizer.h"
#include "stack.h"
#include "switch.h"

static struct coroutine main_thread = { .name = "main" };

_Thread_local struct coroutine *coroutine_current;

bool coroutine_is_watched;

__attribute__((constructor)) static void begin_with_main_thread(void)
{
	coroutine_current = &main_thread;
	coroutine_is_watched = SANITIZER_IS_ON;
	if (SANITIZER_THREAD)
		main_thread.fiber = __tsan_get_current_fiber();
}

void *coroutine_create(size_t size, void (*entry)(void *), const char *name)
{
	struct stack stack = stack_take();
	struct coroutine *coroutine;
	char *top;

	if (!stack.bottom)
		raise (MemoryError, "no stack for coroutine '%s'", name);
	top = (char *)((uintptr_t)(stack.bottom + stack.size - size) &
		       ~(uintptr_t)63);
	coroutine = (struct coroutine *)top;
	*coroutine = (struct coroutine){
		.name = name,
		.stack_bottom = stack.bottom,
		.stack_size = stack.size,
	};
	coroutine->stack_pointer =
		switch_prepare(stack.bottom, top, entry, coroutine);
	coroutine->valgrind_id = VALGRIND_STACK_REGISTER(
		stack.bottom, stack.bottom + stack.size);
	if (SANITIZER_THREAD)
		coroutine->fiber = __tsan_create_fiber(0);
	return coroutine;
}

static void tell_sanitizers(struct coroutine *to, void **fake_stack)
{
	if (SANITIZER_ADDRESS)
		__sanitizer_start_switch_fiber(fake_stack, to->stack_bottom,
					       to->stack_size);
	if (SANITIZER_THREAD)
		__tsan_switch_to_fiber(to->fiber, 0);
}

/* Called on the stack that was come to, also at its very beginning. */
static void tell_sanitizers_arrived(struct coroutine *from,
				    struct coroutine *here)
{
	const void *bottom;
	size_t size;

	if (!SANITIZER_ADDRESS)
		return;
	__sanitizer_finish_switch_fiber(here->fake_stack, &bottom, &size);
	if (from && !from->stack_bottom) {
		from->stack_bottom = (void *)bottom;
		from->stack_size = size;
	}
}

/* Who was left, for whoever arrives first. */
static _Thread_local struct coroutine *left;

void coroutine_arrived(void)
{
	if (coroutine_is_watched)
		tell_sanitizers_arrived(left, coroutine_current);
}

bool coroutine_switch_watched_(struct coroutine *to)
{
	struct coroutine *from = coroutine_current;
	bool goes_on;

	coroutine_current = to;
	left = from;
	tell_sanitizers(to, &from->fake_stack);
	goes_on = coroutine_switch_(&from->stack_pointer, to->stack_pointer);
	tell_sanitizers_arrived(left, from);
	return goes_on;
}

_Noreturn void coroutine_exit(struct coroutine *to)
{
	coroutine_current = to;
	if (coroutine_is_watched) {
		left = NULL;
		tell_sanitizers(to, NULL);
	}
	coroutine_exit_(to->stack_pointer);
}

void coroutine_destroy(struct coroutine *coroutine)
{
	struct stack stack = { coroutine->stack_bottom, coroutine->stack_size };

	VALGRIND_STACK_DEREGISTER(coroutine->valgrind_id);
	if (SANITIZER_THREAD)
		__tsan_destroy_fiber(coroutine->fiber);
	stack_give_back(stack);
}
