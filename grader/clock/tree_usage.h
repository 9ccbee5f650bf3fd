/*
 * What a process tree has of the machine: memory and processor time.
 */
#ifndef COURSE_CLOCK_TREE_USAGE_H
#define COURSE_CLOCK_TREE_USAGE_H

#include "clock/tree_members.h"

/* Resident memory of all processes, in bytes. */
size_t tree_memory(const struct process_tree *tree);

/* Processor time of the process that has used most, in seconds. */
double tree_processor_time(const struct process_tree *tree);

/* Sum over all threads, in ticks. */
unsigned long tree_ticks(const struct process_tree *tree);

/* Processor time of all that is or ever was in the tree, in seconds. What ended
 * between two looks counts up to the last one at which it was seen. */
double tree_whole_time(const struct process_tree *tree);

#endif
