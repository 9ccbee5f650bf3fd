#define _GNU_SOURCE
#include "clock/process_tree.h"

#include <ctype.h>
#include <dirent.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "text/memory.h"

/* PID_MAX_LIMIT of the kernel; where there are fewer, a wrap is seen as well. */
#define MOST_PROCESSES (1u << 22)

/* ------------------------------------------------------------ reading /proc */

static int open_proc(const char *format, ...) __attribute__((format(printf, 1, 2)));

static int open_proc(const char *format, ...)
{
	char path[96];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(path, sizeof(path), format, arguments);
	va_end(arguments);
	return open(path, O_RDONLY | O_CLOEXEC);
}

/* Reads a file of /proc anew; returns the length, 0 if its thread is gone. */
static size_t read_again(int file, char *text, size_t size)
{
	ssize_t length;

	do
		length = pread(file, text, size - 1, 0);
	while (length < 0 && errno == EINTR);
	text[length > 0 ? length : 0] = '\0';
	return length > 0 ? (size_t)length : 0;
}

static size_t read_once(int file, char *text, size_t size)
{
	size_t length = 0;

	text[0] = '\0';
	if (file >= 0) {
		length = read_again(file, text, size);
		close(file);
	}
	return length;
}

/* The fields of stat that are needed, by their numbers in proc(5). */
struct stat_fields {
	char state;      /* 3 */
	long parent;     /* 4 */
	long user_ticks; /* 14 */
	long system_ticks;
	long threads;   /* 20 */
	long processor; /* 39 */
};

/* Goes on from the field `*field`, which stands at *at, to the one that is wanted. */
static bool read_field(const char **at, int *field, int wanted, long *value)
{
	char *end;

	for (; *field < wanted; ++*field) {
		*at = strchr(*at, ' ');
		if (!*at)
			return false;
		++*at;
	}
	*value = strtol(*at, &end, 10);
	return end != *at;
}

/* This is done for each thread whenever the clock moves: so no numbers are made of
 * the fields that nobody asks for. */
static bool parse_stat(const char *text, struct stat_fields *fields)
{
	/* The name may hold anything, parentheses too. */
	const char *at = strrchr(text, ')');
	int field = 3;

	if (!at || at[1] != ' ' || !at[2])
		return false;
	at += 2;
	fields->state = *at;
	return read_field(&at, &field, 4, &fields->parent) &&
	       read_field(&at, &field, 14, &fields->user_ticks) &&
	       read_field(&at, &field, 15, &fields->system_ticks) &&
	       read_field(&at, &field, 20, &fields->threads) &&
	       read_field(&at, &field, 39, &fields->processor);
}

/* ------------------------------------------------------- threads, processes */

static struct tree_process *process_of(const struct process_tree *tree,
				       const struct tree_thread *thread)
{
	return &tree->processes[thread->process];
}

static bool knows_process(const struct process_tree *tree, pid_t id)
{
	for (size_t i = 0; i < tree->process_count; i++)
		if (tree->processes[i].id == id)
			return true;
	return false;
}

static bool knows_thread(const struct process_tree *tree, pid_t id)
{
	for (size_t i = 0; i < tree->thread_count; i++)
		if (tree->threads[i].id == id)
			return true;
	return false;
}

static void add_thread(struct process_tree *tree, size_t process, pid_t id)
{
	struct tree_thread *thread;
	pid_t owner = tree->processes[process].id;

	if (tree->thread_count == tree->thread_capacity) {
		tree->thread_capacity =
			tree->thread_capacity ? tree->thread_capacity * 2 : 16;
		tree->threads = memory_resize(tree->threads, tree->thread_capacity,
					      sizeof(*tree->threads));
	}
	thread = &tree->threads[tree->thread_count++];
	*thread = (struct tree_thread){
		.id = id,
		.process = process,
		.state = 'R',
		.processor = -1,
		.status_file = open_proc("/proc/%d/task/%d/stat", owner, id),
		.children_file = open_proc("/proc/%d/task/%d/children", owner, id),
		.call_file = -1,
	};
	tree->version++;
}

