/*
 * The functions that are replaced, and those that would be called without us.
 */
#ifndef COURSE_CLOCK_PRELOAD_NEXT_H
#define COURSE_CLOCK_PRELOAD_NEXT_H

/* Functions that the program sees; everything else in the library is hidden. */
#define REPLACED __attribute__((visibility("default")))

/* The function of that name that the program would call without us. */
#define NEXT(name)                                                                       \
	({                                                                               \
		static __typeof__(name) *next_##name;                                    \
		if (!next_##name)                                                        \
			next_##name = (__typeof__(name) *)clock_next(#name);             \
		next_##name;                                                             \
	})
void *clock_next(const char *name);

#endif
