#include <async/watch.h>

#include <stdlib.h>
#include <string.h>

#include "exception.h"
#include "line.h"
#include "loop.h"

/* Of two paths, or of one path at two times: is it the same file? Numbers are used
 * again, so its birth belongs to it. */
struct identity {
	uint64_t device, number;
	uv_timespec_t birth;
};

struct file_watch {
	uv_fs_event_t folder; /* what comes to the path, and what goes */
	uv_fs_event_t file;   /* what happens to the file, wherever it is by now */
	unsigned open_handles;
	unsigned changes; /* enum file_change, which nobody knows yet */
	int error;        /* libuv's, which nobody knows yet; or 0 */
	bool is_known;    /* there was a file: this one */
	bool is_there;    /* and it still is */
	struct identity identity;
	struct waiting_line waiting;
	const char *name; /* in its folder */
	char path[];
};

/* ---- what happens ---- */

/* What happened to the one that is gone is of no interest then. */
static void note(struct file_watch *watch, enum file_change change)
{
	if (change != FILE_CHANGED)
		watch->changes = 0;
	watch->changes |= change;
	while (line_wake_first(&watch->waiting))
		continue;
}

static bool find_out(const char *path, struct identity *identity)
{
	uv_fs_t request;
	bool is_there = uv_fs_stat(loop_uv(), &request, path, NULL) == 0;

	*identity = (struct identity){ 0 };
	if (is_there) {
		identity->device = request.statbuf.st_dev;
		identity->number = request.statbuf.st_ino;
		identity->birth = request.statbuf.st_birthtim;
	}
	uv_fs_req_cleanup(&request);
	return is_there;
}

static bool is_same(const struct identity *a, const struct identity *b)
{
	return a->device == b->device && a->number == b->number &&
	       a->birth.tv_sec == b->birth.tv_sec && a->birth.tv_nsec == b->birth.tv_nsec;
}

static void on_file(uv_fs_event_t *, const char *name, int events, int status);

/* The one that was watched, if any, is no longer. If the new one is gone by now, the
 * folder will tell. Gives libuv's error code. */
static int watch_file(struct file_watch *watch)
{
	int code;

	uv_fs_event_stop(&watch->file);
	code = uv_fs_event_start(&watch->file, on_file, watch->path, 0);
	return code == UV_ENOENT ? 0 : code;
}

static void look(struct file_watch *watch)
{
	struct identity identity;
	bool was_there = watch->is_there;

	watch->is_there = find_out(watch->path, &identity);
	if (!watch->is_there) {
		if (was_there)
			note(watch, FILE_REMOVED);
		return;
	}
	watch->changes &= ~(unsigned)FILE_REMOVED;
	if (!watch->is_known || !is_same(&identity, &watch->identity)) {
		watch->identity = identity;
		watch->is_known = true;
		watch->error = watch_file(watch);
		note(watch, FILE_REPLACED);
	} else if (!was_there) {
		note(watch, FILE_CHANGED);
	}
}

static void on_file(uv_fs_event_t *handle, const char *name, int events, int status)
{
	struct file_watch *watch = handle->data;

	(void)name;
	if (status == 0 && events & UV_CHANGE)
		note(watch, FILE_CHANGED);
	look(watch);
}

static void on_folder(uv_fs_event_t *handle, const char *name, int events, int status)
{
	struct file_watch *watch = handle->data;

	if (status == 0 && events & UV_RENAME &&
	    (!name || strcmp(name, watch->name) == 0))
		look(watch);
}

/* ---- its life ---- */

static void on_closed(uv_handle_t *handle)
{
	struct file_watch *watch = handle->data;

	if (--watch->open_handles == 0)
		free(watch);
}

static void close_watch(struct file_watch *watch)
{
	uv_close((uv_handle_t *)&watch->folder, on_closed);
	uv_close((uv_handle_t *)&watch->file, on_closed);
}

/* The path of the folder stands in `folder`, which has room for it. */
static void find_folder(const struct file_watch *watch, char *folder)
{
	size_t length = (size_t)(watch->name - watch->path);

	if (length > 1)
		length--; /* the slash behind it */
	memcpy(folder, watch->path, length);
	folder[length] = '\0';
	if (length == 0)
		strcpy(folder, ".");
}

static int begin(struct file_watch *watch, const char *folder)
{
	int code = uv_fs_event_start(&watch->folder, on_folder, folder, 0);

	if (code < 0)
		return code;
	watch->is_there = watch->is_known = find_out(watch->path, &watch->identity);
	return watch->is_there ? watch_file(watch) : 0;
}

static void init(struct file_watch *watch)
{
	uv_loop_t *uv;

	if (watch->open_handles > 0)
		raise (RuntimeError, "a watch is entered once");
	uv = loop_uv();
	uv_fs_event_init(uv, &watch->folder);
	uv_fs_event_init(uv, &watch->file);
	watch->folder.data = watch->file.data = watch;
	watch->open_handles = 2;
}

async_define (struct file_watch *, file_watch_aenter, (struct file_watch *, watch))
{
	char *folder = malloc(strlen(watch->path) + 2);
	struct exception *error;
	int code;

	if (!folder)
		raise (MemoryError, "no room for a watch on '%s'", watch->path);
	find_folder(watch, folder);
	init(watch);
	code = begin(watch, folder);
	if (code == 0) {
		free(folder);
		return watch;
	}
	error = loop_uv_error(code, folder);
	free(folder);
	close_watch(watch);
	exception_throw(error);
}

static bool file_watch_aexit(void *self, struct exception *exception)
{
	(void)exception;
	close_watch(self);
	return false;
}

struct file_watch_async_context_manager file_watch(const char *path)
{
	size_t size = strlen(path) + 1;
	struct file_watch *watch = calloc(1, sizeof *watch + size);
	const char *slash;

	if (!watch)
		raise (MemoryError, "no room for a watch on '%s'", path);
	memcpy(watch->path, path, size);
	slash = strrchr(watch->path, '/');
	watch->name = slash ? slash + 1 : watch->path;
	return (struct file_watch_async_context_manager){ watch, file_watch_aenter,
							  file_watch_aexit };
}

/* ---- what it tells ---- */

static enum file_change take_change(struct file_watch *watch)
{
	static const enum file_change in_order[] = { FILE_REMOVED, FILE_REPLACED,
						     FILE_CHANGED };

	for (size_t i = 0; i < sizeof in_order / sizeof *in_order; i++) {
		if (!(watch->changes & in_order[i]))
			continue;
		watch->changes &= ~(unsigned)in_order[i];
		return in_order[i];
	}
	return 0;
}

async_define (enum file_change, watch_next, (struct file_watch *, watch))
{
	while (!watch->changes) {
		struct waiter waiter;
		struct exception *cancelled = line_wait(&watch->waiting, &waiter);

		if (cancelled)
			exception_pass_on(cancelled);
	}
	if (watch->error < 0)
		loop_raise_uv(watch->error, watch->path);
	return take_change(watch);
}

static bool next_change(void *iterator, void *item)
{
	struct coroutine *await_is_only_allowed_in_async = coroutine_current;

	*(enum file_change *)item = await (watch_next(iterator));
	return true;
}

static void *itself(void *watch)
{
	return watch;
}

struct watch_changes_async_iterable watch_changes(struct file_watch *watch)
{
	static const struct iterator_methods methods = { next_change, NULL, NULL };

	return (struct watch_changes_async_iterable){ watch, itself, &methods, {} };
}
