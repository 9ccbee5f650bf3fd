#include <async/tail.h>

#include <async.h> /* async_with wants to know all that may stand in it */

/* Shorter than where it stands: it was emptied, and perhaps written anew. */
async (void, go_back_if_emptied, (struct file *, file))
{
	off_t at = await (file_tell(file));

	if (await (file_seek(file, 0, SEEK_END)) < at)
		at = 0;
	await (file_seek(file, at, SEEK_SET));
}

/* The lines of the file that is at the path now, until another one is there. */
async_generator (char *, lines_until_replaced, (const char *, path),
		(struct file_watch *, watch), (int, whence))
{
	async_with (file, async_open(path, "r")) {
		bool is_replaced = false;

		await (file_seek(file, 0, whence));
		for (;;) {
			char *line = await (file_readline(file));

			if (!line && is_replaced)
				line = await (file_read_rest(file));
			if (line) {
				yield (line);
				continue;
			}
			if (is_replaced)
				break;
			switch (await (watch_next(watch))) {
			case FILE_CHANGED: await (go_back_if_emptied(file)); break;
			case FILE_REPLACED: is_replaced = true; break;
			case FILE_REMOVED: break; /* who has it open may still write */
			}
		}
	} end_with
}

async_generator (char *, tail, (const char *, path), (int, whence))
{
	volatile int from = whence;

	async_with (watch, file_watch(path)) {
		for (;;) {
			bool volatile was_there = true;

			try {
				async_for (char *, line,
					   lines_until_replaced(path, watch, from))
					yield (line);
			} except (FileNotFoundError) {
				was_there = false;
			} end_try
			from = SEEK_SET;
			while (!was_there && await (watch_next(watch)) != FILE_REPLACED)
				continue;
		}
	} end_with
}

AsyncGenerator(char *) file_tail(const char *path, int whence)
{
	return tail(path, whence);
}
