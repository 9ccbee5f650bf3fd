/*
 * The calls that allocate, each replaced by one that notes who called.
 *
 * A new block is filled with zeros: what another has left in it leads nowhere. The rest
 * of the C library allocates by these, too, and so do the libraries that the program
 * uses: their blocks count as ways to the program's, and are no one's fault.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "blocks.h"
#include "guard.h"

#define REPLACED __attribute__((visibility("default")))
#define CALLER   __builtin_return_address(0)

/* The C library's own, by names that nobody replaces. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *memory);

/* The function of that name that the program would call without us. */
#define NEXT(name)                                                                       \
	({                                                                               \
		static __typeof__(name) *next_;                                          \
		if (!next_)                                                              \
			next_ = (__typeof__(name) *)dlsym(RTLD_NEXT, #name);             \
		next_;                                                                   \
	})

/* ---- memory ------------------------------------------------------------------ */

static void *allocate_aligned(size_t alignment, size_t size, const void *caller,
			      const char *call)
{
	bool counted = blocks_are_counted();
	void *memory = counted ? guard_allocate(alignment, size, caller) : NULL;

	if (!memory) {
		memory = alignment > 1 ? __libc_memalign(alignment, size)
				       : __libc_malloc(size);
		if (!memory || !counted)
			return memory;
		memset(memory, 0, size);
	}
	blocks_add(memory, size, caller, call);
	return memory;
}

static void *allocate(size_t size, const void *caller, const char *call)
{
	return allocate_aligned(0, size, caller, call);
}

/* A guarded block cannot grow, and so it moves each time. In a child it stays where it
 * is, and another one is taken. */
static void *move_guarded(void *memory, size_t size, const void *caller)
{
	bool counted = blocks_are_counted();
	size_t before = guard_size(memory);
	void *new = counted &&size ? guard_allocate(0, size, caller) : NULL;

	if (!new &&size)
		new = __libc_malloc(size);
	if (new)
		memcpy(new, memory, before < size ? before : size);
	if (new || !size)
		guard_free(memory, caller, counted);
	return new;
}

static void *resize(void *memory, size_t size, const void *caller)
{
	void *new = NULL;

	if (guard_holds(memory))
		return move_guarded(memory, size, caller);
	if (!memory && blocks_are_counted())
		new = guard_allocate(0, size, caller);
	return new ? new : __libc_realloc(memory, size);
}

/* Removed before, since another thread may be given its place. */
static void *reallocate(void *memory, size_t size, const void *caller, const char *call)
{
	struct block before;
	bool counted = blocks_remove(memory, &before);
	void *new = resize(memory, size, caller);

	if (!new &&counted && size) {
		blocks_put_back(&before);
		return NULL;
	}
	if (counted && new)
		blocks_moved(&before);
	if (counted && size > before.size)
		memset((char *)new + before.size, 0, size - before.size);
	blocks_add(new, size, caller, call);
	return new;
}

REPLACED void *malloc(size_t size)
{
	return allocate(size, CALLER, "malloc");
}

REPLACED void *calloc(size_t count, size_t size)
{
	void *memory = NULL;
	size_t bytes;

	if (blocks_are_counted() && !__builtin_mul_overflow(count, size, &bytes))
		memory = guard_allocate(0, bytes, CALLER);
	if (!memory)
		memory = __libc_calloc(count, size);
	blocks_add(memory, count * size, CALLER, "calloc");
	return memory;
}

REPLACED void *realloc(void *memory, size_t size)
{
	return reallocate(memory, size, CALLER, "realloc");
}

REPLACED void *reallocarray(void *memory, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes)) {
		errno = ENOMEM;
		return NULL;
	}
	return reallocate(memory, bytes, CALLER, "reallocarray");
}

REPLACED void free(void *memory)
{
	struct block block;

	blocks_remove(memory, &block);
	if (guard_holds(memory))
		guard_free(memory, CALLER, blocks_are_counted());
	else
		__libc_free(memory);
}

/* What lies behind a guarded block is not to be used, however much it is. */
REPLACED size_t malloc_usable_size(void *memory)
{
	return guard_holds(memory) ? guard_size(memory)
				   : NEXT(malloc_usable_size)(memory);
}

