/*
 * The channel: on it, the participants send what they want to be woken by.
 */
#ifndef COURSE_CLOCK_CHANNEL_H
#define COURSE_CLOCK_CHANNEL_H

#include "clock/participants.h"

/* Takes the datagrams that have come in, of a flood a portion. A slot's is the end of a
 * pipe, a timer's a timerfd; all else is dropped. */
void channel_receive(struct participants *all);

#endif
