#include "text/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void *there(void *memory)
{
	static const char sentence[] = "course: there is no memory left\n";

	if (memory)
		return memory;
	if (write(STDERR_FILENO, sentence, sizeof(sentence) - 1) < 0)
		_exit(2);
	_exit(2);
}

void *memory_new(size_t count, size_t size)
{
	return there(calloc(count ? count : 1, size ? size : 1));
}

void *memory_resize(void *memory, size_t count, size_t size)
{
	return there(reallocarray(memory, count ? count : 1, size ? size : 1));
}

char *memory_copy_text(const char *text)
{
	return memory_copy_bytes(text, strlen(text));
}

char *memory_copy_bytes(const char *bytes, size_t length)
{
	char *copy = memory_new(length + 1, 1);

	if (length)
		memcpy(copy, bytes, length);
	return copy;
}
