#define _GNU_SOURCE
#include "stack.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "sanitizer.h"

#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif

#define SIZE_MIN       ((size_t)1 << 14)
#define SIZE_MAX_SET   ((size_t)1 << 30)
#define SLAB_SIZE      ((size_t)1 << 23)
#define MPROTECTED_MAX 10000
#define COLOURS        ((size_t)16)
#define COLOUR         ((size_t)128)

/* A stack that is not in use: the link stands at its warm end, the top, where the
 * coroutine stood. */
struct idle_stack {
	struct idle_stack *next;
	struct stack stack;
};

/* A stretch of stacks, side by side. Handed out one by one, from the lowest, so
 * that only what is used is touched. */
struct slab {
	struct slab *next;      /* of all */
	struct slab *next_left; /* of those that an ended thread has left */
	char *start, *fresh, *end;
};

/* Each thread has its own, without a lock; when it ends, they become everyone's. */
static _Thread_local struct idle_stack *idle;
static _Thread_local struct slab *slab;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static _Atomic(struct slab *) slabs; /* all; a fault's handler reads them without it */
static struct slab *left_slabs;      /* with something in them, of ended threads */
static struct idle_stack *left_idle; /* likewise */
static size_t stack_size;            /* with the guard; 0: not chosen yet */
static size_t page;                  /* of the system: the size of a guard */

/* ---- their size ---- */

static bool choose_size(size_t bytes)
{
	size_t size;

	if (stack_size)
		return false;
	page = (size_t)sysconf(_SC_PAGESIZE);
	size = SIZE_MIN < 4 * page ? 4 * page : SIZE_MIN;
	while (size < bytes && size < SIZE_MAX_SET)
		size *= 2;
	stack_size = size;
	return true;
}

bool stack_set_size(size_t bytes)
{
	bool chosen;

	pthread_mutex_lock(&lock);
	chosen = choose_size(bytes);
	pthread_mutex_unlock(&lock);
	return chosen;
}

/* Sanitizers make frames several times as large. */
static size_t default_size(void)
{
	const char *text = getenv("ASYNC_STACK_SIZE");
	size_t bytes = text ? strtoul(text, NULL, 10) : 0;

	if (bytes)
		return bytes;
	return SANITIZER_IS_ON ? (size_t)1 << 20 : (size_t)1 << 16;
}

/* ---- guards ---- */

bool stack_guard_without_advice;

static void install_guard(char *start)
{
	static _Atomic unsigned protected_pages;

	if (!stack_guard_without_advice && madvise(start, page, MADV_GUARD_INSTALL) == 0)
		return;
	if (protected_pages < MPROTECTED_MAX && mprotect(start, page, PROT_NONE) == 0)
		protected_pages++;
}

bool stack_is_guard(const void *address)
{
	const char *at = address;

	for (const struct slab *in = slabs; in; in = in->next)
		if (at >= in->start && at < in->end)
			return (size_t)(at - in->start) % stack_size < page;
	return false;
}

/* ---- from the system ---- */

static bool map_slab(struct slab *new)
{
	size_t size = stack_size > SLAB_SIZE ? stack_size : SLAB_SIZE;

	new->start = mmap(NULL, size, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (new->start == MAP_FAILED)
		return false;
	/* A huge page would back 32 stacks at once, touched or not. */
	madvise(new->start, size, MADV_NOHUGEPAGE);
	new->fresh = new->start;
	new->end = new->start + size;
	return true;
}

static struct slab *new_slab(void)
{
	struct slab *new = calloc(1, sizeof *new);

	if (!new || !map_slab(new)) {
		free(new);
		return NULL;
	}
	new->next = slabs;
	slabs = new;
	return new;
}

/* ---- between threads ---- */

static pthread_key_t thread_end;
static pthread_once_t thread_end_once = PTHREAD_ONCE_INIT;

static void leave_to_others(void *unused)
{
	struct idle_stack *last = idle;

	(void)unused;
	pthread_mutex_lock(&lock);
	if (slab && slab->fresh < slab->end) {
		slab->next_left = left_slabs;
		left_slabs = slab;
	}
	while (last && last->next)
		last = last->next;
	if (last) {
		last->next = left_idle;
		left_idle = idle;
	}
	pthread_mutex_unlock(&lock);
	idle = NULL;
	slab = NULL;
}

static void make_key(void)
{
	pthread_key_create(&thread_end, leave_to_others);
}

static struct slab *find_slab(void)
{
	struct slab *left = left_slabs;

	if (!left)
		return new_slab();
	left_slabs = left->next_left;
	return left;
}

/* Gives this thread something to hand out; false: there is no memory. */
static bool restock(void)
{
	pthread_once(&thread_end_once, make_key);
	pthread_setspecific(thread_end, &thread_end);
	pthread_mutex_lock(&lock);
	if (!stack_size)
		choose_size(default_size());
	idle = left_idle;
	left_idle = NULL;
	if (!idle)
		slab = find_slab();
	pthread_mutex_unlock(&lock);
	return idle || slab;
}

/* ---- taking and giving back ---- */

static struct stack take_idle(void)
{
	struct idle_stack *warm = idle;

	idle = warm->next;
	return warm->stack;
}

/* Neighbours end at different distances from the end of their page: else the
 * cache lines that each uses most would all compete for the same few places. */
static size_t colour(size_t number)
{
	return number % COLOURS * COLOUR;
}

static struct stack take_fresh(void)
{
	size_t number = (size_t)(slab->fresh - slab->start) / stack_size;
	struct stack stack = { slab->fresh + page, stack_size - page - colour(number) };

	slab->fresh += stack_size;
	install_guard(stack.bottom - page);
	sanitizer_new_stack(stack.bottom, stack.size);
	return stack;
}

struct stack stack_take(void)
{
	if (idle)
		return take_idle();
	if (slab && slab->fresh < slab->end)
		return take_fresh();
	if (!restock())
		return (struct stack){ NULL, 0 };
	return idle ? take_idle() : take_fresh();
}

/* To the end of its last page: what is left of that is nobody's (see colour). */
static void clear_all(struct idle_stack *next)
{
	while (next) {
		struct stack stack = next->stack;

		next = next->next;
		madvise(stack.bottom, (stack.size + page - 1) / page * page,
			MADV_DONTNEED);
	}
}

void stack_clear_idle(void)
{
	pthread_mutex_lock(&lock);
	clear_all(left_idle);
	left_idle = NULL;
	pthread_mutex_unlock(&lock);
	clear_all(idle);
	idle = NULL;
}

void stack_give_back(struct stack stack)
{
	struct idle_stack *link;

	sanitizer_forget_stack(stack.bottom, stack.size);
	link = (struct idle_stack *)(stack.bottom + stack.size) - 1;
	link->stack = stack;
	link->next = idle;
	idle = link;
}
