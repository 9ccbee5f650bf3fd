#define _GNU_SOURCE
#include <async/exception.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sanitizer.h"
#include "switch.h"
#include "trace.h"

#define CLASS(class, of)                                                                 \
	const struct exception_type class[1] = { { .name = #class, .base = of } }

CLASS(BaseException, NULL);
CLASS(CancelledError, BaseException);
CLASS(GeneratorExit, BaseException);
CLASS(KeyboardInterrupt, BaseException);
CLASS(Exception, BaseException);
CLASS(ArithmeticError, Exception);
CLASS(ZeroDivisionError, ArithmeticError);
CLASS(AssertionError, Exception);
CLASS(AttributeError, Exception);
CLASS(EOFError, Exception);
CLASS(LookupError, Exception);
CLASS(IndexError, LookupError);
CLASS(KeyError, LookupError);
CLASS(MemoryError, Exception);
CLASS(OSError, Exception);
CLASS(ConnectionError, OSError);
CLASS(BrokenPipeError, ConnectionError);
CLASS(ConnectionAbortedError, ConnectionError);
CLASS(ConnectionRefusedError, ConnectionError);
CLASS(ConnectionResetError, ConnectionError);
CLASS(FileExistsError, OSError);
CLASS(FileNotFoundError, OSError);
CLASS(IsADirectoryError, OSError);
CLASS(NotADirectoryError, OSError);
CLASS(PermissionError, OSError);
CLASS(ProcessLookupError, OSError);
CLASS(TimeoutError, OSError);
CLASS(RuntimeError, Exception);
CLASS(RecursionError, RuntimeError);
CLASS(StopAsyncIteration, Exception);
CLASS(StopIteration, Exception);
CLASS(TypeError, Exception);
CLASS(ValueError, Exception);

/* What is raised when there is no memory for an exception. All threads have this one:
 * so its references are not counted. */
static struct exception out_of_memory = {
	.type = MemoryError,
	.message = "",
	.references = 1,
};

static bool is_kind_of(const struct exception_type *kind,
		       const struct exception_type *type)
{
	for (; kind; kind = kind->base)
		if (kind == type || (kind->also && is_kind_of(kind->also, type)))
			return true;
	return false;
}

bool exception_is(const struct exception *exception, const struct exception_type *type)
{
	return is_kind_of(exception->type, type);
}

struct exception *exception_retain(struct exception *exception)
{
	if (exception != &out_of_memory)
		exception->references++;
	return exception;
}

/* The last one that was freed, for the next: a raise that is caught at once needs
 * no malloc, which is a third of its time. Not where a sanitizer is to see who
 * uses one that is gone. */
static _Thread_local struct exception *spare;

#define ROOM ((size_t)64) /* for the text, in all that may become spare */

static struct exception *take_memory(size_t length)
{
	struct exception *memory = spare;

	if (length >= ROOM)
		return malloc(sizeof *memory + length + 1);
	if (!memory)
		return malloc(sizeof *memory + ROOM);
	spare = NULL;
	return memory;
}

static void give_memory_back(struct exception *memory)
{
	if (spare || coroutine_is_watched)
		free(memory);
	else
		spare = memory;
}

void exception_free_spare(void)
{
	free(spare);
	spare = NULL;
}

static void release_members(struct exception *group)
{
	for (unsigned i = 0; i < group->count; i++)
		exception_release(group->exceptions[i]);
	free(group->exceptions);
}

/* A chain of contexts may be long: no recursion over it. */
void exception_release(struct exception *exception)
{
	while (exception && exception != &out_of_memory && --exception->references == 0) {
		struct exception *context = exception->context;

		exception_release(exception->cause);
		if (exception->exceptions)
			release_members(exception);
		give_memory_back(exception);
		exception = context;
	}
}

/* The text stands behind the structure. */
static struct exception *allocate(const struct exception_type *type, size_t length)
{
	struct exception *exception = take_memory(length);

	if (!exception)
		return NULL;
	exception->type = type;
	exception->message = (char *)(exception + 1);
	exception->context = NULL;
	exception->cause = NULL;
	exception->error_number = 0;
	exception->suppress_context = false;
	exception->exceptions = NULL;
	exception->count = 0;
	exception->references = 1;
	exception->depth = 0;
	return exception;
}

/* The text of a KeyError is the key's repr. */
static struct exception *with_text(const struct exception_type *type, const char *text,
				   size_t length)
{
	size_t quoted = type == KeyError;
	struct exception *exception = allocate(type, length + 2 * quoted);
	char *to;

	if (!exception)
		return &out_of_memory;
	to = (char *)(exception + 1);
	if (quoted)
		*to++ = '\'';
	memcpy(to, text, length);
	to += length;
	if (quoted)
		*to++ = '\'';
	*to = '\0';
	return exception;
}

const char exception_no_text[] = "";

struct exception *exception_plain(const struct exception_type *type)
{
	struct exception *exception = allocate(type, 0);

	if (!exception)
		return &out_of_memory;
	exception->message = exception_no_text;
	return exception;
}

/* PEP 479: the end of an iteration must not be mistaken for an error inside. */
struct exception *exception_as_runtime_error(struct exception *stop, const char *where)
{
	struct exception *error =
		exception_new(RuntimeError, "%s raised %s", where, stop->type->name);

	if (error == &out_of_memory) {
		exception_release(stop);
		return error;
	}
	error->cause = stop;
	error->context = exception_retain(stop);
	return error;
}

static __attribute__((noinline)) struct exception *
formatted(const struct exception_type *type, const char *format, va_list arguments)
{
	char text[1024];
	int length = vsnprintf(text, sizeof text, format, arguments);

	if (length < 0)
		length = 0;
	if ((size_t)length >= sizeof text)
		length = sizeof text - 1;
	return with_text(type, text, (size_t)length);
}

static struct exception *from_format(const struct exception_type *type,
				     const char *format, va_list arguments)
{
	const char *end = strchrnul(format, '%');

	if (*end)
		return formatted(type, format, arguments);
	return with_text(type, format, (size_t)(end - format));
}

struct exception *exception_new(const struct exception_type *type, const char *format,
				...)
{
	struct exception *exception;
	va_list arguments;

	va_start(arguments, format);
	exception = from_format(type, format, arguments);
	va_end(arguments);
	return exception;
}

/* What is being handled becomes the context, as long as no circle comes of
 * it: an exception that is raised again while it is handled is its own. */
static void set_context(struct exception *exception, struct exception *handled)
{
	if (!handled || exception == handled || exception == &out_of_memory)
		return;
	for (struct exception *older = handled; older; older = older->context)
		if (older->context == exception) {
			older->context = NULL;
			exception->references--;
			break;
		}
	if (exception->context == handled)
		return;
	exception_release(exception->context);
	exception->context = exception_retain(handled);
}

static void add_to_traceback(struct exception *exception,
			     const struct source_location *location)
{
	if (exception == &out_of_memory)
		return;
	if (exception->depth < EXCEPTION_TRACEBACK_MAX)
		exception->traceback[exception->depth++] = location;
}

/* Each await between the raise and the handler is a line of the traceback. */
static void unwind_awaits(struct coroutine *here, struct await_frame *end,
			  struct exception *exception)
{
	while (here->awaits && here->awaits != end) {
		add_to_traceback(exception, here->awaits->location);
		here->awaits = here->awaits->previous;
	}
}

/* As the interpreter: who was interrupted says so to who has started him. */
static _Noreturn void nobody_catches(struct exception *exception)
{
	fflush(stdout);
	exception_print(exception);
	if (exception_is(exception, KeyboardInterrupt)) {
		signal(SIGINT, SIG_DFL);
		kill(getpid(), SIGINT);
	}
	exit(1);
}

/* A StopIteration that is about to leave a coroutine function: it does when it
 * passes an await. */
static struct exception *leaving_coroutine(struct exception *exception,
					   const struct handler *handler)
{
	if (coroutine_current->awaits == handler->awaits ||
	    !exception_is(exception, StopIteration))
		return exception;
	return exception_as_runtime_error(exception, "coroutine");
}

/* Takes over the reference. */
static _Noreturn void throw(struct exception * exception)
{
	struct coroutine *here = coroutine_current;

	for (;;) {
		struct handler *handler = here->handlers;

		if (!handler)
			nobody_catches(exception);
		here->handlers = handler->previous;
		exception = leaving_coroutine(exception, handler);
		unwind_awaits(here, handler->awaits, exception);
		here->handling = handler->handling;
		if (!handler->pass) {
			handler->exception = exception;
			sanitizer_before_jump();
			handler_jump_(handler->registers);
		}
		handler->pass(handler, exception);
	}
}

/* What is being handled here, or by who waits for this generator's item. */
static struct handling *innermost_handling(void)
{
	struct coroutine *at = coroutine_current;

	while (!at->handling && at->resumer)
		at = at->resumer;
	return at->handling;
}

static _Noreturn void throw_here(const struct source_location *location,
				 struct exception *exception)
{
	struct handling *handling = innermost_handling();

	if (handling)
		set_context(exception, handling->exception);
	if (location)
		add_to_traceback(exception, location);
	TRACE(TRACE_RAISE, location, exception->type->name);
	throw(exception);
}

_Noreturn void exception_throw(struct exception *exception)
{
	throw_here(NULL, exception);
}

_Noreturn void exception_pass_on(struct exception *exception)
{
	throw(exception);
}

_Noreturn void raise_exception_(const struct source_location *location,
				struct exception *exception)
{
	throw_here(location, exception_retain(exception));
}

_Noreturn void raise_again_(const struct source_location *location)
{
	struct handling *handling = innermost_handling();

	if (!handling)
		raise_new_(location, RuntimeError, "No active exception to reraise");
	throw(exception_retain(handling->exception));
}

_Noreturn void raise_type_(const struct source_location *location,
			   const struct exception_type *type)
{
	throw_here(location, exception_plain(type));
}

_Noreturn void raise_new_(const struct source_location *location,
			  const struct exception_type *type, const char *format, ...)
{
	struct exception *exception;
	va_list arguments;

	va_start(arguments, format);
	exception = from_format(type, format, arguments);
	va_end(arguments);
	throw_here(location, exception);
}

_Noreturn void raise_from_(const struct source_location *location,
			   struct exception *cause, const struct exception_type *type,
			   const char *format, ...)
{
	struct exception *exception;
	va_list arguments;

	va_start(arguments, format);
	exception = from_format(type, format, arguments);
	va_end(arguments);
	if (exception != &out_of_memory) {
		exception->cause = cause ? exception_retain(cause) : NULL;
		exception->suppress_context = true;
	}
	throw_here(location, exception);
}
