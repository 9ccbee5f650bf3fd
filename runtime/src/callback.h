/*
 * Functions of the program that the loop calls: done callbacks, call_soon.
 */
#ifndef ASYNC_SRC_CALLBACK_H
#define ASYNC_SRC_CALLBACK_H

#include <async/future.h>

/* Calls function(argument); what it raises is reported. */
void callback_run(void (*function)(void *), void *argument);

#endif
