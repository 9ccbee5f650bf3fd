/*
 * Context managers that are made from a generator (contextlib).
 *
 *	asynccontextmanager (struct connection *, managed, (const char *, dsn))
 *	{                                             @asynccontextmanager
 *		struct connection *c = await (connect_to(dsn));     async def managed(dsn):
 *		try {                                         conn = await connect(dsn)
 *			yield (c);                            try:
 *		} finally {                                       yield conn
 *			await (connection_close(c));          finally:
 *		} end_try                                         await conn.close()
 *	}
 *
 *	async_with (c, managed("db")) { … } end_with  async with managed("db") as c: …
 *
 * What stands before the yield is aenter, what stands after it aexit. The body's
 * exception is raised at the yield: caught there and not raised again, it is
 * swallowed; raised again, it is the same object that goes on. Without try and
 * finally, what stands after the yield is skipped when the body raises.
 *
 * contextmanager (T, name, …) is the same for `with`. Where there is nothing to
 * give, T is void, the yield is `yield ();`, and the statement has no variable.
 *
 * The rules, and the texts of the errors, are contextlib's:
 *   - a generator that ends before it yields: RuntimeError, and aenter fails;
 *   - one that yields again: it is closed, and then RuntimeError raised;
 *   - StopIteration, StopAsyncIteration, RuntimeError, CancelledError and
 *     GeneratorExit of the body pass through it as they are;
 *   - each manager is good for one statement: a second one raises
 *     AttributeError.
 * There are no decorators in C: where Python puts @managed("x") above a function,
 * put async_with round its body.
 *
 * Functions that take or choose a manager name its type: AsyncContextManager(T),
 * ContextManager(T).
 */
#ifndef ASYNC_GENERATOR_CONTEXT_MANAGER_H
#define ASYNC_GENERATOR_CONTEXT_MANAGER_H

#include "async_generator.h"
#include "context_manager.h"

/* As async_generator (…) and generator (…), but that the constructor gives
 * another label. */
#define asynccontextmanager(T, name, ...) \
	ASYNC_ASYNC_GENERATOR_(AsyncContextManager(T), T, name, __VA_ARGS__)
#define contextmanager(T, name, ...) \
	ASYNC_PLAIN_GENERATOR_(ContextManager(T), T, name, __VA_ARGS__)

/*
 * contextlib.aclosing: closes a generator, and waits for its clean-up, when the
 * block is left; not when a loop over it is left. The statement gives the
 * generator itself.
 *
 *	async_with (stream, aclosing(numbers())) {
 *		async_for (int, number, stream) …
 *	} end_with
 */
#define aclosing(g)                                                     \
	({                                                              \
		__auto_type label_ = (g);                               \
		_Static_assert(ASYNC_LABEL_IS(label_, async_generator), \
			       "aclosing wants an AsyncGenerator");     \
		(AsyncContextManager(__typeof__(label_)))aclosing_hold_( \
			(void *)label_);                                \
	})

void *aclosing_hold_(void *label);

#endif
