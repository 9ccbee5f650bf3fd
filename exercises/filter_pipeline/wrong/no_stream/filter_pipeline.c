#include <async.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
async (void, m, (int, wanted), (double, pause))
{
	FILE *f = fopen("server.log", "r");
	char b[200];
	int n = 0, k = 0;
	while (k < wanted && fgets(b, sizeof b, f)) {
		n++;
		await (async_sleep(0.05));
		if (!strstr(b, "ERROR"))
			continue;
		fputs(b, stdout);
		k++;
		await (async_sleep(pause));
	}
	fclose(f);
	printf("read %d lines\n", n);
	puts("done");
}
int main(int argc, char **argv)
{
	int wanted = argc > 1 ? atoi(argv[1]) : 3;
	double pause = argc > 2 ? atof(argv[2]) : 0.2;

	return async_run(m(wanted, pause));
}
