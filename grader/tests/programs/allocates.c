/* What may happen to a program whose blocks are counted: allocates WHAT. */
#define _GNU_SOURCE
#include <async.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* To lose it is what they are for. NOLINTBEGIN(clang-analyzer-unix.Malloc) */

static void *volatile kept;

__attribute__((noinline)) static void lose(size_t size)
{
	void *volatile block = malloc(size);

	memset(block, 1, size);
	block = NULL;
}

static void lose_three(void)
{
	for (size_t i = 1; i <= 3; i++)
		lose(i);
}

static void keep(void)
{
	kept = malloc(100);
}

/* ---- threads ----------------------------------------------------------------- */

enum { THREADS = 8, ROUNDS = 20000 };

static void *_Atomic handed_over[THREADS];

/* Who puts one there takes out what lay there, another thread's perhaps. */
static void *allocate_and_free(void *number)
{
	for (size_t i = 0; i < ROUNDS; i++) {
		void *mine = malloc(i % 500 + 1);

		if (i % 7 == 0)
			mine = realloc(mine, i % 900 + 1);
		free(atomic_exchange(&handed_over[(i + (size_t)number) % THREADS], mine));
	}
	return NULL;
}

static void share_among_threads(void)
{
	pthread_t threads[THREADS];

	for (size_t i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, allocate_and_free, (void *)i);
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	lose(7);
}

static void *sleep_on_it(void *block)
{
	void *volatile mine = block;

	for (;;)
		pause();
	return mine;
}

/* Only the thread that sleeps knows it. */
static void leave_to_a_thread(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, sleep_on_it, malloc(50));
	usleep(1000);
}

/* ---- processes ----------------------------------------------------------------- */

static void lose_in_a_child(void)
{
	if (fork() == 0) {
		lose(33);
		free(malloc(10));
		exit(0);
	}
	wait(NULL);
}

static void lose_in_another_program(void)
{
	if (fork() == 0)
		execl("/proc/self/exe", "allocates", "lose", NULL);
	wait(NULL);
}

/* Threads that allocate while a child is made, which goes on to allocate. */
static void fork_among_threads(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, allocate_and_free, NULL);
	for (int i = 0; i < 20; i++) {
		if (fork() == 0) {
			free(malloc(10));
			_exit(0);
		}
		wait(NULL);
	}
	pthread_join(thread, NULL);
}

/* ---- ends ---------------------------------------------------------------------- */

static void end_at_once(void)
{
	lose(44);
	_exit(0);
}

static void be_killed(void)
{
	lose(44);
	kill(getpid(), SIGKILL);
}

static void exit_from_a_handler(void)
{
	lose(5);
}

static void lose_at_exit(void)
{
	atexit(exit_from_a_handler);
}

static void without_descriptors(void)
{
	lose(6);
	while (dup(0) >= 0)
		continue;
}

/* ---- the calls ------------------------------------------------------------------- */

static void must(bool good, const char *what)
{
	if (!good)
		printf("not so: %s\n", what);
}

/* They do what they do without anybody who counts. */
static void call_each(void)
{
	char *text = strndup("abcdef", 3), *line = NULL;
	void *block = NULL;
	size_t size = 0;
	volatile size_t too_much = (size_t)-1;
	FILE *file = fmemopen("one\ntwo\n", 8, "r");

	must(strcmp(text, "abc") == 0, "strndup cuts");
	free(text);
	must(posix_memalign(&block, 3, 8) == EINVAL && !block, "3 is no alignment");
	must(posix_memalign(&block, 256, 8) == 0 && (size_t)block % 256 == 0, "256 is");
	free(block);
	block = aligned_alloc(64, 64);
	must((size_t)block % 64 == 0, "aligned_alloc");
	free(block);
	must(!reallocarray(NULL, too_much, 16) && errno == ENOMEM, "too much");
	must(asprintf(&text, "%d+%d", 1, 2) == 3 && strcmp(text, "1+2") == 0, "asprintf");
	free(text);
	must(getline(&line, &size, file) == 4 && strcmp(line, "one\n") == 0, "getline");
	must(getdelim(&line, &size, 'w', file) == 2, "getdelim");
	free(line);
	fclose(file);
	text = realpath("/proc/..", NULL);
	must(strcmp(text, "/") == 0, "realpath");
	free(text);
	block = calloc(10, 10);
	must(((char *)block)[99] == 0, "calloc");
	free(block);
}

