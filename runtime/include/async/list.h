/*
 * Lists, and comprehensions that make them.
 *
 *	int *evens = list_of(int, n * n, async_for (int, n, source(9)) if (n % 2 == 0));
 *
 *	evens = [n * n async for n in source(9) if n % 2 == 0]
 *
 * After the type and the expression stand the clauses, as they stand in Python:
 * async_for, for_each, any `for` of C, `if`, one behind the other. The expression
 * may await, where the function may. A list is a plain array, which knows its
 * length and grows:
 *
 *	for (size_t i = 0; i < list_length(evens); i++) …
 *	list_append(evens, 7);
 *	list_free(evens);
 *
 * Whoever makes a list frees it. When a comprehension raises, what there is of
 * its list is freed. An empty one may be NULL. A comprehension of pairs, a struct
 * of key and value, stands for one of a dict.
 *
 * A generator expression, which is lazy, is a generator whose body is one line:
 *
 *	async_generator (int, squares, (AsyncGenerator(int), numbers))
 *	{
 *		async_for (int, n, numbers) yield (n * n);
 *	}
 *	                                  squares = (n * n async for n in numbers)
 */
#ifndef ASYNC_LIST_H
#define ASYNC_LIST_H

#include "exception.h"

/*
 * list_of(T, expression, clauses) expands to
 *
 *	({
 *		T *items = NULL;
 *		clauses
 *			list_append(items, expression);
 *		items;
 *	})
 *
 * with a handler that frees the items as an exception goes by.
 */
#define list_of(T, expression, ...)                                     \
	({                                                              \
		struct list_scope list_;                                \
		list_begin_(&list_);                                    \
		__VA_ARGS__                                             \
		{                                                       \
			__typeof__(T) item_ = (expression);             \
			list_append_(&list_.items, &item_, sizeof item_); \
		}                                                       \
		(__typeof__(T) *)list_end_(&list_);                     \
	})

/* Adds to the end; the list may move: `list` is assigned to. Raises MemoryError,
 * and then leaves the list as it is. */
#define list_append(list, item)                                         \
	({                                                              \
		__typeof__(*(list)) item_ = (item);                     \
		void *items_ = (list);                                  \
		list_append_(&items_, &item_, sizeof item_);            \
		(list) = items_;                                        \
		(void)0;                                                \
	})

size_t list_length(const void *list);
void list_free(void *list); /* NULL is allowed */

struct list_scope {
	struct handler handler;
	void *items;
};

void list_begin_(struct list_scope *);
void *list_end_(struct list_scope *);
void list_append_(void **items, const void *item, size_t size);

#endif
