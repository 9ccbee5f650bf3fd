#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <async/list.h>

#include "exception.h"
#include "file.h"

/* What is copied for a thread at a time. */
#define CHUNK ((size_t)1024 * 1024)

/* Where the file stands, and not where reading ahead has come to. */
static ssize_t write_in_thread(struct file_request *request)
{
	int descriptor = request->file->descriptor;
	size_t written = 0;

	if (request->unread > 0)
		lseek(descriptor, -(off_t)request->unread, SEEK_CUR);
	while (written < request->length) {
		ssize_t count = write(descriptor, request->data + written,
				      request->length - written);

		if (count < 0 && errno != EINTR)
			return -errno;
		if (count > 0)
			written += (size_t)count;
	}
	return (ssize_t)written;
}

static ssize_t note_written(struct file_request *request)
{
	if (request->file->is_seekable)
		file_forget_read(request->file);
	return request->result;
}

static void write_all(struct file *file, const char *data, size_t length)
{
	while (length > 0) {
		size_t part = length < CHUNK ? length : CHUNK;
		struct file_request *request = file_request_new(file, part);

		request->work = write_in_thread;
		request->effect = note_written;
		request->unread = file->is_seekable ? file_held(file) : 0;
		memcpy(request->data, data, part);
		file_request_succeed(request);
		data += part;
		length -= part;
	}
}

async_define (void, file_write_bytes, (struct file *, file), (const void *, data),
	     (size_t, length))
{
	if ((file->flags & O_ACCMODE) == O_RDONLY)
		raise (UnsupportedOperation, "not writable");
	async_with (&file->lock) {
		write_all(file, data, length);
	} end_with
}

async_define (void, file_write, (struct file *, file), (const char *, text))
{
	await (file_write_bytes(file, text, strlen(text)));
}

/* The lines, each with a newline, in one text; the caller frees it. */
static char *join(char **lines)
{
	size_t length = 1;
	char *text, *to;

	for (size_t i = 0; i < list_length(lines); i++)
		length += strlen(lines[i]) + 1;
	text = to = malloc(length);
	if (!text)
		raise (MemoryError, "no room for %zu bytes of lines", length);
	for (size_t i = 0; i < list_length(lines); i++) {
		to = stpcpy(to, lines[i]);
		*to++ = '\n';
	}
	*to = '\0';
	return text;
}

async_define (void, file_writelines, (struct file *, file), (char **, lines))
{
	char *text = join(lines);

	try {
		await (file_write(file, text));
	} finally {
		free(text);
	} end_try
}
