/* What threads do for files, and what becomes of it when nobody waits any more. */
#include "file.h"

#include <stdlib.h>
#include <unistd.h>

#include "exception.h"
#include "task.h"

static void free_file(struct file *file)
{
	free(file->buffer);
	free(file);
}

static ssize_t take_effect(struct file_request *request)
{
	ssize_t result = request->result;

	request->file->pending = NULL;
	if (request->effect && result != UV_ECANCELED)
		result = (request->effect)(request);
	free(request);
	return result;
}

static void work_in_thread(uv_work_t *uv)
{
	struct file_request *request = (struct file_request *)uv;

	request->result = (request->work)(request);
}

static void after_work(uv_work_t *uv, int status)
{
	struct file_request *request = (struct file_request *)uv;

	if (status < 0)
		request->result = status;
	request->is_over = true;
	if (request->file->is_left)
		file_leave(request->file);
	else
		future_set_result(&request->done);
}

/* Gives libuv's error code. */
static int begin(struct file_request *request)
{
	future_init(&request->done);
	request->is_over = false;
	return uv_queue_work(loop_uv(), &request->uv, work_in_thread, after_work);
}

struct file_request *file_request_new(struct file *file, size_t room)
{
	struct file_request *request;

	file_settle(file);
	loop_uv();
	request = malloc(sizeof *request + room);
	if (!request)
		raise(MemoryError, "no room for a request to '%s'", file->path);
	*request = (struct file_request){ .file = file, .length = room };
	return request;
}

ssize_t file_request_do(struct file_request *request)
{
	struct exception *cancelled;
	int code;

	code = begin(request);
	if (code < 0) {
		free(request);
		return code;
	}
	request->file->pending = request;
	cancelled = future_wait_caught(&request->done);
	if (!cancelled)
		return take_effect(request);
	if (!request->is_over && !request->must_run)
		uv_cancel((uv_req_t *)&request->uv);
	exception_pass_on(cancelled);
}

ssize_t file_request_succeed(struct file_request *request)
{
	ssize_t result = file_request_do(request);

	if (result < 0)
		loop_raise_uv((int)result, NULL);
	return result;
}

void file_settle(struct file *file)
{
	struct file_request *request = file->pending;

	if (!request)
		return;
	if (!request->is_over) {
		future_init(&request->done);
		future_wait(&request->done, NULL);
	}
	take_effect(request);
}

static ssize_t close_in_thread(struct file_request *request)
{
	return close(request->whence);
}

/* As the thread's last work for the file. */
static bool close_later(struct file *file)
{
	struct file_request *request = calloc(1, sizeof *request);

	if (!request)
		return false;
	request->file = file;
	request->work = close_in_thread;
	request->whence = file->descriptor;
	if (begin(request) < 0) {
		free(request);
		return false;
	}
	file->pending = request;
	return true;
}

void file_leave(struct file *file)
{
	file->is_left = true;
	if (file->pending && !file->pending->is_over)
		return;
	if (file->pending)
		take_effect(file->pending);
	if (file->descriptor >= 0 && !file_closes_at_once(file) && close_later(file)) {
		file->descriptor = -1;
		return;
	}
	if (file->descriptor >= 0)
		close(file->descriptor);
	free_file(file);
}
