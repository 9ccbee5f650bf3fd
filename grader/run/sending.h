/*
 * Sending: of descriptors, to another process.
 *
 * The kernel bounds how many a user may have sent that nobody has received, in all of
 * their processes together (ETOOMANYREFS, unix(7)). What a program in one jail sends
 * keeps those of others waiting, and so the grader, until it is received or the program
 * is ended by its limits.
 */
#ifndef COURSE_RUN_SENDING_H
#define COURSE_RUN_SENDING_H

#include <stdbool.h>

/* After a sendmsg that failed, by errno: is it to be tried again? Waits a millisecond if
 * others must receive first, some seconds in all; errno is as before. */
bool sending_is_tried_again(int tries);

#endif
