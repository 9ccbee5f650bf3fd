/*
 * A process tree: a process, all that descend from it, and whether they sleep.
 *
 * Everything here is what the kernel says (proc(5)). The caller becomes the
 * reaper of orphans, so that nothing that was started can leave the tree. There
 * is one tree at a time in a process, and while it is there, every child that
 * the process gets is taken for one of the tree's.
 */
#ifndef COURSE_CLOCK_PROCESS_TREE_H
#define COURSE_CLOCK_PROCESS_TREE_H

#include "clock/tree_members.h"

/* Before the root is started: notes which children we have. */
void tree_prepare(struct process_tree *tree);

/* `processor`: to which the caller and the root are bound, or -1. */
void tree_begin(struct process_tree *tree, pid_t root, int processor);

/* Before tree_begin: the tree is in a jail, and `keeper`, the first process there, is
 * none of the tree's. No child of ours is. */
void tree_keep(struct process_tree *tree, pid_t keeper);

/* Takes in what has come and gone. True: each of them was asleep when it was looked
 * at, one after another, and none has come or gone; see clock/quiescence.h for what
 * that is worth. */
bool tree_look(struct process_tree *tree);

/* Is the root a zombie? */
bool tree_root_is_over(const struct process_tree *tree);

/* Path of the executable, or NULL; the caller frees it. */
char *tree_program(pid_t process);

/* Kills all that is there and waits until it is gone; the root stays a zombie
 * for the caller to wait for. Frees what the tree holds. */
void tree_end(struct process_tree *tree);

#endif
