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
#if __has_include(<valgrind/memcheck.h>) && !defined(ASYNC_NO_VALGRIND)
#include <valgrind/memcheck.h>
#endif
#endif
#ifndef VALGRIND_STACK_REGISTER
#define VALGRIND_STACK_REGISTER(start, end) ((void)(start), (void)(end), 0)
#define VALGRIND_MAKE_MEM_DEFINED(at, size) ((void)(at), (void)(size), 0)
#endif

#define SANITIZER_WEAK __attribute__((weak))
SANITIZER_WEAK void __sanitizer_start_switch_fiber(void **fake_stack, const void *bottom,
						   size_t size);
SANITIZER_WEAK void __sanitizer_finish_switch_fiber(void *fake_stack, const void **bottom,
						    size_t *size);
SANITIZER_WEAK void __asan_handle_no_return(void);
SANITIZER_WEAK void __asan_poison_memory_region(const volatile void *, size_t);
SANITIZER_WEAK void __asan_unpoison_memory_region(const volatile void *, size_t);
SANITIZER_WEAK void __lsan_register_root_region(const void *, size_t);
SANITIZER_WEAK void *__tsan_get_current_fiber(void);
SANITIZER_WEAK void *__tsan_create_fiber(unsigned flags);
SANITIZER_WEAK void __tsan_destroy_fiber(void *fiber);
SANITIZER_WEAK void __tsan_switch_to_fiber(void *fiber, unsigned flags);

#define SANITIZER_ADDRESS (__sanitizer_start_switch_fiber != NULL)
#define SANITIZER_THREAD  (__tsan_create_fiber != NULL)
#define SANITIZER_IS_ON   (SANITIZER_ADDRESS || SANITIZER_THREAD)

/* What only a stack knows of is no leak, though that stack may not be the one on
 * which the program ends. */
static inline void sanitizer_search_stack(const void *bottom, size_t size)
{
	if (__lsan_register_root_region)
		__lsan_register_root_region(bottom, size);
}

/* Once for each stack, not for each coroutine that uses it. */
static inline void sanitizer_new_stack(char *bottom, size_t size)
{
	unsigned ignored = VALGRIND_STACK_REGISTER(bottom, bottom + size);

	(void)ignored;
	sanitizer_search_stack(bottom, size);
}

/* Nobody may touch this memory, until it is shown again. */
static inline void sanitizer_hide(void *memory, size_t size)
{
	if (__asan_poison_memory_region)
		__asan_poison_memory_region(memory, size);
}

static inline void sanitizer_show(void *memory, size_t size)
{
	if (__asan_unpoison_memory_region)
		__asan_unpoison_memory_region(memory, size);
}

/* The frames that were left on a stack will never return. Then its memory is as any
 * other: the next user may put a structure there, and the label of a generator that
 * stood there is still compared (<async/generator.h>). */
static inline void sanitizer_forget_stack(void *bottom, size_t size)
{
	sanitizer_show(bottom, size);
	(void)VALGRIND_MAKE_MEM_DEFINED(bottom, size);
}

/* The current stack is about to be cut back by a jump. */
static inline void sanitizer_before_jump(void)
{
	if (__asan_handle_no_return)
		__asan_handle_no_return();
}

#endif
