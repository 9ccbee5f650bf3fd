/*
 * Blocks of source code, and what is known in them alone.
 */
#ifndef COURSE_JUDGE_SOURCE_BLOCK_H
#define COURSE_JUDGE_SOURCE_BLOCK_H

/* NAME is not known at that line, but is declared above it in a block of the same
 * function that has ended: the sentence on that, to be freed; or NULL. `code` is as
 * source_code_only gives it. */
char *source_block_ended(const char *code, const char *name, int line);

/* The word that opens the block which ends before `at`, as timeout in «timeout (1.0) { … }»;
 * NULL if there is no such block, or if it is C's or a loop of ours. */
const char *source_block_opener(const char *code, const char *at);

#endif
