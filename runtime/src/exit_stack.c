#include <async/exit_stack.h>

#include <stdlib.h>
#include <string.h>

#include "exception.h"
#include "with.h"

struct exit_stack {
	struct with_entry *entries;
	size_t count, capacity;
};

/* ---- filling it ---- */

static struct exit_stack *new_stack(void)
{
	struct exit_stack *stack = calloc(1, sizeof *stack);

	if (!stack)
		raise (MemoryError, "no room for an exit stack");
	return stack;
}

struct exit_stack *exit_stack_new(void)
{
	return new_stack();
}

struct async_exit_stack *async_exit_stack_new(void)
{
	return (struct async_exit_stack *)new_stack();
}

static void make_room(struct exit_stack *stack)
{
	size_t capacity = stack->capacity ? stack->capacity * 2 : 8;
	struct with_entry *entries;

	if (stack->count < stack->capacity)
		return;
	entries = realloc(stack->entries, capacity * sizeof *entries);
	if (!entries)
		raise (MemoryError, "no room on an exit stack");
	stack->entries = entries;
	stack->capacity = capacity;
}

void exit_stack_push_exit_(struct exit_stack *stack,
			   bool (*exit)(void *, struct exception *), void *self)
{
	make_room(stack);
	stack->entries[stack->count++] = (struct with_entry){ exit, self };
}

/* There is no room to note what has been entered: so it is left at once. */
static void leave_what_has_no_room(struct with_entry entry)
{
	struct exception *exception =
		exception_new(MemoryError, "%s", "no room on an exit stack");

	exception = with_leave_entry(&entry, (struct leaving){ NULL, false }, exception);
	if (exception)
		exception_pass_on(exception);
}

static void make_room_for(void *stack)
{
	make_room(stack);
}

void exit_stack_entered_(struct exit_stack_entering_ *entered)
{
	struct exception *exception = exception_caught(make_room_for, entered->stack);

	exception_release(exception);
	if (exception)
		leave_what_has_no_room(
			(struct with_entry){ entered->exit, entered->self });
	else
		exit_stack_push_exit_(entered->stack, entered->exit, entered->self);
}

static void enter_async_context_start(void *object, void *result)
{
	struct enter_async_context_ *self = object;
	struct exit_stack_entering_ entered = { self->self, self->exit, self->stack };

	self->aenter->start((char *)object + self->aenter_at, result);
	exit_stack_entered_(&entered);
}

const struct coroutine_type enter_async_context_type_ = { "enter_async_context",
							  enter_async_context_start };

/* ---- callbacks ---- */

struct callback {
	void (*function)(void *);
	void *argument;
};

static bool call_back(void *self, struct exception *exception)
{
	struct callback callback = *(struct callback *)self;

	(void)exception;
	free(self);
	callback.function(callback.argument);
	return false;
}

void exit_stack_push_callback_(struct exit_stack *stack, void (*function)(void *),
			       void *argument)
{
	struct callback *callback;

	make_room(stack);
	callback = malloc(sizeof *callback);
	if (!callback)
		raise (MemoryError, "no room for a callback");
	*callback = (struct callback){ function, argument };
	exit_stack_push_exit_(stack, call_back, callback);
}

/* A coroutine object, and room for its result behind it. */
struct coroutine_callback {
	const struct coroutine_type *type;
	size_t result_at;
	size_t exception_at;
	max_align_t object[];
};

static void run_coroutine(void *argument)
{
	struct coroutine_callback *callback = argument;
	char *object = (char *)callback->object;

	callback->type->start(object, object + callback->result_at);
}

static bool truth_of_result(const struct coroutine_callback *callback)
{
	bool swallows = false;

	if (callback->exception_at)
		memcpy(&swallows, (const char *)callback->object + callback->result_at,
		       sizeof swallows);
	return swallows;
}

static bool await_coroutine(void *self, struct exception *exception)
{
	struct coroutine_callback *callback = self;
	struct exception *raised;
	bool swallows;

	if (callback->exception_at)
		memcpy((char *)callback->object + callback->exception_at, &exception,
		       sizeof(struct exception *));
	raised = exception_caught(run_coroutine, callback);
	swallows = !raised && truth_of_result(callback);
	free(callback);
	if (raised)
		exception_pass_on(raised);
	return swallows;
}

void exit_stack_push_coroutine_(struct exit_stack *stack, const void *object, size_t size,
				const struct coroutine_type *type, size_t result_size,
				size_t exception_at)
{
	size_t align = _Alignof(max_align_t);
	size_t result_at = (size + align - 1) / align * align;
	struct coroutine_callback *callback;

	make_room(stack);
	callback = malloc(sizeof *callback + result_at + result_size);
	if (!callback)
		raise (MemoryError, "no room for a callback");
	callback->type = type;
	callback->result_at = result_at;
	callback->exception_at = exception_at;
	memcpy(callback->object, object, size);
	exit_stack_push_exit_(stack, await_coroutine, callback);
}

/* ---- emptying it ---- */

/* Gives the exception that goes on; owned, as is the one that it is given. */
static struct exception *leave_all(struct exit_stack *stack, struct exception *exception,
				   bool asynchronous)
{
	struct leaving how = { ASYNC_LOCATION("leaving an exit stack"), asynchronous };

	while (stack->count) {
		struct with_entry entry = stack->entries[--stack->count];

		exception = with_leave_entry(&entry, how, exception);
	}
	free(stack->entries);
	free(stack);
	return exception;
}

/* As an exit: true if the exception was swallowed. */
static bool leave_as_exit(struct exit_stack *stack, struct exception *exception,
			  bool asynchronous)
{
	struct exception *left = leave_all(
		stack, exception ? exception_retain(exception) : NULL, asynchronous);

	if (left && left != exception)
		exception_pass_on(left);
	exception_release(left);
	return exception && !left;
}

static void leave_alone(struct exit_stack *stack, bool asynchronous)
{
	struct exception *left = leave_all(stack, NULL, asynchronous);

	if (left)
		exception_pass_on(left);
}

void exit_stack_close(struct exit_stack *stack)
{
	leave_alone(stack, false);
}

async_define (void, exit_stack_aclose, (struct async_exit_stack *, stack))
{
	leave_alone(async_exit_stack_(stack), true);
}

struct exit_stack *exit_stack_pop_all_(struct exit_stack *stack)
{
	struct exit_stack *popped = new_stack();

	*popped = *stack;
	*stack = (struct exit_stack){ 0 };
	return popped;
}

struct async_exit_stack *async_exit_stack_pop_all_(struct async_exit_stack *stack)
{
	return (struct async_exit_stack *)exit_stack_pop_all_(async_exit_stack_(stack));
}

/* ---- as managers ---- */

struct exit_stack *exit_stack_manager_enter(struct exit_stack *stack)
{
	return stack;
}

bool exit_stack_manager_exit(struct exit_stack *stack, struct exception *exception)
{
	return leave_as_exit(stack, exception, false);
}

async_define (struct async_exit_stack *, async_exit_stack_manager_aenter,
	     (struct async_exit_stack *, stack))
{
	return stack;
}

async_define (bool, async_exit_stack_manager_aexit, (struct async_exit_stack *, stack),
	     (struct exception *, e))
{
	return leave_as_exit(async_exit_stack_(stack), e, true);
}
