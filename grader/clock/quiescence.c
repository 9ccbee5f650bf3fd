#define _GNU_SOURCE
#include "clock/quiescence.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "clock/proc.h"
#include "clock/thread_wait.h"

/* PID_MAX_LIMIT of the kernel; where there are fewer, a wrap is seen as well. */
#define MOST_PROCESSES (1u << 22)

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

unsigned long long tree_runs(const struct process_tree *tree)
{
	unsigned long long sum = 0;

	for (size_t i = 0; i < tree->thread_count; i++)
		sum += tree_runs_of(tree, &tree->threads[i]);
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
	struct proc_stat fields;

	return tree->network_file >= 0 &&
	       proc_read_again(tree->network_file, text, sizeof(text)) &&
	       proc_parse_stat(text, &fields) && fields.state == 'R';
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

	if (is_delivering(tree) || !tree_look(tree) || tree->version != version)
		return false;
	if (is_alone || (is_on_one_processor(tree) && own_switches() == switches))
		return true;
	runs = tree_runs(tree);
	/* NOLINTNEXTLINE(misc-redundant-expression): twice is what it takes */
	return !is_delivering(tree) && tree_look(tree) && tree_look(tree) &&
	       tree_runs(tree) == runs && tree->version == version;
}

/* Its name is ksoftirqd/N, and its number one of the first, where it is to be seen. */
void tree_watch_network(struct process_tree *tree)
{
	char name[32], text[64];

	snprintf(name, sizeof(name), "ksoftirqd/%d\n", tree->processor);
	for (int id = 2; id < 4096 && tree->network_file < 0 && tree->processor >= 0;
	     id++) {
		proc_read_once(proc_open("/proc/%d/comm", id), text, sizeof(text));
		if (strcmp(text, name) == 0)
			tree->network_file = proc_open("/proc/%d/stat", id);
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
