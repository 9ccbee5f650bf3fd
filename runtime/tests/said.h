/*
 * What the coroutines of a test have said, in their order. An assertion inside a
 * coroutine would leave its stack by a jump; so they speak, and the test asserts.
 */
#ifndef SAID_H
#define SAID_H

/* As printf, with a blank before it, unless it is the first. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* All of that, until the next call of said. */
const char *said(void);

#endif
