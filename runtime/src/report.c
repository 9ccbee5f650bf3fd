#include <async/report.h>

#include <stdio.h>

#include "exception.h"
#include "loop.h"

void set_exception_handler(void (*handler)(const struct exception_context *))
{
	loop_current->exception_handler = handler;
}

/* repr() of a task, as far as we know what stands in it. */
static void print_task(const struct task *task)
{
	char text[1200];

	fprintf(stderr, "future: <Task finished name='Task-%u' coro=<%s() done>",
		(unsigned)task->number, task->name);
	if (task->future.exception)
		fprintf(stderr, " exception=%s",
			exception_repr(task->future.exception, text, sizeof text));
	fputs(">\n", stderr);
}

static void print(const struct exception_context *context)
{
	fflush(stdout);
	fprintf(stderr, "%s\n", context->message);
	if (context->task)
		print_task(context->task);
	if (context->exception)
		exception_print(context->exception);
	fflush(stderr);
}

void call_exception_handler(const struct exception_context *context)
{
	if (loop_current && loop_current->exception_handler)
		loop_current->exception_handler(context);
	else
		print(context);
}