static void close_thread(struct tree_thread *thread)
{
	if (thread->status_file >= 0)
		close(thread->status_file);
	if (thread->children_file >= 0)
		close(thread->children_file);
	if (thread->call_file >= 0)
		close(thread->call_file);
}

static void remove_thread(struct process_tree *tree, size_t index)
{
	tree->ticks_gone += tree->threads[index].ticks;
	close_thread(&tree->threads[index]);
	memmove(&tree->threads[index], &tree->threads[index + 1],
		(tree->thread_count - index - 1) * sizeof(*tree->threads));
	tree->thread_count--;
	tree->version++;
}

/* Adds the threads of the process that are not known yet. */
static void list_threads(struct process_tree *tree, size_t process)
{
	char path[64];
	struct dirent *entry;
	DIR *folder;

	snprintf(path, sizeof(path), "/proc/%d/task", tree->processes[process].id);
	folder = opendir(path);
	if (!folder)
		return;
	while ((entry = readdir(folder))) {
		pid_t id = (pid_t)strtol(entry->d_name, NULL, 10);

		if (id > 0 && !knows_thread(tree, id))
			add_thread(tree, process, id);
	}
	closedir(folder);
}

static void add_process(struct process_tree *tree, pid_t id)
{
	if (tree->process_count == tree->process_capacity) {
		tree->process_capacity =
			tree->process_capacity ? tree->process_capacity * 2 : 8;
		tree->processes = memory_resize(tree->processes, tree->process_capacity,
						sizeof(*tree->processes));
	}
	tree->processes[tree->process_count++] = (struct tree_process){ .id = id };
	list_threads(tree, tree->process_count - 1);
}

/* A process without threads is no more. */
static void remove_process(struct process_tree *tree, size_t index)
{
	memmove(&tree->processes[index], &tree->processes[index + 1],
		(tree->process_count - index - 1) * sizeof(*tree->processes));
	tree->process_count--;
	for (size_t i = 0; i < tree->thread_count; i++)
		if (tree->threads[i].process > index)
			tree->threads[i].process--;
}

static void add_listed(struct process_tree *tree, const char *list)
{
	char *end;

	for (;;) {
		pid_t id = (pid_t)strtol(list, &end, 10);

		if (end == list)
			return;
		if (!knows_process(tree, id))
			add_process(tree, id);
		list = end;
	}
}

/* Takes in the children of one thread. The list may be longer than any room. */
static void look_for_children(struct process_tree *tree, int file)
{
	char few[512];
	size_t size = sizeof(few);
	size_t length;
	char *many = NULL;

	if (file < 0)
		return;
	length = read_again(file, few, size);
	if (length == 0)
		return;
	while (length == size - 1) {
		size *= 4;
		many = memory_resize(many, size, 1);
		length = read_again(file, many, size);
	}
	add_listed(tree, many ? many : few);
	free(many);
}

static bool is_stranger(const struct process_tree *tree, pid_t id)
{
	for (size_t i = 0; i < tree->stranger_count; i++)
		if (tree->strangers[i] == id)
			return true;
	return false;
}

/* Calls `take` for each child of this very process, of whichever thread. */
static void each_own_child(struct process_tree *tree,
			   void (*take)(struct process_tree *tree, pid_t id))
{
	struct dirent *entry;
	DIR *folder = opendir("/proc/self/task");
	char list[4096];

	while (folder && (entry = readdir(folder))) {
		char *at = list;
		char *end;

		if (!isdigit((unsigned char)entry->d_name[0]))
			continue;
		read_once(open_proc("/proc/self/task/%.20s/children", entry->d_name),
			  list, sizeof(list));
		for (pid_t id; (id = (pid_t)strtol(at, &end, 10)), end != at; at = end)
			if (!is_stranger(tree, id))
				take(tree, id);
	}
	if (folder)
		closedir(folder);
}

static void take_child(struct process_tree *tree, pid_t id)
{
	if (!knows_process(tree, id))
		add_process(tree, id);
}

static void take_stranger(struct process_tree *tree, pid_t id)
{
	tree->strangers = memory_resize(tree->strangers, tree->stranger_count + 1,
					sizeof(*tree->strangers));
	tree->strangers[tree->stranger_count++] = id;
}

