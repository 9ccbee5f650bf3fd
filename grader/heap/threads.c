#define _GNU_SOURCE
#include "threads.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "proc.h"

/* Of those beyond, all of the stack is looked through. */
enum { MOST_THREADS = 256 };

struct thread {
	void *(*routine)(void *);
	void *argument;
	_Atomic uintptr_t base; /* in its first frame; 0: it has not begun */
	_Atomic long id;
};

static struct thread threads[MOST_THREADS];
static atomic_uint thread_count;

static void *begin(void *slot)
{
	struct thread *thread = slot;
	void *argument = thread->argument;

	/* From now on the thread itself is who holds it. */
	thread->argument = NULL;
	thread->id = syscall(SYS_gettid);
	thread->base = (uintptr_t)__builtin_frame_address(0);
	return thread->routine(argument);
}

__attribute__((visibility("default"))) int
pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
	       void *(*routine)(void *), void *argument)
{
	typedef int create_function(pthread_t *, const pthread_attr_t *,
				    void *(*)(void *), void *);
	create_function *next = (create_function *)dlsym(RTLD_NEXT, "pthread_create");
	unsigned number = thread_count < MOST_THREADS ? thread_count++ : MOST_THREADS;

	if (number >= MOST_THREADS)
		return next(thread, attributes, routine, argument);
	threads[number].routine = routine;
	threads[number].argument = argument;
	return next(thread, attributes, begin, &threads[number]);
}

/* «202 0x… 0x… 0x… 0x… 0x… 0x… SP PC», of one that waits in a system call; 0: it runs,
 * or is over. What lies below is not in use: who makes the call may keep something there
 * (the red zone of the x86-64 ABI), but that is a function of a library. */
static uintptr_t stack_pointer(long thread)
{
	char path[64], text[256];
	unsigned long pointer = 0;

	snprintf(path, sizeof(path), "/proc/self/task/%ld/syscall", thread);
	if (!proc_read(path, text, sizeof(text)))
		return 0;
	if (sscanf(text, "%*d %*s %*s %*s %*s %*s %*s %lx", &pointer) != 1)
		return 0;
	return pointer;
}

uintptr_t threads_in_use_from(uintptr_t from, uintptr_t to)
{
	for (unsigned i = 0; i < MOST_THREADS && i < thread_count; i++) {
		uintptr_t base = threads[i].base, pointer;

		if (base < from || base >= to)
			continue;
		pointer = stack_pointer(threads[i].id);
		/* One that has ended may have had the same place. */
		if (pointer > from && pointer < base)
			return pointer & ~(uintptr_t)7;
	}
	return from;
}
