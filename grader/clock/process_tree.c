#define _GNU_SOURCE
#include "clock/process_tree.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "clock/proc.h"
#include "clock/thread_wait.h"
#include "text/memory.h"

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
		proc_read_once(proc_open("/proc/self/task/%.20s/children", entry->d_name),
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
	if (!tree_knows_process(tree, id))
		tree_add_process(tree, id);
}

static void take_stranger(struct process_tree *tree, pid_t id)
{
	tree->strangers = memory_resize(tree->strangers, tree->stranger_count + 1,
					sizeof(*tree->strangers));
	tree->strangers[tree->stranger_count++] = id;
}

void tree_prepare(struct process_tree *tree)
{
	*tree = NO_TREE;
	prctl(PR_GET_CHILD_SUBREAPER, &tree->was_reaper);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	each_own_child(tree, take_stranger);
}

void tree_keep(struct process_tree *tree, pid_t keeper)
{
	tree->keeper = keeper;
	tree->orphans_file = proc_open("/proc/%d/task/%d/children", keeper, keeper);
}

void tree_begin(struct process_tree *tree, pid_t root, int processor)
{
	tree->root = root;
	tree->processor = processor;
	tree_add_process(tree, root);
}

/* What its stat says now; `*threads`, how many threads its process has. False: the
 * thread is gone. */
static bool read_thread(struct process_tree *tree, struct tree_thread *thread,
			long *threads)
{
	char text[1024];
	struct proc_stat fields;

	if (thread->status_file < 0)
		thread->status_file =
			proc_open("/proc/%d/task/%d/stat",
				  tree_process_of(tree, thread)->id, thread->id);
	if (thread->status_file < 0 && (errno == EMFILE || errno == ENFILE))
		return true; /* it is there; that it sleeps we cannot say */
	if (thread->status_file < 0 ||
	    !proc_read_again(thread->status_file, text, sizeof(text)) ||
	    !proc_parse_stat(text, &fields))
		return false;
	thread->state = fields.state;
	thread->processor = (int)fields.processor;
	thread->ticks = (unsigned long)(fields.user_ticks + fields.system_ticks);
	*threads = fields.threads;
	if (thread->id == tree_process_of(tree, thread)->id) {
		tree_process_of(tree, thread)->parent = (pid_t)fields.parent;
		tree_process_of(tree, thread)->ended =
			fields.state == 'Z' && fields.threads <= 1;
	}
	return true;
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

/* The first thread of a process, which may be over while others go on, tells how many
 * there are. False: not all of them are known. */
static bool knows_threads(struct process_tree *tree, size_t index, long threads)
{
	const struct tree_thread *thread = &tree->threads[index];
	size_t process = thread->process;

	if (thread->id != tree_process_of(tree, thread)->id || threads <= 0 ||
	    (size_t)threads == tree_count_threads(tree, process))
		return true;
	tree_list_threads(tree, process);
	return (size_t)threads == tree_count_threads(tree, process);
}

/* False: the thread is gone. Else, is it `*asleep`, and what was listed by it known? */
static bool look_at_thread(struct process_tree *tree, size_t index, bool *asleep)
{
	struct tree_thread *thread = &tree->threads[index];
	long threads = 0;

	if (!read_thread(tree, thread, &threads))
		return false;
	*asleep = tree_thread_sleeps(tree, thread);
	*asleep &= knows_threads(tree, index, threads);
	tree_add_children(tree, tree->threads[index].children_file);
	return true;
}

/* One look at each thread there is, and at those that come up meanwhile. */
bool tree_look(struct process_tree *tree)
{
	bool asleep = true;
	bool changed = false;
	size_t known;

	for (size_t i = 0; i < tree->thread_count;) {
		size_t process = tree->threads[i].process;
		bool was_over = tree->threads[i].state == 'Z';
		bool it_sleeps = false;

		if (look_at_thread(tree, i, &it_sleeps)) {
			changed |= !was_over && tree->threads[i].state == 'Z';
			i++;
		} else {
			tree_remove_thread(tree, i);
			tree_list_threads(tree, process);
			changed = true;
		}
		asleep &= it_sleeps;
	}
	/* Also of those that came and went between two looks. */
	known = tree->process_count;
	tree_add_children(tree, tree->orphans_file);
	asleep = asleep && tree->process_count == known;
	if (changed) {
		adopt_and_reap(tree);
		tree_forget_gone(tree);
		return false;
	}
	return asleep;
}

bool tree_root_is_over(const struct process_tree *tree)
{
	for (size_t i = 0; i < tree->process_count; i++)
		if (tree->processes[i].id == tree->root)
			return tree->processes[i].ended;
	return true;
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

static void close_tree(struct process_tree *tree)
{
	for (size_t i = 0; i < tree->thread_count; i++)
		tree_close_thread(&tree->threads[i]);
	free(tree->threads);
	free(tree->processes);
	free(tree->strangers);
	if (tree->network_file >= 0)
		close(tree->network_file);
	if (tree->orphans_file >= 0)
		close(tree->orphans_file);
	prctl(PR_SET_CHILD_SUBREAPER, tree->was_reaper);
	*tree = NO_TREE;
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
		tree_look(tree);
		adopt_and_reap(tree);
		/* Who was gone before it was ever looked at, too. */
		tree_forget_gone(tree);
		if (is_over(tree))
			break;
		for (size_t i = 0; i < tree->process_count; i++)
			if (!tree->processes[i].ended)
				kill(tree->processes[i].id, SIGKILL);
		nanosleep(&while_it_dies, NULL);
	}
	close_tree(tree);
}
