/*
 * What is wrong with a statement of ours: await, yield, a loop over items, a call.
 *
 * Rules, as in source_clause.h: each is given a use of its word in a program that does
 * not compile; it gives the sentence on what is wrong with it, to be freed, or NULL.
 */
#ifndef COURSE_JUDGE_SOURCE_STATEMENT_H
#define COURSE_JUDGE_SOURCE_STATEMENT_H

#include "judge/source_clause.h"

source_rule statement_await; /* what await, create_task and async_run are given */
source_rule statement_taken; /* an await, where the call itself is wanted */
source_rule statement_yield;
source_rule statement_raise;
source_rule statement_misspelt; /* what with, async_for and their kin are given */
source_rule statement_function; /* anext and its kin, given a function */
source_rule statement_gather;   /* gather_all, given coroutines */
source_rule statement_loop;     /* async_for and for_each */
source_rule statement_thread;   /* to_thread */
source_rule statement_type;     /* Task and its kin without their type */
source_rule statement_call;     /* a macro without its parentheses */
source_rule statement_method;   /* any word: file.readline() */

#endif