REPLACED void *aligned_alloc(size_t alignment, size_t size)
{
	return allocate_aligned(alignment, size, CALLER, "aligned_alloc");
}

REPLACED void *memalign(size_t alignment, size_t size)
{
	return allocate_aligned(alignment, size, CALLER, "memalign");
}

REPLACED void *valloc(size_t size)
{
	return allocate_aligned((size_t)sysconf(_SC_PAGESIZE), size, CALLER, "valloc");
}

REPLACED int posix_memalign(void **memory, size_t alignment, size_t size)
{
	int before = errno;
	void *new;

	if (alignment % sizeof(void *) || !alignment || (alignment & (alignment - 1)))
		return EINVAL;
	new = allocate_aligned(alignment, size, CALLER, "posix_memalign");
	errno = before;
	if (!new)
		return ENOMEM;
	*memory = new;
	return 0;
}

/* ---- strings ----------------------------------------------------------------- */

static char *copy(const char *text, size_t length, const void *caller, const char *call)
{
	char *new = allocate_aligned(1, length + 1, caller, call);

	if (!new)
		return NULL;
	new[length] = '\0';
	return memcpy(new, text, length);
}

REPLACED char *strdup(const char *text)
{
	return copy(text, strlen(text), CALLER, "strdup");
}

REPLACED char *strndup(const char *text, size_t most)
{
	return copy(text, strnlen(text, most), CALLER, "strndup");
}

REPLACED int vasprintf(char **text, const char *format, va_list arguments)
{
	int length = NEXT(vasprintf)(text, format, arguments);

	if (length >= 0)
		blocks_claim(*text, CALLER, "vasprintf");
	return length;
}

REPLACED int asprintf(char **text, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = NEXT(vasprintf)(text, format, arguments);
	va_end(arguments);
	if (length >= 0)
		blocks_claim(*text, CALLER, "asprintf");
	return length;
}

REPLACED ssize_t getdelim(char **line, size_t *size, int delimiter, FILE *file)
{
	ssize_t length = NEXT(getdelim)(line, size, delimiter, file);

	if (line)
		blocks_claim(*line, CALLER, "getdelim");
	return length;
}

/* By another name in C: <stdio.h> may have an inline one. */
REPLACED ssize_t get_line(char **line, size_t *size, FILE *file) __asm__("getline");

ssize_t get_line(char **line, size_t *size, FILE *file)
{
	ssize_t length = NEXT(getline)(line, size, file);

	if (line)
		blocks_claim(*line, CALLER, "getline");
	return length;
}

REPLACED char *realpath(const char *path, char *resolved)
{
	char *found = NEXT(realpath)(path, resolved);

	if (!resolved)
		blocks_claim(found, CALLER, "realpath");
	return found;
}

REPLACED char *getcwd(char *room, size_t size)
{
	char *found = NEXT(getcwd)(room, size);

	if (!room)
		blocks_claim(found, CALLER, "getcwd");
	return found;
}

/* ---- files ------------------------------------------------------------------- */

#define CLAIMED(opened, call)                                                            \
	do {                                                                             \
		__auto_type opened_ = (opened);                                          \
		blocks_claim(opened_, CALLER, call);                                     \
		return opened_;                                                          \
	} while (0)

REPLACED FILE *fopen(const char *path, const char *mode)
{
	CLAIMED(NEXT(fopen)(path, mode), "fopen");
}

REPLACED FILE *fdopen(int descriptor, const char *mode)
{
	CLAIMED(NEXT(fdopen)(descriptor, mode), "fdopen");
}

REPLACED FILE *tmpfile(void)
{
	CLAIMED(NEXT(tmpfile)(), "tmpfile");
}

REPLACED FILE *fmemopen(void *room, size_t size, const char *mode)
{
	CLAIMED(NEXT(fmemopen)(room, size, mode), "fmemopen");
}

REPLACED DIR *opendir(const char *path)
{
	CLAIMED(NEXT(opendir)(path), "opendir");
}

REPLACED DIR *fdopendir(int descriptor)
{
	CLAIMED(NEXT(fdopendir)(descriptor), "fdopendir");
}
