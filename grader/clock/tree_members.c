#define _GNU_SOURCE
#include "clock/tree_members.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock/proc.h"
#include "text/memory.h"

bool tree_knows_process(const struct process_tree *tree, pid_t id)
{
	for (size_t i = 0; i < tree->process_count; i++)
		if (tree->processes[i].id == id)
			return true;
	return false;
}

bool tree_knows_thread(const struct process_tree *tree, pid_t id)
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
		.status_file = proc_open("/proc/%d/task/%d/stat", owner, id),
		.children_file = proc_open("/proc/%d/task/%d/children", owner, id),
		.call_file = -1,
	};
	tree->version++;
}

void tree_close_thread(struct tree_thread *thread)
{
	if (thread->status_file >= 0)
		close(thread->status_file);
	if (thread->children_file >= 0)
		close(thread->children_file);
	if (thread->call_file >= 0)
		close(thread->call_file);
}

void tree_remove_thread(struct process_tree *tree, size_t index)
{
	tree->ticks_gone += tree->threads[index].ticks;
	tree_close_thread(&tree->threads[index]);
	memmove(&tree->threads[index], &tree->threads[index + 1],
		(tree->thread_count - index - 1) * sizeof(*tree->threads));
	tree->thread_count--;
	tree->version++;
}

/* Adds the threads of the process that are not known yet. */
void tree_list_threads(struct process_tree *tree, size_t process)
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

		if (id > 0 && !tree_knows_thread(tree, id))
			add_thread(tree, process, id);
	}
	closedir(folder);
}

void tree_add_process(struct process_tree *tree, pid_t id)
{
	if (tree->process_count == tree->process_capacity) {
		tree->process_capacity =
			tree->process_capacity ? tree->process_capacity * 2 : 8;
		tree->processes = memory_resize(tree->processes, tree->process_capacity,
						sizeof(*tree->processes));
	}
	tree->processes[tree->process_count++] = (struct tree_process){ .id = id };
	tree_list_threads(tree, tree->process_count - 1);
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
		if (!tree_knows_process(tree, id))
			tree_add_process(tree, id);
		list = end;
	}
}

/* Takes in the children of one thread. The list may be longer than any room. */
void tree_add_children(struct process_tree *tree, int file)
{
	char few[512];
	size_t size = sizeof(few);
	size_t length;
	char *many = NULL;

	if (file < 0)
		return;
	length = proc_read_again(file, few, size);
	if (length == 0)
		return;
	while (length == size - 1) {
		size *= 4;
		many = memory_resize(many, size, 1);
		length = proc_read_again(file, many, size);
	}
	add_listed(tree, many ? many : few);
	free(many);
}

bool tree_has_child(const struct process_tree *tree, pid_t parent)
{
	for (size_t i = 0; i < tree->process_count; i++)
		if (tree->processes[i].parent == parent)
			return true;
	return false;
}

size_t tree_count_threads(const struct process_tree *tree, size_t process)
{
	size_t count = 0;

	for (size_t i = 0; i < tree->thread_count; i++)
		count += tree->threads[i].process == process;
	return count;
}

void tree_forget_gone(struct process_tree *tree)
{
	for (size_t i = tree->process_count; i-- > 0;)
		if (tree_count_threads(tree, i) == 0)
			remove_process(tree, i);
}

static void ask_inner(struct process_tree *tree, struct tree_thread *thread)
{
	char text[4096];
	const char *ids, *last;

	if (thread->inner)
		return;
	thread->inner = (uint32_t)thread->id;
	proc_read_once(proc_open("/proc/%d/task/%d/status",
				 tree_process_of(tree, thread)->id, thread->id),
		       text, sizeof(text));
	ids = proc_status_field(text, "NSpid");
	last = ids ? strchr(ids, '\n') : NULL;
	while (last && last > ids && !isspace((unsigned char)last[-1]))
		last--;
	if (last && last > ids)
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
