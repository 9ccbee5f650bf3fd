/* One wait of each kind: waits WHAT. Prints what the wait returned, and what the
 * program's own clock says it took. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <mqueue.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ipc.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/times.h>
#include <sys/timex.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

/* What recv becomes with _FORTIFY_SOURCE. */
ssize_t __recv_chk(int file, void *buffer, size_t length, size_t size, int flags);

static const struct timespec one_and_a_half = { 1, 500000000 };

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec - 1000 + (double)time.tv_nsec / 1e9;
}

static struct timespec in_one_and_a_half(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	time.tv_sec += 1 + (time.tv_nsec + 500000000) / 1000000000;
	time.tv_nsec = (time.tv_nsec + 500000000) % 1000000000;
	return time;
}

static void tell(const char *what, long result)
{
	printf("%s %ld at %.3f\n", what, result, now());
}

/* ------------------------------------------------------------------- sleeps */

static void sleeps(void)
{
	struct timespec until;

	tell("sleep", sleep(2));
	tell("usleep", usleep(1500000));
	tell("nanosleep", nanosleep(&one_and_a_half, NULL));
	tell("clock_nanosleep",
	     clock_nanosleep(CLOCK_REALTIME, 0, &one_and_a_half, NULL));
	until = in_one_and_a_half(CLOCK_MONOTONIC);
	tell("absolute", clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL));
	tell("thrd_sleep", thrd_sleep(&one_and_a_half, NULL));
	tell("poll", poll(NULL, 0, 1500));
	tell("select", select(0, NULL, NULL, NULL, &(struct timeval){ 1, 500000 }));
}

/* -------------------------------------------------------------- descriptors */

static int ends[2];

/* Another process writes into the pipe after one second. */
static void write_in_one_second(void)
{
	if (fork() == 0) {
		sleep(1);
		_exit(write(ends[1], "x", 1) != 1);
	}
}

static void take_byte(void)
{
	char byte;

	if (read(ends[0], &byte, 1) != 1)
		puts("nothing there");
}

static void poll_pipe(void)
{
	struct pollfd one = { .fd = ends[0], .events = POLLIN };

	tell("poll", poll(&one, 1, 1500));
	write_in_one_second();
	tell("poll", poll(&one, 1, 5000));
	tell("poll", poll(&one, 1, -1));
	take_byte();
	tell("ppoll", ppoll(&one, 1, &one_and_a_half, NULL));
	tell("poll", poll(&one, 1, 0));
}

static void select_pipe(void)
{
	fd_set set;
	struct timeval left = { 5, 0 };

	FD_ZERO(&set);
	FD_SET(ends[0], &set);
	tell("pselect", pselect(ends[0] + 1, &set, NULL, NULL, &one_and_a_half, NULL));
	tell("empty", FD_ISSET(ends[0], &set));
	FD_SET(ends[0], &set);
	write_in_one_second();
	tell("select", select(ends[0] + 1, &set, NULL, NULL, &left));
	tell("left", left.tv_sec);
	tell("set", FD_ISSET(ends[0], &set) != 0);
}

static void epoll_pipe(void)
{
	int file = epoll_create1(0);
	struct epoll_event event = { .events = EPOLLIN };

	epoll_ctl(file, EPOLL_CTL_ADD, ends[0], &event);
	tell("epoll_wait", epoll_wait(file, &event, 1, 1500));
	tell("epoll_pwait2", epoll_pwait2(file, &event, 1, &one_and_a_half, NULL));
	write_in_one_second();
	tell("epoll_wait", epoll_wait(file, &event, 1, -1));
	take_byte();
	tell("epoll_pwait", epoll_pwait(file, &event, 1, 1500, NULL));
}

/* ------------------------------------------------------------------ threads */

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static sem_t semaphore;

static void *signal_in_one_second(void *nothing)
{
	sleep(1);
	pthread_mutex_lock(&mutex);
	pthread_cond_signal(&condition);
	pthread_mutex_unlock(&mutex);
	sem_post(&semaphore);
	return nothing;
}

static pthread_t start_thread(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, signal_in_one_second, NULL);
	return thread;
}

