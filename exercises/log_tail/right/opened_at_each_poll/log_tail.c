#include <async.h>
#include <stdio.h>
#include <string.h>
async_generator (char *, follow, (const char *, path))
{
	static char keep[4096];
	long at = 0;
	for (;;) {
		FILE *f = fopen(path, "r");
		char *got = NULL;
		fseek(f, at, SEEK_SET);
		if (fgets(keep, sizeof keep, f) && strchr(keep, '\n')) {
			at = ftell(f);
			got = keep;
		}
		fclose(f);
		if (got) {
			got[strcspn(got, "\n")] = '\0';
			yield (got);
		} else
			await (async_sleep(0.1));
	}
}
async (void, m)
{
	fclose(fopen("app.log", "w"));
	struct process *w = await (create_subprocess_exec("./log_writer", "app.log"));
	printf("writer started\n");
	AsyncGenerator(char *) g = follow("app.log");
	for (int i = 10; i; i--)
		printf("%s\n", await (anext(g)));
	await (aclose(g));
	printf("enough\n");
	process_terminate(w);
	int s = await (process_wait(w));
	printf("writer ended with %d\n", s);
}
int main(void)
{
	return async_run(m());
}