void tree_prepare(struct process_tree *tree)
{
	*tree = (struct process_tree){
		.processor = -1,
		.network_file = -1,
		.orphans_file = -1,
	};
	prctl(PR_GET_CHILD_SUBREAPER, &tree->was_reaper);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	each_own_child(tree, take_stranger);
}

void tree_keep(struct process_tree *tree, pid_t keeper)
{
	tree->keeper = keeper;
	tree->orphans_file = open_proc("/proc/%d/task/%d/children", keeper, keeper);
}

void tree_begin(struct process_tree *tree, pid_t root, int processor)
{
	tree->root = root;
	tree->processor = processor;
	add_process(tree, root);
}

/* ------------------------------------------------------------------ looking */

static bool has_child(const struct process_tree *tree, pid_t parent)
{
	for (size_t i = 0; i < tree->process_count; i++)
		if (tree->processes[i].parent == parent)
			return true;
	return false;
}

/* Makes this call a child for which its caller waits? Of clone3 that stands in the
 * caller's memory. */
static bool may_be_vfork(long number, unsigned long long flags)
{
#ifdef SYS_vfork
	if (number == SYS_vfork)
		return true;
#endif
	return number == SYS_clone3 || (number == SYS_clone && flags & CLONE_VFORK);
}

/* A parent that waits for the child it made by vfork sleeps as if on a disk. But so
 * does, for a moment, who is about to make one on a machine where many do: as long as
 * there is no child, somebody is awake. */
static bool waits_for_vfork(struct process_tree *tree, struct tree_thread *thread)
{
	pid_t process = process_of(tree, thread)->id;
	unsigned long long flags = 0;
	char text[256];
	long number;

	if (!has_child(tree, process))
		return false;
	if (thread->call_file < 0)
		thread->call_file =
			open_proc("/proc/%d/task/%d/syscall", process, thread->id);
	return thread->call_file >= 0 &&
	       read_again(thread->call_file, text, sizeof(text)) &&
	       sscanf(text, "%ld %llx", &number, &flags) == 2 &&
	       may_be_vfork(number, flags);
}

/* A debugger of the tree's own has been woken before what it holds is seen to stand.
 * One that is none of the tree's lets it go on in its own time. */
static bool is_held_from_outside(const struct process_tree *tree,
				 const struct tree_thread *thread)
{
	char text[4096];
	const char *line;

	read_once(open_proc("/proc/%d/task/%d/status", process_of(tree, thread)->id,
			    thread->id),
		  text, sizeof(text));
	line = strstr(text, "\nTracerPid:");
	return line && !knows_thread(tree, (pid_t)strtol(line + strlen("\nTracerPid:"),
							 NULL, 10));
}

static bool sleeps(struct process_tree *tree, struct tree_thread *thread)
{
	switch (thread->state) {
	case 'R': return false;
	case 'D': return waits_for_vfork(tree, thread);
	case 't': return !is_held_from_outside(tree, thread);
	default: /* asleep, stopped, or over */ return true;
	}
}

/* False: the thread is gone. */
static bool look_at_thread(struct process_tree *tree, struct tree_thread *thread,
			   long *threads)
{
	char text[1024];
	struct stat_fields fields;

	if (thread->status_file < 0)
		thread->status_file = open_proc("/proc/%d/task/%d/stat",
						process_of(tree, thread)->id, thread->id);
	if (thread->status_file < 0 && (errno == EMFILE || errno == ENFILE))
		return true; /* it is there; that it sleeps we cannot say */
	if (thread->status_file < 0 ||
	    !read_again(thread->status_file, text, sizeof(text)) ||
	    !parse_stat(text, &fields))
		return false;
	thread->state = fields.state;
	thread->processor = (int)fields.processor;
	thread->ticks = (unsigned long)(fields.user_ticks + fields.system_ticks);
	*threads = fields.threads;
	if (thread->id == process_of(tree, thread)->id) {
		process_of(tree, thread)->parent = (pid_t)fields.parent;
		process_of(tree, thread)->ended =
			fields.state == 'Z' && fields.threads <= 1;
	}
	return true;
}