static void conditions(void)
{
	struct timespec until = in_one_and_a_half(CLOCK_REALTIME);
	cnd_t c11;
	mtx_t c11_mutex;

	pthread_mutex_lock(&mutex);
	tell("timedwait", pthread_cond_timedwait(&condition, &mutex, &until));
	until = in_one_and_a_half(CLOCK_MONOTONIC);
	tell("clockwait",
	     pthread_cond_clockwait(&condition, &mutex, CLOCK_MONOTONIC, &until));
	start_thread();
	until = in_one_and_a_half(CLOCK_REALTIME);
	tell("timedwait", pthread_cond_timedwait(&condition, &mutex, &until));
	start_thread();
	tell("wait", pthread_cond_wait(&condition, &mutex));
	pthread_mutex_unlock(&mutex);
	cnd_init(&c11);
	mtx_init(&c11_mutex, mtx_plain);
	mtx_lock(&c11_mutex);
	until = in_one_and_a_half(CLOCK_REALTIME);
	tell("cnd_timedwait", cnd_timedwait(&c11, &c11_mutex, &until) == thrd_timedout);
}

static void semaphores(void)
{
	struct timespec until = in_one_and_a_half(CLOCK_REALTIME);

	tell("sem_timedwait", sem_timedwait(&semaphore, &until));
	until = in_one_and_a_half(CLOCK_MONOTONIC);
	tell("sem_clockwait", sem_clockwait(&semaphore, CLOCK_MONOTONIC, &until));
	start_thread();
	until = in_one_and_a_half(CLOCK_REALTIME);
	tell("sem_timedwait", sem_timedwait(&semaphore, &until));
	start_thread();
	tell("sem_wait", sem_wait(&semaphore));
}

static void *hold_for_two_seconds(void *nothing)
{
	pthread_mutex_lock(&mutex);
	sleep(2);
	pthread_mutex_unlock(&mutex);
	return nothing;
}

static void locks(void)
{
	pthread_t thread;
	struct timespec until;

	pthread_create(&thread, NULL, hold_for_two_seconds, NULL);
	usleep(500000);
	until = in_one_and_a_half(CLOCK_REALTIME);
	until.tv_sec--;
	tell("timedlock", pthread_mutex_timedlock(&mutex, &until));
	until = in_one_and_a_half(CLOCK_REALTIME);
	tell("timedlock", pthread_mutex_timedlock(&mutex, &until));
	pthread_mutex_unlock(&mutex);
	tell("join", pthread_join(thread, NULL));
	thread = start_thread();
	until = in_one_and_a_half(CLOCK_REALTIME);
	until.tv_sec--;
	tell("timedjoin", pthread_timedjoin_np(thread, NULL, &until));
	tell("join", pthread_join(thread, NULL));
}

static void *sleep_until_cancelled(void *nothing)
{
	sleep(100);
	return nothing;
}

static void cancellation(void)
{
	pthread_t thread;
	void *result;

	pthread_create(&thread, NULL, sleep_until_cancelled, NULL);
	sleep(1);
	pthread_cancel(thread);
	pthread_join(thread, &result);
	tell("cancelled", result == PTHREAD_CANCELED);
	sleep(1);
	tell("sleep", 0);
}

/* ------------------------------------------------------------------- timers */

static void count(int signal)
{
	(void)signal;
	if (write(1, "signal\n", 7) != 7)
		abort();
}

static void alarms(void)
{
	struct itimerval each_half = { { 0, 500000 }, { 1, 0 } };

	sigaction(SIGALRM, &(struct sigaction){ .sa_handler = count }, NULL);
	alarm(2);
	tell("sleep left", sleep(5));
	setitimer(ITIMER_REAL, &each_half, NULL);
	pause();
	pause();
	setitimer(ITIMER_REAL, &(struct itimerval){ 0 }, &each_half);
	tell("paused", each_half.it_interval.tv_usec);
	alarm(10);
	sleep(4);
	tell("alarm left", alarm(0));
}

static void sleep_for_two(int signal)
{
	(void)signal;
	sleep(2);
	tell("handled", 0);
}

/* What is left is what was left when the signal came. */
static void broken_sleeps(void)
{
	struct timespec rest = { 0 };

	sigaction(SIGALRM, &(struct sigaction){ .sa_handler = sleep_for_two }, NULL);
	alarm(1);
	tell("nanosleep", nanosleep(&one_and_a_half, &rest));
	tell("left", rest.tv_nsec);
	alarm(1);
	tell("sleep left", sleep(10));
}

static void timer_descriptors(void)
{
	int file = timerfd_create(CLOCK_MONOTONIC, 0);
	struct itimerspec setting = { { 0, 250000000 }, { 1, 0 } };
	struct pollfd one = { .fd = file, .events = POLLIN };
	uint64_t expirations;

	timerfd_settime(file, 0, &setting, NULL);
	tell("poll", poll(&one, 1, -1));
	tell("read", read(file, &expirations, 8) == 8 ? (long)expirations : -1);
	tell("read", read(file, &expirations, 8) == 8 ? (long)expirations : -1);
	usleep(1100000);
	tell("read", read(file, &expirations, 8) == 8 ? (long)expirations : -1);
	close(file);
}

