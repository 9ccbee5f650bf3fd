#include "stack.h"

#include <pthread.h>
#include <stdint.h>
#include <sys/mman.h>

#include "sanitizer.h"

#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif

#define PAGE ((size_t)4096)
#define STACK_SIZE (SANITIZER_IS_ON ? (size_t)1 << 20 : (size_t)1 << 16)
#define STACKS_AT_ONCE ((size_t)128)

/* A stack that is not in use: the link stands at its warm end, the top. */
struct idle_stack {
	struct idle_stack *next;
	struct stack stack;
};

/* A stretch of stacks, side by side. */
struct slab {
	struct slab *next;
	char *start;
	size_t size;
};

/* Threads (to_thread) have no coroutines of their own: one list would do, but
 * for loops in several threads. */
static _Thread_local struct idle_stack *idle;
static struct slab *slabs;
static pthread_mutex_t slabs_lock = PTHREAD_MUTEX_INITIALIZER;
static bool guards_run_out;

static void install_guard(char *page)
{
	if (guards_run_out)
		return;
	if (madvise(page, PAGE, MADV_GUARD_INSTALL) == 0)
		return;
	if (mprotect(page, PAGE, PROT_NONE) != 0)
		guards_run_out = true;
}

static void put_on_idle_list(struct stack stack)
{
	struct idle_stack *link =
		(struct idle_stack *)(stack.bottom + stack.size) - 1;

	link->stack = stack;
	link->next = idle;
	idle = link;
}

static void remember_slab(struct slab *slab, char *start, size_t size)
{
	slab->start = start;
	slab->size = size;
	pthread_mutex_lock(&slabs_lock);
	slab->next = slabs;
	slabs = slab;
	pthread_mutex_unlock(&slabs_lock);
}

/* One page more than the stacks holds the slab's own record. */
static bool take_slab(void)
{
	size_t size = STACKS_AT_ONCE * STACK_SIZE + PAGE;
	char *start = mmap(NULL, size, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (start == MAP_FAILED)
		return false;
	madvise(start, size, MADV_NOHUGEPAGE);
	remember_slab((struct slab *)(start + size - PAGE), start, size - PAGE);
	return true;
}

/* The stacks of the newest slab that were never used: handed out one by one,
 * so that only what is used is touched. */
static _Thread_local char *fresh, *fresh_end;

static bool have_fresh(void)
{
	if (fresh != fresh_end)
		return true;
	if (!take_slab())
		return false;
	pthread_mutex_lock(&slabs_lock);
	fresh = slabs->start;
	fresh_end = fresh + slabs->size;
	pthread_mutex_unlock(&slabs_lock);
	return true;
}

struct stack stack_take(void)
{
	struct idle_stack *warm = idle;
	struct stack stack = { NULL, 0 };

	if (warm) {
		idle = warm->next;
		return warm->stack;
	}
	if (!have_fresh())
		return stack;
	install_guard(fresh);
	stack.bottom = fresh + PAGE;
	stack.size = STACK_SIZE - PAGE;
	fresh += STACK_SIZE;
	return stack;
}

void stack_give_back(struct stack stack)
{
	sanitizer_forget_stack(stack.bottom, stack.size);
	put_on_idle_list(stack);
}

bool stack_is_guard(const void *address)
{
	const char *at = address;

	for (struct slab *slab = slabs; slab; slab = slab->next)
		if (at >= slab->start && at < slab->start + slab->size)
			return (size_t)(at - slab->start) % STACK_SIZE < PAGE;
	return false;
}
