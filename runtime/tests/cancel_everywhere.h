/*
 * Cancels a coroutine at each of its suspensions in turn, and looks what it leaves
 * behind: descriptors, children, handles of the loop; under AddressSanitizer memory.
 *
 *	assert_cancellable(copy_file("from", "to"));
 *	assert_cancellable(transfer(&database), .check = no_row_is_there);
 *
 * The coroutine object is run again and again, each time as a task in a loop of its
 * own: twice to its end, then cancelled at its first suspension, at its second, and so
 * on, until it ends before that. All of it twice: cancelled as it suspends, before
 * anything can have happened; and cancelled when what it waits for has happened, and
 * it is about to go on. (That is where most is lost: what has just been given to it.)
 *
 * Everything that it needs must be begun within it, or be there all the time.
 */
#ifndef CANCEL_EVERYWHERE_H
#define CANCEL_EVERYWHERE_H

#include <stdbool.h>
#include <stddef.h>

#include <async.h>

struct cancel_options {
	/* Called after each run, outside of all loops. Gives what is wrong, a
	 * sentence, or NULL. */
	const char *(*check)(void);
	/* It may also go on when it was cancelled, or end by another exception. */
	bool may_end_otherwise;
	/* What libuv is still at may take so many seconds to end: 0: as long as a whole
	 * run, for a busy machine may keep it waiting. */
	double quiet_after;
};

struct cancelled_everywhere {
	unsigned suspensions; /* at so many it was cancelled */
	char fault[600];      /* what was wrong first, a sentence; "": nothing */
};

/* Gives a struct cancelled_everywhere. Outside of async_run only. */
#define cancel_everywhere(coroutine_, ...)                                               \
	({                                                                               \
		__auto_type object_ = (coroutine_);                                      \
		cancel_everywhere_(                                                      \
			&(struct cancelled_object){                                      \
				&object_, ASYNC_TYPE_OF_(object_), sizeof(object_),      \
				ASYNC_SIZE_OF_(ASYNC_RESULT_OF_(object_)) },             \
			(struct cancel_options){ __VA_ARGS__ });                         \
	})

/* The same, as an assertion of cmocka's. */
#define assert_cancellable(coroutine_, ...)                                              \
	do {                                                                             \
		struct cancelled_everywhere outcome_ =                                   \
			cancel_everywhere(coroutine_ __VA_OPT__(, ) __VA_ARGS__);        \
		if (*outcome_.fault)                                                     \
			fail_msg("%s", outcome_.fault);                                  \
		assert_true(outcome_.suspensions > 0);                                   \
	} while (0)

/* A coroutine object, and what task_create_ must know of it. */
struct cancelled_object {
	const void *object;
	const struct coroutine_type *type;
	size_t size, result_size;
};

struct cancelled_everywhere cancel_everywhere_(const struct cancelled_object *,
					       struct cancel_options);

#endif
