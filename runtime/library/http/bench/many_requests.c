/* many_requests URL COUNT WORKERS: so many requests through one session, by so many
 * tasks at the same time, each with its text. Prints nanoseconds a request, by the
 * clock and of this process's processor. Its peer: many_requests.py. */
#include <async/http_session.h>

#include <stdio.h>
#include <stdlib.h>

#include "../../../bench/measure.h"

struct bench {
	const char *url;
	int left, workers;
};

async (void, work, (struct http_session *, session), (struct bench *, bench))
{
	while (bench->left-- > 0) {
		async_with (response, session_get(session, bench->url)) {
			await (response_text(response));
		} end_with
	}
}

async (void, work_together, (struct bench *, bench))
{
	async_with (session, http_session()) {
		async_with (group, task_group()) {
			for (int i = 0; i < bench->workers; i++)
				group_create_task(group, work(session, bench));
		} end_with
	} end_with
}

int main(int argc, char **argv)
{
	struct bench bench = { 0 };
	double wall, processor;
	int count;

	if (argc != 4)
		return 2;
	bench = (struct bench){ argv[1], atoi(argv[2]), atoi(argv[3]) };
	count = bench.left;
	wall = wall_nanoseconds();
	processor = thread_nanoseconds();
	async_run(work_together(&bench));
	printf("%.0f %.0f\n", (wall_nanoseconds() - wall) / count,
	       (thread_nanoseconds() - processor) / count);
	return 0;
}
