/* What is said of a lane: labels that fit, and sentences. See lanes.h. */
#ifndef COURSE_SHOW_LANE_WORDS_H
#define COURSE_SHOW_LANE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "show/lanes.h"

/* What a label may take. */
struct label_room {
	size_t columns;
	bool unicode; /* else ASCII alone */
};

/* The words for a span that say most of it in that room: of a wait where it is and
 * what for, of a body what was entered; with less room, fewer of them:
 * «resource_use: async_sleep(1.0)», «resource_use», «use». "" if there is no room for any.
 * To be freed. `times`: of so many spans that are drawn as one. */
char *span_label(const struct lane *lane, enum span_kind kind, const struct span *span,
		 size_t times, struct label_room room);

/* All that there is to be said, as a name without a limit. To be freed. */
char *span_name(const struct lane *lane, enum span_kind kind, const struct span *span);

/* In a sentence: «1.000 to 2.000: waits in use for async_sleep(1.0), a.c:7». To be freed. */
char *span_sentence(enum span_kind kind, const struct span *span, size_t times);

/* The same of a mark: «2.000: raises ValueError, a.c:7». */
char *mark_sentence(const struct mark *mark);

/* The name of a lane, drawn; if it is cut, the number that tells it from others is
 * not. To be freed. */
char *lane_name_fit(const char *name, struct label_room room);

/* How many columns it takes where it is drawn. */
size_t label_columns(const char *words, bool unicode);

#endif
