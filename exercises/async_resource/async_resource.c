/*
 * Async resource: acquire it, use it, release it. One second each.
 *
 * The task stands in exercise.md. Check your work with
 *
 *	course check async_resource
 */
#include <async.h>

#include <stdio.h>

struct resource {
	const char *name;
};

/* __aenter__: runs when the block is entered. */
async (struct resource *, resource_aenter, (struct resource *, self))
{
	/* Your turn: say that you acquire it, wait one second, say that you
	 * have it. */
	return self;
}

/* __aexit__: runs when the block is left, on every way out. */
async (bool, resource_aexit, (struct resource *, self),
       (struct exception *, exception))
{
	/* Your turn: say that you release it, wait one second, say that it is
	 * released. */
	return false;
}

/* What one does with a resource. */
async (void, resource_use, (struct resource *, self))
{
	/* Your turn: say that you use it, and take one second for it. */
}

/* class AsyncResource: the methods that belong together. */
async_context_manager (resource, struct resource *);

async (void, main_coroutine)
{
	struct resource printer = { .name = "printer" };

	/* Your turn: enter the resource with async_with, and use it inside. */
	(void)printer;
}

int main(void)
{
	return async_run(main_coroutine());
}
