/*
 * The trace: what happened in a program, for pictures and for diagnosis.
 *
 * Written when the environment variable ASYNC_TRACE_FD holds the number of a
 * writable descriptor that can be mapped (a file or a memfd) as the program begins:
 * the runtime maps it and appends records to it, without a system call, so that nothing is lost
 * when the program dies. It stops at the size that it finds, and with the end of
 * async_run.
 *
 * A thing is named by a word and a number, which is its own among all things:
 * «lock 1», «semaphore 2», «event 3», «condition 4», «future 5»; of a queue, «item
 * of queue 6», «room in queue 6» or «end of queue 6», by what is waited for; and
 * «task 7» by the number of the task.
 *
 * The file is a struct trace_header and then records; each is a struct
 * trace_record, followed by `text_length` bytes of text and padded to eight
 * bytes. The whole is evidence, not proof: the program could have written it.
 */
#ifndef ASYNC_TRACE_H
#define ASYNC_TRACE_H

#include <stdbool.h>
#include <stdint.h>

#include "coroutine.h"

#define TRACE_MAGIC UINT64_C(0x3165636172743161) /* "a1trace1" */

struct trace_header {
	uint64_t magic;
	uint64_t used; /* bytes, this header among them */
	uint64_t lost; /* records that had no room */
};

enum trace_kind {
	TRACE_PLACE,       /* names a place: `place` is its number from now on;
			       text: file, NUL, function, NUL, source text */
	TRACE_TASK_CREATE, /* text: name of the coroutine function */
	TRACE_TASK_BEGIN,
	TRACE_TASK_END, /* text: name of the exception, or empty */
	TRACE_SUSPEND,  /* place: the innermost await */
	TRACE_RESUME,
	TRACE_ENTER, /* a manager was entered; place: with or async_with */
	TRACE_EXIT,  /* it is being left; text: the exception, or empty */
	TRACE_NEXT,  /* anext, or next: an item is asked for; place: the loop,
			       or the await; text: of the latter, which method */
	TRACE_YIELD,
	TRACE_ACLOSE, /* text: name of the generator */
	TRACE_RAISE,  /* text: name of the exception */
	TRACE_CANCEL, /* task: who is to be cancelled */
	TRACE_WAIT,   /* what the suspension that follows waits for, a thing;
			       several records: for all of these */
	TRACE_HOLD,   /* a lock or semaphore was taken; text: the thing */
	TRACE_LET_GO, /* it was given back */
	TRACE_PART,   /* of a future: text: the thing, and the task that is to
			       end before it is done, as in «future 1 task 3» */
	TRACE_LEAK,   /* memory that nobody can free any more; text: where the
			       call returns to in the executable (hexadecimal), its name,
			       how many bytes of it are lost, in how many blocks, and
			       of how many, as in «11a5 strdup 24 1 3». Not the runtime
			       tells it, but who counts blocks, at the process's end */
	TRACE_FAULT,  /* what ended the process; text: the address behind that of the
			       code in the executable (hexadecimal; 0: it was elsewhere),
			       and a word of the kinds in grader/heap/fault.c, as in
			       «11a5 freed». It is told by the same */
	TRACE_KIND_LAST = TRACE_FAULT,
};

struct trace_record {
	uint16_t size; /* of the record, text and padding */
	uint8_t kind;
	uint8_t unused;
	uint32_t text_length;
	uint32_t task;  /* number, 0: none */
	uint32_t place; /* number, 0: none */
	int32_t line;
	uint32_t coroutine; /* depth of generators: 0 is the task itself */
	int64_t at;         /* nanoseconds of CLOCK_MONOTONIC */
};

#endif
