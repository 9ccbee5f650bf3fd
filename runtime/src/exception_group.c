#include <async/exception_group.h>

#include <stdlib.h>

#include "exception.h"

const struct exception_type BaseExceptionGroup[1] = { { .name = "BaseExceptionGroup",
							.base = BaseException } };
const struct exception_type ExceptionGroup[1] = {
	{ .name = "ExceptionGroup", .base = BaseExceptionGroup, .also = Exception }
};

static const struct exception_type *type_for(struct exception *const *exceptions,
					     unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		if (!exception_is(exceptions[i], Exception))
			return BaseExceptionGroup;
	return ExceptionGroup;
}

struct exception *exception_group_new(const char *message,
				      struct exception *const *exceptions, unsigned count)
{
	struct exception **members = malloc(count * sizeof(struct exception *));
	struct exception *group;

	if (!members)
		return exception_new(MemoryError, "no room for an exception group");
	group = exception_new(type_for(exceptions, count), "%s (%u sub-exception%s)",
			      message, count, count == 1 ? "" : "s");
	for (unsigned i = 0; i < count; i++)
		members[i] = exception_retain(exceptions[i]);
	group->exceptions = members;
	group->count = count;
	return group;
}
