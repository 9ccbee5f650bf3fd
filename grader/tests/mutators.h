/*
 * The mistakes that mutants are made of: see mutate.h. Each makes the mutant that it
 * can make at the token `at`, or none.
 */
#ifndef COURSE_TESTS_MUTATORS_H
#define COURSE_TESTS_MUTATORS_H

#include "source_reading.h"

typedef void mutator(struct reading *reading, size_t at);

/* mutators_time.c */
mutator mutate_no_await;
mutator mutate_no_sleep;
mutator mutate_double_delay;
mutator mutate_half_delay;
mutator mutate_sleep_after;
mutator mutate_sleep_before;
mutator mutate_prints_swapped;
mutator mutate_blocking_sleep;
mutator mutate_in_turn;
mutator mutate_await_swapped;
mutator mutate_no_flush;

/* mutators_scope.c */
mutator mutate_swallow;
mutator mutate_no_finally;
mutator mutate_unprotected;
mutator mutate_off_by_one;
mutator mutate_no_break;
mutator mutate_no_raise;
mutator mutate_no_raise_again;
mutator mutate_raise_condition;
mutator mutate_no_yield;
mutator mutate_yield_twice;
mutator mutate_plain_word;
mutator mutate_no_ending;
mutator mutate_no_close;
mutator mutate_ended_twice;
mutator mutate_except_all;
mutator mutate_except_other;
mutator mutate_try_inside;
mutator mutate_one_round;

/* What they make: a mutant in which `text` stands in the place of the tokens
 * first…last. The second frees the text. */
void mutant_put(struct reading *reading, size_t first, size_t last, const char *text);
void mutant_put_taken(struct reading *reading, size_t first, size_t last, char *text);

#endif