static size_t count_threads(const struct process_tree *tree, size_t process)
{
	size_t count = 0;

	for (size_t i = 0; i < tree->thread_count; i++)
		count += tree->threads[i].process == process;
	return count;
}

/* Orphans come to us; and theirs is the status that nobody else asks for. */
static void adopt_and_reap(struct process_tree *tree)
{
	if (tree->keeper)
		return;
	each_own_child(tree, take_child);
	for (size_t i = 0; i < tree->process_count; i++) {
		struct tree_process *process = &tree->processes[i];

		if (process->ended && process->parent == getpid() &&
		    process->id != tree->root)
			waitpid(process->id, NULL, WNOHANG);
	}
}

static void forget_gone(struct process_tree *tree)
{
	for (size_t i = tree->process_count; i-- > 0;)
		if (count_threads(tree, i) == 0)
			remove_process(tree, i);
}

/* One look at each thread there is, and at those that come up meanwhile. */
static bool look(struct process_tree *tree)
{
	bool asleep = true;
	bool changed = false;
	size_t known;

	for (size_t i = 0; i < tree->thread_count;) {
		struct tree_thread *thread = &tree->threads[i];
		size_t process = thread->process;
		bool was_over = thread->state == 'Z';
		long threads = 0;

		if (!look_at_thread(tree, thread, &threads)) {
			remove_thread(tree, i);
			list_threads(tree, process);
			changed = true;
			asleep = false;
			continue;
		}
		changed |= !was_over && thread->state == 'Z';
		asleep &= sleeps(tree, thread);
		/* The first thread may be over while others go on. */
		if (thread->id == process_of(tree, thread)->id && threads > 0 &&
		    (size_t)threads != count_threads(tree, process)) {
			list_threads(tree, process);
			asleep =
				asleep && (size_t)threads == count_threads(tree, process);
		}
		look_for_children(tree, tree->threads[i].children_file);
		i++;
	}
	/* Also of those that came and went between two looks. */
	known = tree->process_count;
	look_for_children(tree, tree->orphans_file);
	asleep = asleep && tree->process_count == known;
	if (changed) {
		adopt_and_reap(tree);
		forget_gone(tree);
		return false;
	}
	return asleep;
}

void tree_look(struct process_tree *tree)
{
	look(tree);
}

bool tree_root_is_over(const struct process_tree *tree)
{
	for (size_t i = 0; i < tree->process_count; i++)
		if (tree->processes[i].id == tree->root)
			return tree->processes[i].ended;
	return true;
}

static long own_switches(void)
{
	struct rusage usage;

	getrusage(RUSAGE_THREAD, &usage);
	return usage.ru_nvcsw + usage.ru_nivcsw;
}

static bool is_on_one_processor(const struct process_tree *tree)
{
	if (tree->processor < 0)
		return false;
	for (size_t i = 0; i < tree->thread_count; i++)
		if (tree->threads[i].processor != tree->processor &&
		    tree->threads[i].state != 'Z')
			return false;
	return true;
}

/* How often all threads together were put on a processor. */
static unsigned long long count_runs(const struct process_tree *tree)
{
	unsigned long long sum = 0;

	for (size_t i = 0; i < tree->thread_count; i++) {
		const struct tree_thread *thread = &tree->threads[i];
		char text[128];
		unsigned long long runs = 0;

		read_once(open_proc("/proc/%d/task/%d/schedstat",
				    process_of(tree, thread)->id, thread->id),
			  text, sizeof(text));
		sscanf(text, "%*u %*u %llu", &runs);
		sum += runs;
	}
	return sum;
}

/* Process ids are given out in rising order, and from the start again when they
 * have come to an end; so the distance from the root's is an age. */
static uint32_t age_of(const struct process_tree *tree, const struct tree_thread *thread)
{
	return (uint32_t)(thread->id - tree->root) % MOST_PROCESSES;
}

/* When each was found is a matter of chance; when it was made is not. */
static void order_new_threads(struct process_tree *tree)
{
	for (;;) {
		struct tree_thread *oldest = NULL;

		for (size_t i = 0; i < tree->thread_count; i++) {
			struct tree_thread *thread = &tree->threads[i];

			if (thread->order == 0 &&
			    (!oldest || age_of(tree, thread) < age_of(tree, oldest)))
				oldest = thread;
		}
		if (!oldest)
			return;
		oldest->order = ++tree->next_order;
	}
}

