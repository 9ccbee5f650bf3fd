/*
 * An await that was forgotten: calls that only make a coroutine, and what becomes of it.
 * All places are in `code` (see source_code_only).
 */
#ifndef COURSE_JUDGE_SOURCE_AWAIT_H
#define COURSE_JUDGE_SOURCE_AWAIT_H

#include <stdbool.h>
#include <stddef.h>

/* The first call of something that must be awaited, and is not: as a statement, as what
 * is to be printed, or noted in a variable that nobody awaits. NULL if there is none,
 * else the word in `code`; *length is the word's. */
const char *source_await_forgotten(const char *code, size_t *length);

/* The same in one line of `code`, wherever in it: a call around which stands
 * neither await nor another that takes a coroutine. */
const char *source_await_forgotten_in(const char *code, int line, size_t *length);

/* Is the call there what await is given, or create_task and its kin? */
bool source_await_is_awaited(const char *code, const char *at);

/* The first statement «create_task (…);», of which nobody keeps the task; NULL: none. */
const char *source_await_dropped_task(const char *code);

/* The first task that is noted in a variable, «t[i] = create_task (…)», where nothing else
 * is done with that variable: the word, or NULL. */
const char *source_await_kept_task(const char *code);

/* The first statement «await (…);» of what gives a result: of a task that is declared
 * here as one, or of a coroutine that is defined here. NULL if there is none. */
const char *source_await_result_dropped(const char *code);

#endif
