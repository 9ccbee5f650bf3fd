/*
 * Quiescence: is everything in a tree asleep, at one and the same moment?
 */
#ifndef COURSE_CLOCK_QUIESCENCE_H
#define COURSE_CLOCK_QUIESCENCE_H

#include "clock/process_tree.h"

/* False also when that cannot be said for certain: then ask again. When it is true, the
 * tree is completely known, and each thread in it has its order, by age. */
bool tree_is_asleep(struct process_tree *tree);

/* How often all threads together were put on a processor. */
unsigned long long tree_runs(const struct process_tree *tree);

/* From now on, packets that are on their way on the tree's processor count as
 * something that is awake. */
void tree_watch_network(struct process_tree *tree);

#endif
