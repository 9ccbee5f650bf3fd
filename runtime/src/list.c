#include <async/list.h>

#include <stdlib.h>
#include <string.h>

/* Stands before the first item. */
struct list_header {
	size_t length, capacity;
	max_align_t items[];
};

static struct list_header *header_of(const void *items)
{
	return (struct list_header *)((char *)items -
				      offsetof(struct list_header, items));
}

size_t list_length(const void *list)
{
	return list ? header_of(list)->length : 0;
}

void list_free(void *list)
{
	if (list)
		free(header_of(list));
}

static void *grow(void *items, size_t size)
{
	size_t length = list_length(items);
	size_t capacity = length ? length * 2 : 8;
	struct list_header *header = NULL;

	if (capacity <= (SIZE_MAX - sizeof *header) / (size ? size : 1))
		header = realloc(items ? header_of(items) : NULL,
				 sizeof *header + capacity * size);
	if (!header)
		raise (MemoryError, "no room for a list of %zu items", capacity);
	header->length = length;
	header->capacity = capacity;
	return header->items;
}

void list_append_(void **items, const void *item, size_t size)
{
	struct list_header *header;

	if (!*items || header_of(*items)->length == header_of(*items)->capacity)
		*items = grow(*items, size);
	header = header_of(*items);
	memcpy((char *)*items + header->length * size, item, size);
	header->length++;
}

/* ---- comprehensions ---- */

static void free_items(struct handler *handler, struct exception *exception)
{
	struct list_scope *scope = (struct list_scope *)handler;

	(void)exception;
	list_free(scope->items);
}

void list_begin_(struct list_scope *scope)
{
	scope->items = NULL;
	handler_push_(&scope->handler);
	scope->handler.pass = free_items;
}

void *list_end_(struct list_scope *scope)
{
	handler_pop_(&scope->handler);
	return scope->items;
}