/* On a busy machine a packet may have to wait until that thread has its turn. */
static bool is_delivering(const struct process_tree *tree)
{
	char text[1024];
	struct stat_fields fields;

	return tree->network_file >= 0 &&
	       read_again(tree->network_file, text, sizeof(text)) &&
	       parse_stat(text, &fields) && fields.state == 'R';
}

/*
 * Looking takes time, and one that was seen asleep may have been woken by one
 * that was still awake. Not so where there is but one thread, or where all share
 * one processor and we have kept it. Otherwise look twice: who slept both times
 * and has not run in between has slept all the while, so all did so together.
 *
 * A packet that is on its way is somebody awake, too. Nobody has run since we saw that
 * there is none, so none was sent.
 */
static bool look_until_certain(struct process_tree *tree)
{
	bool is_alone = tree->thread_count == 1 && tree->network_file < 0;
	long switches = is_alone ? 0 : own_switches();
	uint64_t version = tree->version;
	unsigned long long runs;

	if (is_delivering(tree) || !look(tree) || tree->version != version)
		return false;
	if (is_alone || (is_on_one_processor(tree) && own_switches() == switches))
		return true;
	runs = count_runs(tree);
	/* NOLINTNEXTLINE(misc-redundant-expression): twice is what it takes */
	return !is_delivering(tree) && look(tree) && look(tree) &&
	       count_runs(tree) == runs && tree->version == version;
}

/* Its name is ksoftirqd/N, and its number one of the first, where it is to be seen. */
void tree_watch_network(struct process_tree *tree)
{
	char name[32], text[64];

	snprintf(name, sizeof(name), "ksoftirqd/%d\n", tree->processor);
	for (int id = 2; id < 4096 && tree->network_file < 0 && tree->processor >= 0;
	     id++) {
		read_once(open_proc("/proc/%d/comm", id), text, sizeof(text));
		if (strcmp(text, name) == 0)
			tree->network_file = open_proc("/proc/%d/stat", id);
	}
}

bool tree_is_asleep(struct process_tree *tree)
{
	if (!look_until_certain(tree))
		return false;
	if (tree->ordered_version != tree->version)
		order_new_threads(tree);
	tree->ordered_version = tree->version;
	return true;
}

/* ---------------------------------------------------------------- questions */

static void ask_inner(struct process_tree *tree, struct tree_thread *thread)
{
	char text[4096];
	const char *line, *last;

	if (thread->inner)
		return;
	thread->inner = (uint32_t)thread->id;
	read_once(open_proc("/proc/%d/task/%d/status", process_of(tree, thread)->id,
			    thread->id),
		  text, sizeof(text));
	line = strstr(text, "\nNSpid:");
	if (!line)
		return;
	last = strpbrk(line + 1, "\n");
	while (last && last > line && !isspace((unsigned char)last[-1]))
		last--;
	if (last && last > line)
		thread->inner = (uint32_t)strtoul(last, NULL, 10);
}

struct tree_thread *tree_find(struct process_tree *tree, uint32_t id)
{
	/* In a jail, only the inner number is ever meant. */
	for (size_t i = 0; i < tree->thread_count && !tree->keeper; i++)
		if ((uint32_t)tree->threads[i].id == id)
			return &tree->threads[i];
	for (size_t i = 0; i < tree->thread_count; i++) {
		ask_inner(tree, &tree->threads[i]);
		if (tree->threads[i].inner == id)
			return &tree->threads[i];
	}
	return NULL;
}

/* A system call with a time limit, and how its arguments tell. */
struct timed_call {
	long number;
	int argument;
	enum { LIMIT_ALWAYS, LIMIT_MILLISECONDS, LIMIT_IF_GIVEN } kind;
};

