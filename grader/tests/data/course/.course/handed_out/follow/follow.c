#include <async.h>

async (void, follow)
{
	/* Your code. */
}

int main(void)
{
	return async_run(follow());
}
