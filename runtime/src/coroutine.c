#include <async/coroutine.h>

#include <async/exception.h>

#include "sanitizer.h"
#include "stack.h"
#include "switch.h"

static struct coroutine main_thread = { .name = "main" };
static _Thread_local struct coroutine other_thread;

_Thread_local struct coroutine *coroutine_current;

bool coroutine_is_watched;

__attribute__((constructor)) static void begin_with_main_thread(void)
{
	coroutine_current = &main_thread;
	coroutine_is_watched = coroutine_is_watched || SANITIZER_IS_ON;
	if (SANITIZER_THREAD)
		main_thread.fiber = __tsan_get_current_fiber();
}

struct coroutine *coroutine_of_thread(void)
{
	if (!coroutine_current) {
		coroutine_current = &other_thread;
		other_thread.name = "thread";
		if (SANITIZER_THREAD)
			other_thread.fiber = __tsan_get_current_fiber();
	}
	return coroutine_current;
}

/* Field by field: of a structure that is mostly zero gcc makes a `rep stos`, which
 * takes longer than a switch of stacks. */
static void init(struct coroutine *coroutine, const char *name, struct stack stack)
{
	coroutine->handlers = NULL;
	coroutine->handling = NULL;
	coroutine->awaits = NULL;
	coroutine->resumer = NULL;
	coroutine->task = NULL;
	coroutine->name = name;
	coroutine->stack_bottom = stack.bottom;
	coroutine->fake_stack = NULL;
	coroutine->fiber = SANITIZER_THREAD ? __tsan_create_fiber(0) : NULL;
	coroutine->stack_size = stack.size;
}

void *coroutine_new(size_t size, void (*entry)(void *), const char *name)
{
	struct stack stack = stack_take();
	struct coroutine *coroutine;
	char *top;

	if (!stack.bottom)
		return NULL;
	top = (char *)((uintptr_t)(stack.bottom + stack.size - size) & ~(uintptr_t)63);
	coroutine = (struct coroutine *)top;
	init(coroutine, name, stack);
	coroutine->stack_pointer = switch_prepare(stack.bottom, top, entry, coroutine);
	return coroutine;
}

_Noreturn void coroutine_raise_no_stack(const char *name)
{
	raise (MemoryError, "no stack for coroutine '%s'", name);
}

void *coroutine_create(size_t size, void (*entry)(void *), const char *name)
{
	void *coroutine = coroutine_new(size, entry, name);

	if (!coroutine)
		coroutine_raise_no_stack(name);
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
static void tell_sanitizers_arrived(struct coroutine *from, struct coroutine *here)
{
	const void *bottom;
	size_t size;

	if (!SANITIZER_ADDRESS)
		return;
	__sanitizer_finish_switch_fiber(here->fake_stack, &bottom, &size);
	if (from && !from->stack_bottom) {
		from->stack_bottom = (void *)bottom;
		from->stack_size = size;
		if (from == &main_thread)
			sanitizer_search_stack(bottom, size);
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

void coroutine_swap(struct coroutine *to)
{
	struct coroutine *from = coroutine_current;

	if (coroutine_is_watched) {
		coroutine_switch_watched_(to);
		return;
	}
	coroutine_current = to;
	coroutine_swap_(&from->stack_pointer, to->stack_pointer);
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

bool coroutine_set_stack_size(size_t bytes)
{
	return stack_set_size(bytes);
}

void coroutine_destroy(struct coroutine *coroutine)
{
	struct stack stack = { coroutine->stack_bottom, coroutine->stack_size };

	if (SANITIZER_THREAD)
		__tsan_destroy_fiber(coroutine->fiber);
	stack_give_back(stack);
}
