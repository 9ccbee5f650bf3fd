#include <async.h>
#include <stdio.h>
async (void, save, (bool, full))
{
	puts("saving...");
	await (async_sleep(0.5));
	if (full)
		raise (OSError, "disk full");
	puts("saved");
}
asynccontextmanager(int, notebook, (bool, full))
{
	puts("locked");
	try {
		bool good = false;
		try {
			yield (0);
			good = true;
		} finally {
			if (!good)
				puts("thrown away");
		} end_try
		await (save(full));
	} finally {
		puts("unlocked");
	} end_try
}
async (void, day, (const char *, d), (bool, bad), (bool, full))
{
	puts(d);
	try {
		async_with (notebook(full)) {
			puts("writing");
			if (bad)
				raise (ValueError, "bad row");
		} end_with
	} except (Exception, e) {
		printf("failed: %s: %s\n", e->type->name, e->message);
	} end_try
}
async (void, m)
{
	await (day("Monday", 0, 0));
	await (day("Tuesday", 1, 1));
	await (day("Wednesday", 0, 1));
	puts("the rest of the week is free");
}
int main(void)
{
	return async_run(m());
}
