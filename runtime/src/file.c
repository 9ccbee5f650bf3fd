/* A file's life, and where it stands. Reading: file_read.c; writing: file_write.c. */
#define _GNU_SOURCE
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <async/file.h>

#include "exception.h"
#include "task.h"

const struct exception_type UnsupportedOperation[1] = {
	{ .name = "UnsupportedOperation", .base = OSError, .also = ValueError }
};

/* ---- modes ---- */

static const struct mode {
	char letter;
	int flags;
} modes[] = {
	{ 'r', 0 },
	{ 'w', O_CREAT | O_TRUNC },
	{ 'a', O_CREAT | O_APPEND },
	{ 'x', O_CREAT | O_EXCL },
};

static const struct mode *find_mode(char letter)
{
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
		if (modes[i].letter == letter)
			return &modes[i];
	return NULL;
}

/* Each letter once, and none but these. */
static void check_letters(const char *mode)
{
	for (const char *at = mode; *at; at++)
		if (!strchr("rwaxbt+", *at) || strchr(at + 1, *at))
			raise (ValueError, "invalid mode: '%s'", mode);
	if (strchr(mode, 'b') && strchr(mode, 't'))
		raise (ValueError, "can't have text and binary mode at once");
}

static int flags_of(const char *mode)
{
	const struct mode *found = NULL;
	int access;

	check_letters(mode);
	for (const char *at = mode; *at; at++) {
		if (!find_mode(*at))
			continue;
		if (found)
			raise (ValueError, "must have exactly one of create/read/write/"
					  "append mode");
		found = find_mode(*at);
	}
	if (!found)
		raise (ValueError, "Must have exactly one of create/read/write/append "
				  "mode and at most one plus");
	access = found->letter == 'r' ? O_RDONLY : O_WRONLY;
	return found->flags | O_CLOEXEC | (strchr(mode, '+') ? O_RDWR : access);
}

/* As the interpreter does: a file that may not grow is an error of the one who writes
 * to it, and ends no program. */
static void ignore_file_limits(void)
{
	struct sigaction action;

	if (sigaction(SIGXFSZ, NULL, &action) == 0 && action.sa_handler == SIG_DFL)
		signal(SIGXFSZ, SIG_IGN);
}

/* ---- opening ---- */

/* Python's open(): a folder is refused at once, and not at the first read; what is to
 * be appended to stands at its end. */
static ssize_t open_in_thread(struct file_request *request)
{
	const struct file *file = request->file;
	int descriptor = open(file->path, file->flags, 0666);
	struct stat status;

	if (descriptor < 0)
		return -errno;
	if (fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) {
		close(descriptor);
		return -EISDIR;
	}
	request->offset =
		lseek(descriptor, 0, file->flags & O_APPEND ? SEEK_END : SEEK_CUR);
	return descriptor;
}

static ssize_t note_opened(struct file_request *request)
{
	if (request->result >= 0) {
		request->file->descriptor = (int)request->result;
		request->file->is_seekable = request->offset >= 0;
	}
	return request->result;
}

#if defined SYS_openat2 && __has_include(<linux/openat2.h>)
#include <linux/openat2.h>

/* A regular file whose path the system holds in memory; nothing else is opened, for that
 * could wait, or be noticed. Gives the descriptor, or minus 1. */
static int open_known(const char *path, int flags)
{
	struct open_how how = { .flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_CACHED };
	int descriptor = (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);
	struct stat status;
	bool is_regular;

	if (descriptor < 0)
		return -1;
	is_regular = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
	close(descriptor);
	if (!is_regular)
		return -1;
	how.flags = (unsigned)flags | O_NONBLOCK;
	return (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);
}
#else
static int open_known(const char *path, int flags)
{
	(void)path;
	(void)flags;
	return -1;
}
#endif

/* For reading, without a thread, if that needs no waiting. */
static bool open_at_once(struct file *file)
{
	if ((file->flags & O_ACCMODE) != O_RDONLY)
		return false;
	file->descriptor = open_known(file->path, file->flags);
	file->is_seekable = true;
	return file->descriptor >= 0;
}

static void open_file(struct file *file)
{
	struct file_request *request;
	ssize_t result;

	file->flags = flags_of(file->mode);
	if ((file->flags & O_ACCMODE) != O_RDONLY)
		ignore_file_limits();
	if (open_at_once(file)) {
		task_yield_turn();
		return;
	}
	request = file_request_new(file, 0);
	request->work = open_in_thread;
	request->effect = note_opened;
	result = file_request_do(request);
	if (result < 0)
		loop_raise_uv((int)result, file->path);
}

