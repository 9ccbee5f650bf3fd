#define _GNU_SOURCE
#include "preload_next.h"

#include <dlfcn.h>

void *clock_next(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}
