/* Everything that a program can do to its runner: misbehave WHAT. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* ------------------------------------------------------------------ limits */

static void spin(void)
{
	for (;;)
		;
}

static void print(void)
{
	for (;;)
		puts("and on and on");
}

static void print_one_line(void)
{
	for (;;)
		fputs("and on and on ", stdout);
}

static void sleep_for_ever(void)
{
	for (;;)
		sleep(3600);
}

static void allocate(void)
{
	for (;;)
		memset(malloc(1 << 20), 1, 1 << 20);
}

static void fork_without_end(void)
{
	for (;;)
		fork();
}

/* None of them goes on before all are made. */
static void fork_many(void)
{
	for (int i = 0; i < 400; i++)
		if (fork() == 0)
			_exit(0);
	kill(0, SIGKILL);
}

static void *wait_for_ever(void *nothing)
{
	pause();
	return nothing;
}

static void start_threads(void)
{
	pthread_t thread;

	for (;;)
		if (pthread_create(&thread, NULL, wait_for_ever, NULL) != 0)
			pause();
}

static void fill_file(void)
{
	static char block[1 << 20];
	FILE *file = tmpfile();

	while (fwrite(block, sizeof(block), 1, file) == 1)
		fflush(file);
}

/* ----------------------------------------------------------------- waiting */

static void deadlock(void)
{
	int ends[2];
	char byte;

	puts("waiting");
	if (pipe(ends) == 0 && read(ends[0], &byte, 1) == 0)
		puts("never");
}

static void lock_twice(void)
{
	static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

	sleep(1);
	pthread_mutex_lock(&mutex);
	pthread_mutex_lock(&mutex);
}

static void stop(void)
{
	sleep(1);
	raise(SIGSTOP);
}

static void sleep_by_kernel(void)
{
	struct timespec time = { .tv_nsec = 200000000 };

	sleep(1);
	puts("ours");
	syscall(SYS_nanosleep, &time, NULL);
	puts("the machine's");
}

/* Each of them shorter than what could be an accident. */
static void nap_by_kernel(void)
{
	struct timespec time = { .tv_nsec = 200000 };

	sleep(1);
	puts("ours");
	for (int i = 0; i < 2000; i++)
		syscall(SYS_nanosleep, &time, NULL);
	puts("the machine's");
}

static void wait_for_kernel(void)
{
	struct timespec time = { .tv_nsec = 200000000 };
	unsigned long events = 0;
	char event[32];

	sleep(1);
	puts("ours");
	syscall(SYS_io_setup, 1, &events);
	syscall(SYS_io_getevents, events, 1, 1, event, &time);
	puts("the machine's");
}

/* Reading the clock is all that it does: it must come to an end. */
static void watch_the_clock(void)
{
	time_t until = time(NULL) + 2;

	while (time(NULL) < until)
		;
	puts("at last");
}

/* ------------------------------------------------------------------- output */

static void close_output(void)
{
	close(1);
	close(2);
	sleep(2);
}

static void crash(void)
{
	volatile int *volatile nowhere = NULL;

	puts("before");
	*nowhere = 1;
}

static void print_bytes(void)
{
	static const char bytes[] = "a\0b\033[2J\xff\nlast";

	fwrite(bytes, sizeof(bytes) - 1, 1, stdout);
}

/* ---------------------------------------------------------------- processes */

static void leave_daemon(void)
{
	puts("bye");
	fflush(stdout);
	if (fork() == 0) {
		setsid();
		if (fork() == 0) {
			signal(SIGTERM, SIG_IGN);
			signal(SIGHUP, SIG_IGN);
			for (;;)
				sleep(1000);
		}
		_exit(0);
	}
	wait(NULL);
}

static void kill_child(void)
{
	pid_t child = fork();
	int status;

	if (child == 0)
		sleep_for_ever();
	sleep(2);
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	printf("killed by %d\n", WTERMSIG(status));
	sleep(1);
	puts("done");
}

static void kill_group(void)
{
	kill(0, SIGKILL);
}

static void spin_for_child(void)
{
	pid_t child = fork();

	if (child == 0) {
		puts("child");
		fflush(stdout);
		_exit(0);
	}
	while (waitpid(child, NULL, WNOHANG) == 0)
		;
	puts("parent");
}

/* Nobody asks for the status. */
static void leave_zombies(void)
{
	for (int i = 0; i < 10; i++)
		if (fork() == 0)
			_exit(0);
	sleep(1);
	puts("done");
}

/* A thread ends, another goes on, and the first one is over. */
static void *go_on(void *nothing)
{
	sleep(2);
	puts("the other thread");
	exit(3);
	return nothing;
}

static void end_first_thread(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, go_on, NULL);
	pthread_exit(NULL);
}

static void wait_in_vfork(void)
{
	pid_t child = vfork();

	if (child == 0) {
		execlp("sh", "sh", "-c", "sleep 1; echo child; exit 4", (char *)NULL);
		_exit(127);
	}
	waitpid(child, NULL, 0);
	puts("parent");
}

/* -------------------------------------------------------------- on the clock */

static void close_everything(void)
{
	sleep(1);
	for (int i = 3; i < 4096; i++)
		syscall(SYS_close, i);
	sleep(1);
	puts("still here");
	if (fork() == 0) {
		sleep(1);
		puts("a child");
		_exit(0);
	}
	wait(NULL);
	execlp("sh", "sh", "-c", "sleep 1; echo after exec", (char *)NULL);
}

/* Finds what we share with the grader, and calls `use` for it. */
static void each_mapping(const char *name, void (*use)(char *start, size_t size))
{
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[512];

	while (maps && fgets(line, sizeof(line), maps)) {
		unsigned long start, end;

		if (strstr(line, name) && sscanf(line, "%lx-%lx", &start, &end) == 2)
			use((char *)start, end - start);
	}
	if (maps)
		fclose(maps);
}

