/* Coroutines: leaving a stack, coming back to it, and raising there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <async/coroutine.h>
#include <async/exception.h>

/* A coroutine with something to tell, at the top of its stack. */
struct teller {
	struct coroutine coroutine;
	struct coroutine *listener;
	int told;
	int limit;
};

static struct teller *new_teller(void (*entry)(void *), int limit)
{
	struct teller *teller = coroutine_create(sizeof *teller, entry, "teller");

	teller->listener = coroutine_current;
	teller->limit = limit;
	teller->told = 0;
	return teller;
}

static void tell_numbers(void *argument)
{
	struct teller *teller = argument;

	coroutine_arrived();
	for (; teller->told < teller->limit; teller->told++)
		coroutine_switch(teller->listener);
	coroutine_exit(teller->listener);
}

static void a_switch_says_whether_the_other_has_ended(void **state)
{
	struct teller *teller = new_teller(tell_numbers, 3);

	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_true(coroutine_switch(&teller->coroutine));
		assert_int_equal(teller->told, i);
	}
	assert_false(coroutine_switch(&teller->coroutine));
	assert_int_equal(teller->told, 3);
	coroutine_destroy(&teller->coroutine);
}

static void many_take_turns(void **state)
{
	enum { COUNT = 500, ROUNDS = 20 };
	struct teller *tellers[COUNT];

	(void)state;
	for (int i = 0; i < COUNT; i++)
		tellers[i] = new_teller(tell_numbers, ROUNDS);
	for (int round = 0; round < ROUNDS; round++)
		for (int i = 0; i < COUNT; i++) {
			assert_true(coroutine_switch(&tellers[i]->coroutine));
			assert_int_equal(tellers[i]->told, round);
		}
	for (int i = 0; i < COUNT; i++) {
		assert_false(coroutine_switch(&tellers[i]->coroutine));
		coroutine_destroy(&tellers[i]->coroutine);
	}
}

/* ---- what a switch must keep ---- */

__attribute__((noinline)) static double mix(int a, double b)
{
	__asm__ volatile("" : "+r"(a));
	return a * b;
}

/* More values alive over a switch than there are registers to keep. */
__attribute__((noinline)) static double keep(struct coroutine *other, int seed)
{
	int a = seed + 1, b = seed + 2, c = seed + 3, d = seed + 4, e = seed + 5;
	double x = mix(a, 0.5), y = mix(b, 0.25), z = mix(c, 0.125);

	coroutine_switch(other);
	return a + 10.0 * b + 100.0 * c + 1000.0 * d + 10000.0 * e + x + y + z;
}

static double kept_there;

static void keep_there(void *argument)
{
	struct teller *teller = argument;

	coroutine_arrived();
	kept_there = keep(teller->listener, 20);
	coroutine_exit(teller->listener);
}

static void values_are_kept(void **state)
{
	struct teller *teller = new_teller(keep_there, 0);
	double here = keep(&teller->coroutine, 10);

	(void)state;
	coroutine_switch(&teller->coroutine);
	coroutine_destroy(&teller->coroutine);
	assert_true(here == 11 + 120 + 1300 + 14000 + 150000 + 5.5 + 3 + 1.625);
	assert_true(kept_there == 21 + 220 + 2300 + 24000 + 250000 + 10.5 + 5.5 + 2.875);
}

static char printed[64];

/* printf of a double keeps vectors on the stack: it must be aligned. */
static void print_a_number(void *argument)
{
	struct teller *teller = argument;

	coroutine_arrived();
	snprintf(printed, sizeof printed, "%.3f %Lg", 3.14159, 2.5L);
	coroutine_exit(teller->listener);
}

static void a_new_stack_is_aligned(void **state)
{
	struct teller *teller = new_teller(print_a_number, 0);

	(void)state;
	assert_int_equal((uintptr_t)teller % 64, 0);
	coroutine_switch(&teller->coroutine);
	coroutine_destroy(&teller->coroutine);
	assert_string_equal(printed, "3.142 2.5");
}

/* ---- two who leave each other by one call ---- */

static struct teller *pair[2];
static char order[16];