async_define (struct file *, async_open_aenter, (struct file *, file))
{
	try {
		open_file(file);
	} except (BaseException) {
		file_leave(file);
		raise ();
	} end_try
	return file;
}

/* ---- closing ---- */

static ssize_t close_in_thread(struct file_request *request)
{
	return close(request->whence) < 0 ? -errno : 0;
}

static ssize_t close_file(struct file *file)
{
	struct file_request *request;

	file_settle(file);
	if (file_closes_at_once(file))
		return 0; /* by file_leave */
	request = file_request_new(file, 0);
	request->work = close_in_thread;
	request->must_run = true;
	request->whence = file->descriptor;
	file->descriptor = -1;
	return file_request_do(request);
}

/* What a thread is still at work on a pipe for may never end. */
static bool async_open_aexit(void *self, struct exception *exception)
{
	struct file *volatile file = self;
	volatile ssize_t result = 0;

	(void)exception;
	if (file->is_seekable || !file->pending || file->pending->is_over) {
		try {
			result = close_file(file);
		} except (BaseException) {
			file_leave(file);
			raise ();
		} end_try
	}
	file_leave(file);
	if (result < 0)
		loop_raise_uv((int)result, NULL);
	return false;
}

struct async_open_async_context_manager async_open(const char *path, const char *mode)
{
	size_t size = strlen(path) + 1;
	struct file *file = calloc(1, sizeof *file + size);

	if (!file)
		raise (MemoryError, "no room for file '%s'", path);
	memcpy(file->path, path, size);
	file->mode = mode;
	file->descriptor = -1;
	return (struct async_open_async_context_manager){ file, async_open_aenter,
							  async_open_aexit };
}

int file_fileno(const struct file *file)
{
	return file->descriptor;
}

/* ---- where it stands ---- */

static ssize_t seek_in_thread(struct file_request *request)
{
	off_t at = lseek(request->file->descriptor, request->offset, request->whence);

	return at < 0 ? -errno : at;
}

void file_forget_read(struct file *file)
{
	file->begin = file->end = 0;
}

static ssize_t note_sought(struct file_request *request)
{
	if (request->result >= 0)
		file_forget_read(request->file);
	return request->result;
}

static off_t seek(struct file *file, off_t offset, int whence)
{
	struct file_request *request;

	if (!file->is_seekable)
		raise (UnsupportedOperation, "File or stream is not seekable.");
	request = file_request_new(file, 0);
	request->work = seek_in_thread;
	request->effect = note_sought;
	request->whence = whence;
	request->offset = offset;
	if (whence == SEEK_CUR)
		request->offset -= (off_t)file_held(file);
	return file_request_succeed(request);
}

async_define (off_t, file_seek, (struct file *, file), (off_t, offset), (int, whence))
{
	async_with (&file->lock) {
		return seek(file, offset, whence);
	} end_with
	__builtin_unreachable();
}

async_define (off_t, file_tell, (struct file *, file))
{
	return await (file_seek(file, 0, SEEK_CUR));
}

static ssize_t truncate_in_thread(struct file_request *request)
{
	int descriptor = request->file->descriptor;

	if (ftruncate(descriptor, request->offset) < 0)
		return -errno;
	return request->offset;
}

/* What was read ahead may be no longer there. */
async_define (off_t, file_truncate, (struct file *, file), (off_t, size))
{
	if ((file->flags & O_ACCMODE) == O_RDONLY)
		raise (UnsupportedOperation, "truncate");
	async_with (&file->lock) {
		off_t stands_at = seek(file, 0, SEEK_CUR);
		struct file_request *request = file_request_new(file, 0);

		request->work = truncate_in_thread;
		request->offset = size < 0 ? stands_at : size;
		return file_request_succeed(request);
	} end_with
	__builtin_unreachable();
}

async_define (void, file_flush, (struct file *, file))
{
	async_with (&file->lock) {
		file_settle(file);
	} end_with
}

static ssize_t sync_in_thread(struct file_request *request)
{
	return fsync(request->file->descriptor) < 0 ? -errno : 0;
}

async_define (void, file_sync, (struct file *, file))
{
	async_with (&file->lock) {
		struct file_request *request = file_request_new(file, 0);

		request->work = sync_in_thread;
		file_request_succeed(request);
	} end_with
}
