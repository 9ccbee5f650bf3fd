#include <async.h>
#include <stdio.h>
#include <string.h>
static int count_lines(FILE *f)
{
	char b[1000];
	int n = 0;
	rewind(f);
	while (fgets(b, sizeof b, f))
		n++;
	rewind(f);
	return n;
}
async (void, copy_file, (const char *, from), (const char *, to))
{
	FILE *a = fopen(from, "r");
	if (!a)
		raise (FileNotFoundError, "%s", from);
	FILE *b = fopen(to, "w");
	int n = count_lines(a);
	char l[1000];
	try {
		for (int i = 0; i < n; i++) {
			await (async_sleep(0.1));
			if (!fgets(l, sizeof l, a))
				break;
			l[strcspn(l, "\n")] = 0;
			fprintf(b, "%s\n", l);
		}
	} finally {
		fclose(a);
		fclose(b);
	} end_try
	printf("%s: %d lines\n", to, n);
}
async (void, show, (const char *, p))
{
	FILE *f = fopen(p, "r");
	char l[1000];
	while (fgets(l, sizeof l, f))
		printf("[%.*s]\n", (int)strcspn(l, "\n"), l);
	fclose(f);
}
async (void, m)
{
	Task(void) a = create_task(copy_file("poem.txt", "poem.copy")),
		   b = create_task(copy_file("list.txt", "list.copy"));
	await (a);
	await (b);
	await (show("poem.copy"));
	await (show("list.copy"));
	bool there = true;
	try {
		await (copy_file("novel.txt", "novel.copy"));
	} except (OSError) {
		there = false;
	} end_try
	if (!there)
		puts("there is no novel.txt");
}
int main(void)
{
	return async_run(m());
}