static void take_turns(void *argument)
{
	struct teller *self = argument;
	struct teller *other = pair[self == pair[0]];

	coroutine_arrived();
	for (; self->told < self->limit; self->told++) {
		strcat(order, self == pair[0] ? "a" : "b");
		coroutine_swap(&other->coroutine);
	}
	coroutine_exit(self->listener);
}

static void a_swap_comes_back(void **state)
{
	(void)state;
	*order = '\0';
	for (int i = 0; i < 2; i++)
		pair[i] = new_teller(take_turns, 3);
	assert_false(coroutine_switch(&pair[0]->coroutine));
	assert_string_equal(order, "ababab");
	assert_int_equal(pair[0]->told, 3);
	assert_false(coroutine_switch(&pair[1]->coroutine));
	for (int i = 0; i < 2; i++)
		coroutine_destroy(&pair[i]->coroutine);
}

/* ---- exceptions ---- */

static void raise_and_catch(void *argument)
{
	struct teller *teller = argument;

	coroutine_arrived();
	try {
		coroutine_switch(teller->listener);
		raise (ValueError, "number %d", 7);
	} except (ValueError, e) {
		teller->told = atoi(e->message + strlen("number "));
		coroutine_switch(teller->listener);
	} end_try
	coroutine_exit(teller->listener);
}

/* Each has its own handlers: what is raised here is not caught over there, though
 * that one was the last to set a handler. */
static void each_catches_its_own(void **state)
{
	struct teller *teller = new_teller(raise_and_catch, 0);
	volatile bool caught = false;

	(void)state;
	coroutine_switch(&teller->coroutine);
	try {
		raise (KeyError, "mine");
	} except (KeyError, e) {
		coroutine_switch(&teller->coroutine);
		assert_string_equal(e->message, "'mine'");
		caught = true;
	} end_try
	assert_true(caught);
	assert_int_equal(teller->told, 7);
	assert_false(coroutine_switch(&teller->coroutine));
	coroutine_destroy(&teller->coroutine);
}

/* ---- ways out of the program ---- */

static int in_child(void (*function)(void))
{
	int status;
	pid_t child;

	fflush(NULL);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		function();
		exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static void leave_some_suspended(void)
{
	for (int i = 0; i < 10; i++)
		coroutine_switch(&new_teller(tell_numbers, 3)->coroutine);
}

static void exit_with_suspended_ones_is_clean(void **state)
{
	(void)state;
	assert_int_equal(in_child(leave_some_suspended), 0);
}

static void exit_from_one(void *argument)
{
	(void)argument;
	coroutine_arrived();
	exit(7);
}

static void let_one_exit(void)
{
	coroutine_switch(&new_teller(exit_from_one, 0)->coroutine);
}

static void one_may_exit_the_program(void **state)
{
	int status = in_child(let_one_exit);

	(void)state;
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 7);
}

static void use_up_all_stacks(void)
{
	struct rlimit limit = { 1 << 28, 1 << 28 };
	volatile bool raised = false;

	setrlimit(RLIMIT_AS, &limit);
	try {
		for (int i = 0; i < 1 << 20; i++)
			(void)new_teller(tell_numbers, 0);
	} except (MemoryError, e) {
		raised = strstr(e->message, "'teller'") != NULL;
	} end_try
	exit(raised ? 0 : 1);
}

static void without_memory_a_memory_error_is_raised(void **state)
{
	const char *under = getenv("TEST_UNDER");

	(void)state;
	if (!under || strcmp(under, "plain") != 0)
		skip(); /* others have more than that already */
	assert_int_equal(in_child(use_up_all_stacks), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_switch_says_whether_the_other_has_ended),
		cmocka_unit_test(many_take_turns),
		cmocka_unit_test(values_are_kept),
		cmocka_unit_test(a_new_stack_is_aligned),
		cmocka_unit_test(a_swap_comes_back),
		cmocka_unit_test(each_catches_its_own),
		cmocka_unit_test(exit_with_suspended_ones_is_clean),
		cmocka_unit_test(one_may_exit_the_program),
		cmocka_unit_test(without_memory_a_memory_error_is_raised),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
