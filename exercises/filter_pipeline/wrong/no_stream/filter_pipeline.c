#include <async.h>
#include <stdio.h>
#include <string.h>
async (void, m)
{
	FILE *f = fopen("server.log", "r");
	char b[200];
	int n = 0, k = 0;
	while (k < 3 && fgets(b, sizeof b, f)) {
		n++;
		await (async_sleep(0.05));
		if (!strstr(b, "ERROR"))
			continue;
		fputs(b, stdout);
		k++;
		await (async_sleep(0.2));
	}
	fclose(f);
	printf("read %d lines\n", n);
	puts("three are enough");
}
int main(void)
{
	return async_run(m());
}
