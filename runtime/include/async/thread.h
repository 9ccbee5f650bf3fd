/*
 * Threads: work that blocks, done beside the loop.
 *
 *	blocking (char *, slow_read, (const char *, path))
 *	{                                             def slow_read(path):
 *		sleep(1);                                     time.sleep(1)
 *		…                                             …
 *	}
 *
 *	char *text = await (to_thread(slow_read, "output.txt"));
 *	                                              text = await asyncio.to_thread(
 *	                                                  slow_read, "output.txt")
 *
 * `blocking` defines a plain function, that may be called as any other (and then
 * holds up all tasks), and what to_thread needs besides. For a function that is
 * there already: thread_function (int, fclose, (FILE *, file));
 *
 * to_thread (f, …) is a coroutine object. Awaited, it has f called by a thread,
 * with copies of the arguments, and suspends the task: it gives f's result, or
 * raises what f raised. If the task is cancelled meanwhile it gets its
 * CancelledError at once; a call that has begun goes on, and what comes of it is
 * dropped; one that has not never begins. async_run waits for all of them.
 *
 * In a thread, raise and try work, and so do plain generators; nothing of the
 * loop does. As many threads as CPython's: four more than there are processors,
 * 32 at most (or UV_THREADPOOL_SIZE, from the environment).
 */
#ifndef ASYNC_THREAD_H
#define ASYNC_THREAD_H

#include "await.h"

/*
 * blocking (T, f, (A, a)) { body } expands to
 *
 *	T f(A a);
 *	union f_in_thread_coroutine {             // see await.h
 *		const struct coroutine_type *type;
 *		struct f_arguments { const struct coroutine_type *type; A a; } arguments;
 *		T (*label)(void);
 *	};
 *	void f_call(void *object, void *result)   // this runs in the thread
 *	{
 *		struct f_arguments *self_ = object;
 *		*(T *)result = f(self_->a);
 *	}
 *	union f_in_thread_coroutine f_in_thread(A a) { … }
 *	T f(A a)
 *	{ body }
 */
#define blocking(T, name, ...)                                          \
	static __typeof__(T) name(ASYNC_PARAMETERS(__VA_ARGS__));       \
	thread_function(T, name, __VA_ARGS__);                          \
	static __typeof__(T) name(ASYNC_PARAMETERS(__VA_ARGS__))

#define thread_function(T, name, ...)                                   \
	union name##_in_thread_coroutine {                              \
		const struct coroutine_type *type;                      \
		struct name##_arguments {                               \
			const struct coroutine_type *type;              \
			ASYNC_FIELDS(__VA_ARGS__)                       \
		} arguments;                                            \
		__typeof__(T) (*label)(void);                           \
	};                                                              \
	static void name##_call(void *object_, void *result_)           \
	{                                                               \
		__attribute__((unused))                                 \
		struct name##_arguments *self_ = object_;               \
		ASYNC_SET_(T, result_,                                  \
			   ASYNC_CALL_(name, 0 ASYNC_PASS(__VA_ARGS__))); \
	}                                                               \
	__attribute__((unused, warn_unused_result))                     \
	static inline union name##_in_thread_coroutine name##_in_thread( \
		ASYNC_PARAMETERS(__VA_ARGS__))                          \
	{                                                               \
		static const struct thread_call call_ = {               \
			{ #name, to_thread_start },                     \
			sizeof(union name##_in_thread_coroutine),       \
			ASYNC_IS_VOID(T) ? 0 : sizeof(T), name##_call   \
		};                                                      \
		union name##_in_thread_coroutine object_;               \
		struct name##_arguments *self_ = &object_.arguments;    \
		self_->type = &call_.type;                              \
		ASYNC_STORE(__VA_ARGS__)                                \
		return object_;                                         \
	}                                                               \
	union name##_in_thread_coroutine

#define ASYNC_CALL_(...) ASYNC_CALL_WITHOUT_ZERO_(__VA_ARGS__)
#define ASYNC_CALL_WITHOUT_ZERO_(function, zero, ...) function(__VA_ARGS__)

#define to_thread(function, ...) function##_in_thread(__VA_ARGS__)

/* loop.run_in_executor(): there is one executor, the default one, NULL. Unlike
 * Python's, the call begins when it is awaited or made a task. */
#define run_in_executor(executor, function, ...) \
	((void)(executor), to_thread(function, __VA_ARGS__))

/* What the thread must know of a call. */
struct thread_call {
	struct coroutine_type type;
	size_t size, result_size;    /* of the object, and of what it gives */
	void (*call)(void *object, void *result);
};

void to_thread_start(void *object, void *result);

#endif