/* In the program that hand_on has become. */
static void handed_on(void)
{
	int file = atoi(getenv("TIMER"));
	uint64_t expirations;

	usleep(1500000);
	tell("read", read(file, &expirations, 8) == 8 ? (long)expirations : -1);
	tell("read", read(file, &expirations, 8) == 8 ? (long)expirations : -1);
}

static void hand_on(void)
{
	int file = timerfd_create(CLOCK_MONOTONIC, 0);
	struct itimerspec setting = { { 1, 0 }, { 1, 0 } };
	char number[16];

	timerfd_settime(file, 0, &setting, NULL);
	snprintf(number, sizeof(number), "%d", file);
	setenv("TIMER", number, 1);
	execl("/proc/self/exe", "waits", "handed_on", NULL);
}

static void call(union sigval value)
{
	tell("called", value.sival_int);
}

static void timers(void)
{
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1 };
	struct itimerspec setting = { .it_value = one_and_a_half };
	siginfo_t information;
	sigset_t set;
	timer_t timer;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	event.sigev_value.sival_int = 7;
	timer_create(CLOCK_REALTIME, &event, &timer);
	timer_settime(timer, 0, &setting, NULL);
	tell("signal",
	     sigtimedwait(&set, &information, &(struct timespec){ 10, 0 }) == SIGUSR1);
	tell("value", information.si_value.sival_int);
	tell("sigtimedwait", sigtimedwait(&set, &information, &one_and_a_half));
	timer_delete(timer);
	event.sigev_notify = SIGEV_THREAD;
	event.sigev_notify_function = call;
	timer_create(CLOCK_MONOTONIC, &event, &timer);
	setting.it_interval.tv_sec = 1;
	timer_settime(timer, 0, &setting, NULL);
	sleep(3);
	timer_delete(timer);
	sleep(5);
	tell("end", 0);
}

/* ------------------------------------------------------------------- clocks */

/* The processor's time is what it is: hardly any. */
static void clocks(void)
{
	struct timespec time;
	struct timeval day;

	sleep(1);
	clock_gettime(CLOCK_REALTIME, &time);
	printf("realtime %ld\n", (long)time.tv_sec);
	clock_gettime(CLOCK_BOOTTIME, &time);
	printf("boottime %ld\n", (long)time.tv_sec);
	gettimeofday(&day, NULL);
	printf("gettimeofday %ld\n", (long)day.tv_sec);
	timespec_get(&time, TIME_UTC);
	printf("timespec_get %ld\n", (long)time.tv_sec);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	printf("processor %ld\n", (long)time.tv_sec);
	printf("clock %ld\n", (long)(clock() / CLOCKS_PER_SEC));
}

/* By the ticks of a kernel; and nobody sets the machine's clock. What is set here is
 * what stands there: should it come to pass, the machine's time stays what it is. */
static void ticks(void)
{
	struct timex values = { .modes = 0 };
	struct tms used;
	clock_t before = times(&used);

	adjtimex(&values);
	values.modes = ADJ_MAXERROR;
	sleep(2);
	tell("times", (times(&used) - before) / sysconf(_SC_CLK_TCK));
	tell("adjtime", adjtime(&(struct timeval){ 0 }, NULL));
	tell("adjtimex", adjtimex(&values));
	values.modes = ADJ_MAXERROR;
	tell("clock_adjtime", clock_adjtime(CLOCK_REALTIME, &values));
}

/* ------------------------------------------------------------------ sockets */

static int pair[2];

static void *write_to_pair(void *argument)
{
	(void)argument;
	sleep(1);
	(void)!write(pair[1], "x", 1);
	return NULL;
}

/* Each waits by the limit that the socket itself has. */
static void sockets(void)
{
	struct timeval limit = { 1, 500000 }, kept = { 0 };
	socklen_t length = sizeof(kept);
	char bytes[4096] = { 0 };
	pthread_t thread;

	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	setsockopt(pair[0], SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
	getsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &kept, &length);
	tell("limit", kept.tv_sec * 1000 + kept.tv_usec / 1000);
	tell("recv", recv(pair[0], bytes, 1, 0));
	tell("recv_chk", __recv_chk(pair[0], bytes, 1, sizeof(bytes), 0));
	tell("readv", readv(pair[0], &(struct iovec){ bytes, 1 }, 1));
	tell("read", read(dup(pair[0]), bytes, 1));
	tell("at once", recv(pair[0], bytes, 1, MSG_DONTWAIT));
	pthread_create(&thread, NULL, write_to_pair, NULL);
	tell("read", read(pair[0], bytes, 1));
	pthread_join(thread, NULL);
	while (send(pair[0], bytes, sizeof(bytes), MSG_DONTWAIT) > 0)
		;
	tell("send", send(pair[0], bytes, sizeof(bytes), 0));
	tell("write", write(pair[0], bytes, sizeof(bytes)));
	tell("writev", writev(pair[0], &(struct iovec){ bytes, sizeof(bytes) }, 1));
}