/* A block that cannot grow is still there. */
static void grow_too_much(void)
{
	void *volatile block = malloc(20);

	volatile size_t too_much = (size_t)-1 / 4;

	if (!realloc(block, too_much))
		block = NULL;
}

static void move(void)
{
	char *volatile text = malloc(10);

	memset(text, 'x', 10);
	text = realloc(text, 100000);
	must(text[9] == 'x' && text[10] == 0, "what was there has moved along");
	text = NULL;
}

/* More than anybody wants to hear of. */
static void lose_a_million(void)
{
	for (int i = 0; i < 1200000; i++)
		lose(1);
}

/* ---- what a guard is for ---- */

static volatile int lost;

static void use_after_free(void)
{
	volatile char *volatile text = malloc(10);

	free((void *)text);
	text[9] = 'x';
}

static void read_behind(void)
{
	long *volatile numbers = calloc(3, sizeof(*numbers));

	lost = (int)numbers[3];
	free(numbers);
}

static void write_in_the_gap(void)
{
	volatile char *volatile text = malloc(10);

	text[10] = 'x';
	free((void *)text);
}

static void write_before_and_keep(void)
{
	static volatile char *volatile text;

	text = malloc(10);
	text[-1] = 'x';
}

static void free_twice(void)
{
	void *volatile block = malloc(10);

	free(block);
	free(block);
}

static void free_the_middle(void)
{
	volatile size_t middle = 4;
	char *volatile block = malloc(10);

	free(block + middle);
}

static void come_to_a_trap(void)
{
	__builtin_trap();
}

/* So that only the first process is told of. */
static void use_in_a_child(void)
{
	char *volatile text = strdup("text"), *volatile other = strdup("other");

	free(other);
	if (fork() == 0) {
		text = realloc(text, 100000);
		must(strcmp(text, "text") == 0, "it has moved along");
		free(text);
		text[0] = other[0];
		_exit(0);
	}
	wait(NULL);
	must(strcmp(text, "text") == 0, "it is still there");
	free(text);
}

/* NOLINTEND(clang-analyzer-unix.Malloc) */

static const struct {
	const char *name;
	void (*does)(void);
} ways[] = {
	{ "lose", lose_three },
	{ "keep", keep },
	{ "share_among_threads", share_among_threads },
	{ "leave_to_a_thread", leave_to_a_thread },
	{ "lose_in_a_child", lose_in_a_child },
	{ "lose_in_another_program", lose_in_another_program },
	{ "fork_among_threads", fork_among_threads },
	{ "end_at_once", end_at_once },
	{ "be_killed", be_killed },
	{ "lose_at_exit", lose_at_exit },
	{ "without_descriptors", without_descriptors },
	{ "call_each", call_each },
	{ "grow_too_much", grow_too_much },
	{ "move", move },
	{ "lose_a_million", lose_a_million },
	{ "use_after_free", use_after_free },
	{ "read_behind", read_behind },
	{ "write_in_the_gap", write_in_the_gap },
	{ "write_before_and_keep", write_before_and_keep },
	{ "free_twice", free_twice },
	{ "free_the_middle", free_the_middle },
	{ "come_to_a_trap", come_to_a_trap },
	{ "use_in_a_child", use_in_a_child },
};

async (void, begin_the_trace)
{
	await (async_sleep(0));
}

int main(int argument_count, char **arguments)
{
	async_run(begin_the_trace());
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++)
		if (argument_count == 2 && strcmp(ways[i].name, arguments[1]) == 0)
			ways[i].does();
	return 0;
}
