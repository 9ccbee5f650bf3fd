/*
 * Blocks of source code, and what is known in them alone.
 */
#ifndef COURSE_JUDGE_SOURCE_BLOCK_H
#define COURSE_JUDGE_SOURCE_BLOCK_H

/* NAME is not known at that line, but is declared above it in a block of the same
 * function that has ended: the sentence on that, to be freed; or NULL. `code` is as
 * source_code_only gives it. */
char *source_block_ended(const char *code, const char *name, int line);

#endif
