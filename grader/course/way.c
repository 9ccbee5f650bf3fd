#include "course/way.h"

static bool is_open(const struct curriculum *curriculum, const struct progress *progress,
		    size_t index)
{
	const struct exercise_entry *entry = &curriculum->exercises[index];

	return !entry->error && !progress_of(progress, entry->name).passed;
}

size_t way_next(const struct curriculum *curriculum, const struct progress *progress,
		size_t index)
{
	size_t count = curriculum->exercise_count;
	size_t from = index < count ? index + 1 : 0;

	for (size_t i = 0; i < count; i++) {
		size_t next = (from + i) % count;

		if (next != index && is_open(curriculum, progress, next))
			return next;
	}
	return count;
}

size_t way_here(const struct curriculum *curriculum, const struct progress *progress)
{
	size_t count = curriculum->exercise_count;
	size_t here = progress->current
			      ? curriculum_find_exercise(curriculum, progress->current)
			      : count;

	if (here < count && is_open(curriculum, progress, here))
		return here;
	return way_next(curriculum, progress, here);
}

size_t way_passed(const struct curriculum *curriculum, const struct progress *progress)
{
	size_t passed = 0;

	for (size_t i = 0; i < curriculum->exercise_count; i++)
		passed += progress_of(progress, curriculum->exercises[i].name).passed !=
			  NULL;
	return passed;
}