/* What has come, or gone, when the limit has passed. */
static void streams(void)
{
	static char bytes[1 << 20];
	struct timeval limit = { 1, 500000 };
	pthread_t thread;

	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	setsockopt(pair[0], SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
	pthread_create(&thread, NULL, write_to_pair, NULL);
	tell("two of them", recv(pair[0], bytes, 2, MSG_WAITALL));
	pthread_join(thread, NULL);
	tell("a part", send(pair[0], bytes, sizeof(bytes), 0) < (long)sizeof(bytes));
	tell("no more", write(pair[0], bytes, 1));
	close(pair[1]);
	tell("closed", send(pair[0], bytes, 1, MSG_NOSIGNAL));
}

static void *connect_to(void *address)
{
	int file = socket(AF_UNIX, SOCK_STREAM, 0);

	connect(file, address, sizeof(struct sockaddr_un));
	sleep(5);
	close(file);
	return NULL;
}

/* A connection has the limits of what accepted it. */
static void connections(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct timeval limit = { 1, 500000 };
	int listening = socket(AF_UNIX, SOCK_STREAM, 0), accepted;
	pthread_t thread;
	char byte;

	snprintf(address.sun_path + 1, sizeof(address.sun_path) - 1, "waits%d", getpid());
	bind(listening, (struct sockaddr *)&address, sizeof(address));
	listen(listening, 1);
	setsockopt(listening, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	tell("nobody", accept(listening, NULL, NULL));
	pthread_create(&thread, NULL, connect_to, &address);
	accepted = accept(listening, NULL, NULL);
	tell("read", read(accepted, &byte, 1));
	pthread_join(thread, NULL);
	tell("read", read(accepted, &byte, 1));
}

/* How many came, or why none did. */
static void receive(const char *what, int flags, unsigned most)
{
	struct timespec limit = one_and_a_half;
	struct mmsghdr messages[4] = { 0 };
	int received;

	for (unsigned i = 0; i < most; i++)
		messages[i].msg_hdr.msg_iov = &(struct iovec){ NULL, 0 };
	received = recvmmsg(pair[0], messages, most, flags, &limit);
	tell(what, received < 0 ? errno : received);
}

static void datagrams(void)
{
	pthread_t thread;

	socketpair(AF_UNIX, SOCK_DGRAM, 0, pair);
	receive("none", 0, 2);
	receive("at once", MSG_DONTWAIT, 2);
	pthread_create(&thread, NULL, write_to_pair, NULL);
	receive("one of three", 0, 3);
	pthread_join(thread, NULL);
	pthread_create(&thread, NULL, write_to_pair, NULL);
	receive("for one", MSG_WAITFORONE, 3);
	pthread_join(thread, NULL);
}

/* ------------------------------------------------- queues and sets of semaphores */

/* Another process does that after a second. */
static void in_one_second(void (*act)(int object), int object)
{
	if (fork() == 0) {
		sleep(1);
		act(object);
		_exit(0);
	}
}

static void send_message(int queue)
{
	mq_send(queue, "x", 1, 0);
}

static void take_message(int queue)
{
	char byte;

	mq_receive(queue, &byte, 1, NULL);
}

static int limit_over(int failed)
{
	return failed < 0 ? errno : 0;
}

static void queues(void)
{
	struct mq_attr attributes = { .mq_maxmsg = 1, .mq_msgsize = 1 };
	struct timespec until = in_one_and_a_half(CLOCK_REALTIME);
	char name[64], byte;
	mqd_t queue;

	snprintf(name, sizeof(name), "/course-waits-%d", (int)getpid());
	queue = mq_open(name, O_CREAT | O_RDWR, 0600, &attributes);
	mq_unlink(name);
	tell("receive", limit_over((int)mq_timedreceive(queue, &byte, 1, NULL, &until)));
	tell("late", limit_over((int)mq_timedreceive(queue, &byte, 1, NULL, &until)));
	in_one_second(send_message, queue);
	until = in_one_and_a_half(CLOCK_REALTIME);
	tell("receive", mq_timedreceive(queue, &byte, 1, NULL, &until));
	tell("send", limit_over(mq_timedsend(queue, "x", 1, 0, &until)));
	tell("send", limit_over(mq_timedsend(queue, "x", 1, 0, &until)));
	in_one_second(take_message, queue);
	until = in_one_and_a_half(CLOCK_REALTIME);
	tell("send", limit_over(mq_timedsend(queue, "x", 1, 0, &until)));
	until.tv_nsec = -1;
	tell("no time", limit_over(mq_timedsend(queue, "x", 1, 0, &until)));
}

static void raise_semaphore(int set)
{
	semop(set, &(struct sembuf){ .sem_op = 1 }, 1);
}

static void semaphore_sets(void)
{
	struct sembuf lower = { .sem_op = -1 };
	struct sembuf at_once = { .sem_op = -1, .sem_flg = IPC_NOWAIT };
	int set = semget(IPC_PRIVATE, 1, 0600);

	tell("lower", limit_over(semtimedop(set, &lower, 1, &one_and_a_half)));
	tell("at once", limit_over(semtimedop(set, &at_once, 1, &one_and_a_half)));
	in_one_second(raise_semaphore, set);
	tell("lower", limit_over(semtimedop(set, &lower, 1, &one_and_a_half)));
	semctl(set, 0, IPC_RMID);
}

/* ------------------------------------------------------------------- beginnings */

static int say_thread(void *argument)
{
	(void)argument;
	puts("thread");
	return 0;
}

/* Who has just made a thread is not overtaken by it, however long he goes on. */
static void beginnings(void)
{
	thrd_t thread;
	clock_t start = clock();

	thrd_create(&thread, say_thread, NULL);
	while (clock() - start < CLOCKS_PER_SEC / 20)
		;
	puts("main");
	thrd_join(thread, NULL);
}

/* ----------------------------------------------------------- by the kernel's name */

static uint32_t word;

static long wait_for_word(int operation, struct timespec limit, uint32_t bits)
{
	long result = syscall(SYS_futex, &word, operation, 0, &limit, NULL, bits);

	return result < 0 ? errno : result;
}

static void *change_word(void *nothing)
{
	sleep(1);
	__atomic_store_n(&word, 1, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1);
	return nothing;
}

/* As the standard libraries of C++ and Rust wait. */
static void words(void)
{
	int until = FUTEX_WAIT_BITSET_PRIVATE;
	struct timespec read;
	pthread_t thread;

	tell("futex", wait_for_word(FUTEX_WAIT_PRIVATE, one_and_a_half, 0));
	tell("until", wait_for_word(until, in_one_and_a_half(CLOCK_MONOTONIC), ~0u));
	tell("real", wait_for_word(until | FUTEX_CLOCK_REALTIME,
				   in_one_and_a_half(CLOCK_REALTIME), ~0u));
	pthread_create(&thread, NULL, change_word, NULL);
	tell("woken", wait_for_word(FUTEX_WAIT_PRIVATE, one_and_a_half, 0));
	tell("changed", wait_for_word(FUTEX_WAIT_PRIVATE, one_and_a_half, 0));
	pthread_join(thread, NULL);
	syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &read);
	tell("read", read.tv_sec - 1000);
}

static const struct {
	const char *name;
	void (*function)(void);
} kinds[] = {
	{ "sleeps", sleeps },
	{ "poll", poll_pipe },
	{ "select", select_pipe },
	{ "epoll", epoll_pipe },
	{ "conditions", conditions },
	{ "semaphores", semaphores },
	{ "locks", locks },
	{ "cancellation", cancellation },
	{ "alarms", alarms },
	{ "timer_descriptors", timer_descriptors },
	{ "timers", timers },
	{ "clocks", clocks },
	{ "sockets", sockets },
	{ "ticks", ticks },
	{ "datagrams", datagrams },
	{ "queues", queues },
	{ "beginnings", beginnings },
	{ "semaphore_sets", semaphore_sets },
	{ "streams", streams },
	{ "connections", connections },
	{ "broken_sleeps", broken_sleeps },
	{ "words", words },
	{ "hand_on", hand_on },
	{ "handed_on", handed_on },
};

int main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (pipe(ends) != 0 || sem_init(&semaphore, 0, 0) != 0)
		return 2;
	for (size_t i = 0; argc > 1 && i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(argv[1], kinds[i].name) == 0) {
			kinds[i].function();
			return 0;
		}
	fputs("waits: say for what\n", stderr);
	return 2;
}
