#include <dirent.h>

#include <async.h>

#include "loopback.h"

struct server *server;

__attribute__((noinline)) int count_descriptors(void)
{
	DIR *folder = opendir("/proc/self/fd");
	int count = 0;

	while (readdir(folder))
		count++;
	closedir(folder);
	return count;
}

async_define (void, some_turns, (int, turns))
{
	for (int i = 0; i < turns; i++)
		await (async_sleep(0));
}

async_define (int, descriptors_kept)
{
	await (some_turns(1000));
	return count_descriptors();
}

/* Those of the other side, too, are to be closed. When it hears of that is up to the
 * kernel, which a busy machine may keep waiting. */
async_define (int, descriptors_more_than, (int, number))
{
	double until = loop_time() + 20;

	int count;

	while ((count = count_descriptors()) > number && loop_time() < until)
		await (async_sleep(0));
	return count > number ? count - number : 0;
}

async_define (struct stream *, dial)
{
	return await (open_connection("127.0.0.1", server->port));
}

async_define (void, hang_up, (struct stream *, stream))
{
	stream_close(stream);
	await (stream_wait_closed(stream));
	stream_release(stream);
}

async_define (void, echo, (struct stream *, stream))
{
	char *data;

	while ((data = await (stream_read(stream, 100000)))) {
		stream_write_bytes(stream, data, stream_length(stream));
		await (stream_drain(stream));
	}
}
