#include <async.h>
#include <stdio.h>

async (void, all)
{
	static const char *const words[] = { "one", "two", "three" };

	for (int i = 0; i < 3; i++) {
		if (i)
			await (async_sleep(0.5));
		printf("%s\n", words[i]);
	}
	printf("done\n");
}

int main(void)
{
	return async_run(all());
}
