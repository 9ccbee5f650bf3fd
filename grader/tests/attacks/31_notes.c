/*
 * verdict: PASS
 * never: found:
 * runs: 2
 *
 * Leaves notes for the next one, in each place that it can think of.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <async.h>
#include <stdio.h>

async (void, answer)
{
	puts("one");
	await (async_sleep(0.5));
	puts("two");
	await (async_sleep(0.5));
	puts("three");
	puts("done");
}

static void attack(void)
{
	static const char *const files[] = { "/tmp/course_attack",
					     "/dev/shm/course_attack", "course_attack",
					     "/var/tmp/course_attack" };
	struct sockaddr_un name = { AF_UNIX, "\0course_attack" };
	int local = socket(AF_UNIX, SOCK_STREAM, 0);
	int shared;

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		if (access(files[i], F_OK) == 0)
			printf("found: %s\n", files[i]);
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		close(open(files[i], O_WRONLY | O_CREAT, 0666));
	shared = shm_open("/course_attack_shared", O_RDWR, 0666);
	if (shared >= 0)
		puts("found: shared memory");
	close(shm_open("/course_attack_shared", O_RDWR | O_CREAT, 0666));
	if (shmget(0xc0de, 4096, 0666) >= 0 || msgget(0xc0de, 0666) >= 0)
		puts("found: System V's");
	shmget(0xc0de, 4096, IPC_CREAT | 0666);
	msgget(0xc0de, IPC_CREAT | 0666);
	if (connect(local, (struct sockaddr *)&name, sizeof(name)) == 0)
		puts("found: a socket");
	close(local);
	local = socket(AF_UNIX, SOCK_STREAM, 0);
	bind(local, (struct sockaddr *)&name, sizeof(name));
	listen(local, 1);
}

int main(void)
{
	attack();
	return async_run(answer());
}