static const struct timed_call timed_calls[] = {
	{ SYS_nanosleep, 0, LIMIT_ALWAYS },
	{ SYS_clock_nanosleep, 0, LIMIT_ALWAYS },
	{ SYS_ppoll, 2, LIMIT_IF_GIVEN },
	{ SYS_pselect6, 4, LIMIT_IF_GIVEN },
	{ SYS_epoll_pwait, 3, LIMIT_MILLISECONDS },
	{ SYS_epoll_pwait2, 3, LIMIT_IF_GIVEN },
	{ SYS_rt_sigtimedwait, 2, LIMIT_IF_GIVEN },
	{ SYS_recvmmsg, 4, LIMIT_IF_GIVEN },
	{ SYS_semtimedop, 3, LIMIT_IF_GIVEN },
	{ SYS_mq_timedsend, 4, LIMIT_IF_GIVEN },
	{ SYS_mq_timedreceive, 4, LIMIT_IF_GIVEN },
	{ SYS_futex_waitv, 3, LIMIT_IF_GIVEN },
	{ SYS_io_getevents, 4, LIMIT_IF_GIVEN },
	{ SYS_io_pgetevents, 4, LIMIT_IF_GIVEN },
	/* What it waits for may be a timer, which nobody sees. */
	{ SYS_io_uring_enter, 2, LIMIT_IF_GIVEN },
#ifdef SYS_poll
	{ SYS_poll, 2, LIMIT_MILLISECONDS },
#endif
#ifdef SYS_select
	{ SYS_select, 4, LIMIT_IF_GIVEN },
#endif
#ifdef SYS_epoll_wait
	{ SYS_epoll_wait, 3, LIMIT_MILLISECONDS },
#endif
};

static bool is_timed(long number, const unsigned long long *arguments)
{
	if (number == SYS_futex) {
		int operation = (int)arguments[1] & FUTEX_CMD_MASK;

		return (operation == FUTEX_WAIT || operation == FUTEX_WAIT_BITSET ||
			operation == FUTEX_WAIT_REQUEUE_PI ||
			operation == FUTEX_LOCK_PI || operation == FUTEX_LOCK_PI2) &&
		       arguments[3] != 0;
	}
	for (size_t i = 0; i < sizeof(timed_calls) / sizeof(*timed_calls); i++) {
		const struct timed_call *call = &timed_calls[i];

		if (call->number != number)
			continue;
		return call->kind == LIMIT_ALWAYS ||
		       (call->kind == LIMIT_IF_GIVEN && arguments[call->argument] != 0) ||
		       (call->kind == LIMIT_MILLISECONDS &&
			(int)arguments[call->argument] > 0);
	}
	return false;
}

/* A program of 32 bits numbers its system calls in another way, and does not load our
 * library: what it waits for cannot be told. Its stack gives a hint, which costs
 * nothing to look at. */
static bool is_foreign(const struct process_tree *tree, const struct tree_thread *thread,
		       unsigned long long stack)
{
	char begin[EI_CLASS + 2];

	return sizeof(void *) == 8 && stack <= UINT32_MAX &&
	       read_once(open_proc("/proc/%d/exe", process_of(tree, thread)->id), begin,
			 sizeof(begin)) > EI_CLASS &&
	       begin[EI_CLASS] == ELFCLASS32;
}

enum thread_wait tree_wait_of(struct process_tree *tree, struct tree_thread *thread)
{
	char text[256];
	unsigned long long arguments[6] = { 0 };
	unsigned long long stack = 0;
	long number;

	if (thread->state != 'S')
		return WAIT_UNTIMED;
	if (thread->call_file < 0)
		thread->call_file = open_proc("/proc/%d/task/%d/syscall",
					      process_of(tree, thread)->id, thread->id);
	if (thread->call_file < 0 || !read_again(thread->call_file, text, sizeof(text)))
		return WAIT_UNKNOWN;
	if (sscanf(text, "%ld %llx %llx %llx %llx %llx %llx %llx", &number, &arguments[0],
		   &arguments[1], &arguments[2], &arguments[3], &arguments[4],
		   &arguments[5], &stack) < 8)
		return WAIT_UNTIMED;
	if (is_foreign(tree, thread, stack))
		return WAIT_TIMED;
	if (number == SYS_execve || number == SYS_execveat)
		return WAIT_STARTING;
	return is_timed(number, arguments) ? WAIT_TIMED : WAIT_UNTIMED;
}

