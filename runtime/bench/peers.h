/*
 * The others, measured in the same run: Boost.Context and State Threads where
 * their libraries are installed, ucontext of the C library.
 *
 * Each function gives nanoseconds per operation, or LEFT_OUT when its library is
 * not here.
 */
#ifndef BENCH_PEERS_H
#define BENCH_PEERS_H

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <ucontext.h>

#include "measure.h"

#define LEFT_OUT (-1.0)

static char peer_stack[1 << 16] __attribute__((aligned(64)));

/* ---- Boost.Context: its functions are C, its header is not ---- */

struct boost_transfer {
	void *context;
	void *data;
};

static void *(*boost_make)(void *top, size_t size, void (*)(struct boost_transfer));
static struct boost_transfer (*boost_jump)(void *to, void *data);

static void *open_library(const char *const *names)
{
	void *library = NULL;

	for (; *names && !library; names++)
		library = dlopen(*names, RTLD_NOW | RTLD_LOCAL);
	return library;
}

static bool have_boost(void)
{
	static const char *const names[] = { "libboost_context.so",
					     "libboost_context.so.1.74.0",
					     "libboost_context.so.1.83.0", NULL };
	static bool looked;
	void *library;

	if (!looked) {
		looked = true;
		library = open_library(names);
		*(void **)&boost_make = library ? dlsym(library, "make_fcontext") : NULL;
		*(void **)&boost_jump = library ? dlsym(library, "jump_fcontext") : NULL;
	}
	return boost_make && boost_jump;
}

static void boost_counter(struct boost_transfer from)
{
	for (int i = 0;; i++) {
		*(int *)from.data = i;
		from = boost_jump(from.context, NULL);
	}
}

/* One item of a generator: there and back, the item written by pointer. */
static double boost_item(void)
{
	enum { ITEMS = 100000 };
	struct boost_transfer from;
	long sum = 0;
	volatile long result;
	double start;
	int item;

	if (!have_boost())
		return LEFT_OUT;
	from.context = boost_make(peer_stack + sizeof peer_stack, sizeof peer_stack,
				  boost_counter);
	start = thread_nanoseconds();
	for (int i = 0; i < ITEMS; i++) {
		from = boost_jump(from.context, &item);
		sum += item;
	}
	result = sum;
	(void)result;
	return (thread_nanoseconds() - start) / ITEMS;
}

static void boost_once(struct boost_transfer from)
{
	boost_jump(from.context, NULL);
}

static double boost_create(void)
{
	enum { TIMES = 100000 };
	double start = thread_nanoseconds();

	if (!have_boost())
		return LEFT_OUT;
	for (int i = 0; i < TIMES; i++)
		boost_jump(boost_make(peer_stack + sizeof peer_stack, sizeof peer_stack,
				      boost_once),
			   NULL);
	return (thread_nanoseconds() - start) / TIMES;
}

/* ---- ucontext: two system calls a switch ---- */

static ucontext_t ucontext_main, ucontext_other;
static int ucontext_next_item;

static void ucontext_counter(void)
{
	for (int i = 0;; i++) {
		ucontext_next_item = i;
		swapcontext(&ucontext_other, &ucontext_main);
	}
}

static void ucontext_prepare(void (*entry)(void))
{
	getcontext(&ucontext_other);
	ucontext_other.uc_link = &ucontext_main;
	ucontext_other.uc_stack.ss_sp = peer_stack;
	ucontext_other.uc_stack.ss_size = sizeof peer_stack;
	makecontext(&ucontext_other, entry, 0);
}

static double ucontext_item(void)
{
	enum { ITEMS = 5000 };
	double start;

	ucontext_prepare(ucontext_counter);
	start = thread_nanoseconds();
	for (int i = 0; i < ITEMS; i++)
		swapcontext(&ucontext_main, &ucontext_other);
	return (thread_nanoseconds() - start) / ITEMS;
}

static void ucontext_once(void)
{
}

static double ucontext_create(void)
{
	enum { TIMES = 5000 };
	double start = thread_nanoseconds();

	for (int i = 0; i < TIMES; i++) {
		ucontext_prepare(ucontext_once);
		swapcontext(&ucontext_main, &ucontext_other);
	}
	return (thread_nanoseconds() - start) / TIMES;
}

/* ---- State Threads ---- */

static void *(*st_create)(void *(*)(void *), void *, int joinable, int stack_size);
static int (*st_join)(void *thread, void **result);
static int (*st_sleep)(unsigned long long microseconds);

static bool have_st(void)
{
	static const char *const names[] = { "libst.so", "libst.so.1", "libst.so.1.9",
					     NULL };
	static bool looked, found;
	int (*begin)(void) = NULL;
	void *library;

	if (looked)
		return found;
	looked = true;
	library = open_library(names);
	if (!library)
		return false;
	*(void **)&begin = dlsym(library, "st_init");
	*(void **)&st_create = dlsym(library, "st_thread_create");
	*(void **)&st_join = dlsym(library, "st_thread_join");
	*(void **)&st_sleep = dlsym(library, "st_usleep");
	found = begin && st_create && st_join && st_sleep && begin() == 0;
	return found;
}

static void *st_nothing(void *argument)
{
	return argument;
}

static double st_create_join(void)
{
	enum { TIMES = 20000 };
	double start = thread_nanoseconds();

	if (!have_st())
		return LEFT_OUT;
	for (int i = 0; i < TIMES; i++)
		st_join(st_create(st_nothing, NULL, 1, 0), NULL);
	return (thread_nanoseconds() - start) / TIMES;
}

enum { ST_SWITCHES = 20000 };

static void *st_switcher(void *argument)
{
	for (int i = 0; i < ST_SWITCHES / 2; i++)
		st_sleep(0);
	return argument;
}

static double st_switch(void)
{
	double start = thread_nanoseconds();
	void *first, *second;

	if (!have_st())
		return LEFT_OUT;
	first = st_create(st_switcher, NULL, 1, 0);
	second = st_create(st_switcher, NULL, 1, 0);
	st_join(first, NULL);
	st_join(second, NULL);
	return (thread_nanoseconds() - start) / ST_SWITCHES;
}

#endif
