/* Double trouble: a clean-up that hides nothing, and leaves nothing locked. */
#include <async.h>

#include <stdio.h>

struct notebook {
	bool disk_full;
};

/* Takes half a second. Raises OSError if the disk is full. */
async (void, notebook_save, (struct notebook *, self))
{
	puts("saving...");
	await (async_sleep(0.5));
	if (self->disk_full)
		raise (OSError, "disk full");
	puts("saved");
}

async (struct notebook *, notebook_aenter, (struct notebook *, self))
{
	puts("locked");
	return self;
}

async (bool, notebook_aexit, (struct notebook *, self), (struct exception *, e))
{
	try {
		if (e)
			puts("thrown away");
		else
			{ __auto_type saving = notebook_save(self); (void)saving; }
	} finally {
		puts("unlocked");
	} end_try
	return false;
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

int main(void)
{
	return async_run(main_coroutine());
}
