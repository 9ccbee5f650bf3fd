#include <async.h>
#include <stdio.h>
struct notebook { bool disk_full; };
async (void, notebook_save, (struct notebook *, self))
{
	puts("saving...");
	await (async_sleep(0.5));
	if (self->disk_full)
		raise (OSError, "disk full");
	puts("saved");
}
async (void, sag, (const char *, was)) { fputs(was, stdout); putchar('\n'); }
async (struct notebook *, notebook_aenter, (struct notebook *, self)) { await (sag("locked")); return self; }
async (bool, notebook_aexit, (struct notebook *, self), (struct exception *, e))
{
	async_with (stack, AsyncExitStack()) {
		push_async_callback(stack, sag("unlocked"));
		if (!e) push_async_callback(stack, notebook_save(self));
		else push_async_callback(stack, sag("thrown away"));
	} end_with
	return 0;
}
async_context_manager (notebook, struct notebook *);
async (void, write_rows, (const char *, day), (bool, bad_row), (bool, disk_full))
{
	struct notebook here = { .disk_full = disk_full };
	printf("%s\n", day);
	try {
		async_with (notebook(&here)) {
			puts("writing");
			if (bad_row)
				raise (ValueError, "bad row");
		} end_with
	} except (Exception, e) {
		printf("failed: %s: %s\n", e->type->name, e->message);
	} end_try
}
async (void, main_coroutine)
{
	await (write_rows("Monday", false, false));
	await (write_rows("Tuesday", true, true));
	await (write_rows("Wednesday", false, true));
	puts("the rest of the week is free");
}
int main(void) { return async_run(main_coroutine()); }
