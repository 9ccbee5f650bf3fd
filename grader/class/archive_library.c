#include "class/archive_library.h"

#include <dlfcn.h>
#include <stddef.h>

#include "text/text.h"

/* Of all versions 3. */
static const char file[] = "libarchive.so.13";

static struct archive_library library;
static bool loaded;

static bool load(char **error)
{
	void *handle = dlopen(file, RTLD_NOW | RTLD_LOCAL);

	if (!handle)
		return text_error(error,
				  "archives cannot be read here, since there is no %s: "
				  "install libarchive",
				  file);
#define LOAD(name)                                                                       \
	library.name = (__typeof__(library.name))dlsym(handle, "archive_" #name);        \
	if (!library.name)                                                               \
		return text_error(error, "%s has no archive_" #name ": install another", \
				  file);
	ARCHIVE_FUNCTIONS(LOAD)
#undef LOAD
	loaded = true;
	return true;
}

const struct archive_library *archive_library(char **error)
{
	return loaded || load(error) ? &library : NULL;
}
