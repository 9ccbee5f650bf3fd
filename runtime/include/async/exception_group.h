/*
 * Exception groups (PEP 654): several exceptions that are raised as one.
 *
 *	try { … }
 *	except (ExceptionGroup, e) {                  except ExceptionGroup as e:
 *		for (unsigned i = 0; i < e->count; i++)       for one in e.exceptions: …
 *			puts(e->exceptions[i]->message);
 *	}
 *
 * An ExceptionGroup is an Exception and a BaseExceptionGroup; it holds nothing
 * but Exceptions. There is no except* in C.
 */
#ifndef ASYNC_EXCEPTION_GROUP_H
#define ASYNC_EXCEPTION_GROUP_H

#include "exception.h"

extern const struct exception_type BaseExceptionGroup[1], ExceptionGroup[1];

/* A new one, not raised; the caller owns it. Takes a reference to each. Its
 * message says how many they are. */
struct exception *exception_group_new(const char *message,
				      struct exception *const *exceptions,
				      unsigned count);

#endif