char *tree_program(pid_t process)
{
	char path[32];
	char target[PATH_MAX];
	ssize_t length;

	snprintf(path, sizeof(path), "/proc/%d/exe", process);
	length = readlink(path, target, sizeof(target));
	return length > 0 ? memory_copy_bytes(target, (size_t)length) : NULL;
}

/* Pages. Libraries and the clock's board are shared as well, and nobody's own. */
#define MUCH_SHARED 4096

/* Of no file, in bytes. */
static size_t shared_memory(pid_t process)
{
	char text[4096];
	const char *line;

	read_once(open_proc("/proc/%d/status", process), text, sizeof(text));
	line = strstr(text, "\nRssShmem:");
	return line ? strtoul(line + strlen("\nRssShmem:"), NULL, 10) * 1024 : 0;
}

static size_t larger(size_t one, size_t other)
{
	return one > other ? one : other;
}

/* What processes share is counted once, as the one that has most of it has it. */
size_t tree_memory(const struct process_tree *tree)
{
	size_t pages = 0;
	size_t most_shared = 0;

	for (size_t i = 0; i < tree->process_count; i++) {
		char text[128];
		size_t resident = 0;
		size_t shared = 0;

		read_once(open_proc("/proc/%d/statm", tree->processes[i].id), text,
			  sizeof(text));
		sscanf(text, "%*u %zu %zu", &resident, &shared);
		pages += resident > shared ? resident - shared : 0;
		if (shared > MUCH_SHARED)
			most_shared =
				larger(most_shared, shared_memory(tree->processes[i].id));
	}
	return pages * (size_t)sysconf(_SC_PAGESIZE) + most_shared;
}

double tree_processor_time(const struct process_tree *tree)
{
	double most = 0;

	for (size_t i = 0; i < tree->process_count; i++) {
		clockid_t clock;
		struct timespec time;
		double seconds;

		if (clock_getcpuclockid(tree->processes[i].id, &clock) != 0 ||
		    clock_gettime(clock, &time) != 0)
			continue;
		seconds = (double)time.tv_sec + (double)time.tv_nsec / 1e9;
		most = seconds > most ? seconds : most;
	}
	return most;
}

unsigned long tree_ticks(const struct process_tree *tree)
{
	unsigned long sum = 0;

	for (size_t i = 0; i < tree->thread_count; i++)
		sum += tree->threads[i].ticks;
	return sum;
}

double tree_whole_time(const struct process_tree *tree)
{
	return (double)(tree_ticks(tree) + tree->ticks_gone) /
	       (double)sysconf(_SC_CLK_TCK);
}

/* ------------------------------------------------------------------- ending */

static void close_tree(struct process_tree *tree)
{
	for (size_t i = 0; i < tree->thread_count; i++)
		close_thread(&tree->threads[i]);
	free(tree->threads);
	free(tree->processes);
	free(tree->strangers);
	if (tree->network_file >= 0)
		close(tree->network_file);
	if (tree->orphans_file >= 0)
		close(tree->orphans_file);
	prctl(PR_SET_CHILD_SUBREAPER, tree->was_reaper);
	*tree = (struct process_tree){ .processor = -1, .orphans_file = -1 };
}

static bool is_over(const struct process_tree *tree)
{
	for (size_t i = 0; i < tree->process_count; i++)
		if (tree->processes[i].id != tree->root || !tree->processes[i].ended)
			return false;
	return true;
}

/* What was made between two looks is found by the next one: a process that is
 * killed makes no more. */
void tree_end(struct process_tree *tree)
{
	static const struct timespec while_it_dies = { .tv_nsec = 100000 };

	while (tree->root) {
		look(tree);
		adopt_and_reap(tree);
		forget_gone(tree); /* who was gone before it was ever looked at, too */
		if (is_over(tree))
			break;
		for (size_t i = 0; i < tree->process_count; i++)
			if (!tree->processes[i].ended)
				kill(tree->processes[i].id, SIGKILL);
		nanosleep(&while_it_dies, NULL);
	}
	close_tree(tree);
}
