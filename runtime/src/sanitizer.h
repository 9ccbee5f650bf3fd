/*
 * What AddressSanitizer, ThreadSanitizer and valgrind must be told of stacks.
 *
 * The sanitizers' functions are weak: the same library serves programs that are
 * built with a sanitizer and those that are not.
 */
#ifndef ASYNC_SANITIZER_H
#define ASYNC_SANITIZER_H

#include <stdbool.h>
#include <stddef.h>

#if defined(__has_include)
#if __has_include(<valgrind/valgrind.h>) && !defined(ASYNC_NO_VALGRIND)
#include <valgrind/valgrind.h>
#endif
#endif
#ifndef VALGRIND_STACK_REGISTER
#define VALGRIND_STACK_REGISTER(start, end) 0
#define VALGRIND_STACK_DEREGISTER(id) ((void)(id))
#endif

#define SANITIZER_WEAK __attribute__((weak))
SANITIZER_WEAK void __sanitizer_start_switch_fiber(void **fake_stack,
						   const void *bottom,
						   size_t size);
SANITIZER_WEAK void __sanitizer_finish_switch_fiber(void *fake_stack,
						    const void **bottom,
						    size_t *size);
SANITIZER_WEAK void __asan_handle_no_return(void);
SANITIZER_WEAK void __asan_unpoison_memory_region(const volatile void *,
						  size_t);
SANITIZER_WEAK void *__tsan_get_current_fiber(void);
SANITIZER_WEAK void *__tsan_create_fiber(unsigned flags);
SANITIZER_WEAK void __tsan_destroy_fiber(void *fiber);
SANITIZER_WEAK void __tsan_switch_to_fiber(void *fiber, unsigned flags);

#define SANITIZER_ADDRESS (__sanitizer_start_switch_fiber != NULL)
#define SANITIZER_THREAD (__tsan_create_fiber != NULL)
#define SANITIZER_IS_ON (SANITIZER_ADDRESS || SANITIZER_THREAD)

/* The frames that were left on a stack will never return. */
static inline void sanitizer_forget_stack(void *bottom, size_t size)
{
	if (__asan_unpoison_memory_region)
		__asan_unpoison_memory_region(bottom, size);
}

/* The current stack is about to be cut back by a jump. */
static inline void sanitizer_before_jump(void)
{
	if (__asan_handle_no_return)
		__asan_handle_no_return();
}

#endif
