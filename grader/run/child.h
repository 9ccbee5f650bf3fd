/*
 * What a process of ours does before it becomes another program.
 *
 * The first process of a jail does so as well (inside.c), and is linked with nothing
 * else of the grader: this needs nothing of it either.
 */
#ifndef COURSE_RUN_CHILD_H
#define COURSE_RUN_CHILD_H

/* All signals as they are at first, and none blocked. */
void child_reset_signals(void);

/* What is executed from here on lies at the same addresses each time: what it prints of
 * memory that is not its own is then the same, too (personality(2)). */
void child_fix_addresses(void);

/* Becomes the program, which is looked for in our own PATH (execvpe(3)); returns only if
 * it cannot, with errno. A file that was just written may still be open for writing in
 * another process that is being started: such a one is waited for. */
void child_execute(char *const *arguments, char *const *environment);

#endif
