/*
 * Types, as compilers name them in their messages, in the learner's terms.
 *
 * A Task(int) is `int (*)(struct task *)` to a compiler, and the call of a coroutine
 * a `struct f_coroutine`. Where one thing stands for which another is wanted, these
 * two say what was meant.
 */
#ifndef COURSE_JUDGE_COMPILER_TYPES_H
#define COURSE_JUDGE_COMPILER_TYPES_H

/* The message with Task(int), Queue(char *) and so on for what stands for them, and
 * without the names that only macros know. To be freed. */
char *compiler_types_renamed(const char *message);

/* The sentence on a thing of ours that is given where another is wanted, of a renamed
 * message and the note behind it, which may be ""; NULL if it speaks of no such thing.
 * To be freed. *row becomes its name. */
char *compiler_types_sentence(const char *message, const char *note, const char **row);

/* The same on things of any type. */
char *compiler_types_sentence_c(const char *message, const char *note, const char **row);

#endif