static void scribble(char *start, size_t size)
{
	for (size_t i = 0; i < size; i++)
		start[i] = (char)rand();
}

static void fill(char *start, size_t size)
{
	memset(start, 0xff, size);
}

static void write_slots(void)
{
	sleep(1);
	puts("one");
	fflush(stdout);
	for (int i = 0; i < 50; i++)
		each_mapping("course-slots", i % 2 ? scribble : fill);
	syscall(SYS_exit_group, 0);
}

/* Meanwhile, another thread sleeps and prints. */
static void *write_slots_again(void *nothing)
{
	for (int i = 0; i < 200; i++)
		each_mapping("course-slots", scribble);
	syscall(SYS_exit_group, 0);
	return nothing;
}

static void write_slots_while_sleeping(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, write_slots_again, NULL);
	for (;;)
		sleep(1);
}

static void try_to_write(char *start, size_t size)
{
	if (mprotect(start, size, PROT_READ | PROT_WRITE) == 0) {
		memset(start, 0x7f, size);
		puts("written");
	}
}

static void write_page(void)
{
	sleep(1);
	each_mapping("course-clock", try_to_write);
	for (int i = 3; i < 2048; i++) {
		char path[64];
		char link[256] = "";
		int file;

		snprintf(path, sizeof(path), "/proc/self/fd/%d", i);
		if (readlink(path, link, sizeof(link) - 1) < 0 ||
		    !strstr(link, "course-clock"))
			continue;
		file = open(path, O_RDWR);
		if (file < 0)
			file = i;
		if (pwrite(file, "garbage", 7, 0) > 0 || ftruncate(file, 0) == 0)
			puts("written");
	}
	puts("one");
}

static void flood_channel(void)
{
	char garbage[4096];

	memset(garbage, 0xa5, sizeof(garbage));
	sleep(1);
	for (int round = 0; round < 100; round++)
		for (int i = 900; i < 1100; i++) {
			send(i, garbage, (size_t)(rand() % (int)sizeof(garbage)),
			     MSG_DONTWAIT | MSG_NOSIGNAL);
			fcntl(i, F_SETFL, O_NONBLOCK);
			if (write(i, "\xfe\xff\xff\xff\xff\xff\xff\xff", 8) < 0)
				continue;
		}
	sleep(1);
	puts("two");
}

/* By a jump out of a signal handler, and then waits for somebody else. */
static sigjmp_buf before_sleep;

static void jump(int signal)
{
	(void)signal;
	siglongjmp(before_sleep, 1);
}

static void leave_a_sleep(void)
{
	pid_t child = fork();

	if (child == 0) {
		sleep(5);
		puts("child");
		_exit(0);
	}
	signal(SIGALRM, jump);
	alarm(1);
	if (sigsetjmp(before_sleep, 1) == 0)
		sleep(3);
	puts("left");
	waitpid(child, NULL, 0);
	puts("parent");
}

static void show_surroundings(void)
{
	int open_files = 0;

	for (int i = 3; i < 900; i++)
		open_files += fcntl(i, F_GETFD) >= 0;
	printf("files %d, leader %d, input %d\n", open_files, getsid(0) == getpid(),
	       (int)read(0, &open_files, 1));
}

static void tell_the_time(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	printf("%lld\n", now.tv_sec * 1000000000LL + now.tv_nsec);
}

static void hold_a_child(void)
{
	pid_t child = fork();

	if (child == 0) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		puts("child");
		fflush(stdout);
		_exit(0);
	}
	waitpid(child, NULL, 0);
	sleep(1);
	puts("let go");
	ptrace(PTRACE_CONT, child, NULL, NULL);
	waitpid(child, NULL, 0);
}

static const struct {
	const char *name;
	void (*function)(void);
} ways[] = {
	{ "tell_the_time", tell_the_time },
	{ "hold_a_child", hold_a_child },
	{ "spin", spin },
	{ "print", print },
	{ "print_one_line", print_one_line },
	{ "sleep_for_ever", sleep_for_ever },
	{ "allocate", allocate },
	{ "fork_without_end", fork_without_end },
	{ "fork_many", fork_many },
	{ "start_threads", start_threads },
	{ "fill_file", fill_file },
	{ "deadlock", deadlock },
	{ "lock_twice", lock_twice },
	{ "stop", stop },
	{ "sleep_by_kernel", sleep_by_kernel },
	{ "nap_by_kernel", nap_by_kernel },
	{ "wait_for_kernel", wait_for_kernel },
	{ "watch_the_clock", watch_the_clock },
	{ "close_output", close_output },
	{ "crash", crash },
	{ "print_bytes", print_bytes },
	{ "leave_daemon", leave_daemon },
	{ "kill_child", kill_child },
	{ "kill_group", kill_group },
	{ "spin_for_child", spin_for_child },
	{ "leave_zombies", leave_zombies },
	{ "end_first_thread", end_first_thread },
	{ "wait_in_vfork", wait_in_vfork },
	{ "close_everything", close_everything },
	{ "write_slots", write_slots },
	{ "write_slots_while_sleeping", write_slots_while_sleeping },
	{ "write_page", write_page },
	{ "flood_channel", flood_channel },
	{ "leave_a_sleep", leave_a_sleep },
	{ "show_surroundings", show_surroundings },
};

int main(int argc, char **argv)
{
	for (size_t i = 0; argc > 1 && i < sizeof(ways) / sizeof(*ways); i++)
		if (strcmp(argv[1], ways[i].name) == 0) {
			ways[i].function();
			return 0;
		}
	fputs("misbehave: say how\n", stderr);
	return 2;
}
