/* A program's standard streams, and what goes through them. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <async/subprocess.h>

#include "exception.h"
#include "process.h"

/* ---- opening them ---- */

static void set_theirs(struct child *child, int number, int descriptor, bool is_ours)
{
	child->theirs[number].descriptor = descriptor;
	child->theirs[number].is_ours = is_ours;
}

void child_close_theirs(struct child *child)
{
	for (int i = 0; i < 3; i++)
		if (child->theirs[i].is_ours)
			close(child->theirs[i].descriptor);
}

/* Real pipes, not sockets: so the program can open /dev/stdin. */
static int open_pipe(struct child *child, int number, struct stream **stream)
{
	bool they_read = number == 0;
	uv_file ends[2];
	int code = uv_pipe(ends, they_read ? 0 : UV_NONBLOCK_PIPE,
			   they_read ? UV_NONBLOCK_PIPE : 0);

	if (code < 0)
		return code;
	set_theirs(child, number, ends[they_read ? 0 : 1], true);
	*stream = stream_of_pipe(ends[they_read ? 1 : 0], !they_read, &code);
	return *stream ? 0 : code;
}

static int open_null(struct child *child, int number)
{
	int descriptor = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (descriptor < 0)
		return -errno;
	set_theirs(child, number, descriptor, true);
	return 0;
}

static int open_standard_stream(struct child *child, int number, int wanted,
				struct stream **stream)
{
	switch (wanted) {
	case 0: set_theirs(child, number, number, false); return 0;
	case PIPE: return open_pipe(child, number, stream);
	case DEVNULL: return open_null(child, number);
	case STDOUT:
		if (number != 2)
			return UV_EINVAL;
		set_theirs(child, number, child->theirs[1].descriptor, false);
		return 0;
	default:
		if (wanted < 0)
			return UV_EINVAL;
		set_theirs(child, number, wanted, false);
		return 0;
	}
}

int child_open_pipes(struct child *child, const struct subprocess_options *options)
{
	struct process *process = &child->process;
	int code = open_standard_stream(child, 0, options->stdin, &process->stdin);

	if (code == 0)
		code = open_standard_stream(child, 1, options->stdout, &process->stdout);
	if (code == 0)
		code = open_standard_stream(child, 2, options->stderr, &process->stderr);
	if (code < 0)
		child_close_theirs(child);
	return code;
}

/* ---- all that goes through them ---- */

/* Nobody waits for it to be sent: it goes on by itself, and is dropped if the program
 * does not read it. */
static void send_input(struct process *process, const char *input)
{
	if (!process->stdin)
		return;
	if (input)
		stream_write(process->stdin, input);
	stream_close(process->stdin);
}

/* Gives "" for what is a pipe, and empty. */
static char *receive(struct stream *stream, size_t *length)
{
	struct coroutine *await_is_only_allowed_in_async = coroutine_current;
	static char empty[1];
	char *text;

	if (!stream)
		return NULL;
	text = await (stream_read(stream, -1));
	*length = stream_length(stream);
	return text ? text : empty;
}

async_define (struct process_output, process_communicate, (struct process *, process),
	     (const char *, input))
{
	struct process_output output = { 0 };

	send_input(process, input);
	/* While one is waited for, the other must not fill up. */
	if (process->stderr)
		stream_receive_all(process->stderr);
	output.stdout = receive(process->stdout, &output.stdout_length);
	output.stderr = receive(process->stderr, &output.stderr_length);
	await (process_wait(process));
	return output;
}
