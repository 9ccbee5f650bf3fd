/*
 * Wardens: who makes jails, from a view of the system that bubblewrap has laid out.
 *
 * To lay it out takes longer than all the rest of a jail. So a warden (inside.h) stays
 * in it, once he has been started, and makes a jail of its own for each that is asked
 * for. Whoever sees other things gets another warden. A warden ends with the process
 * that has started him; those that it forks off may ask him as well.
 */
#ifndef COURSE_RUN_WARDEN_H
#define COURSE_RUN_WARDEN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "run/inside.h"
#include "text/text.h"

struct jail;
struct wardens;

struct wardens *wardens_new(void);

/* Ends those that this process has started. */
void wardens_free(struct wardens *wardens);

/* What a warden is started with. */
struct warden_view {
	const struct text *options; /* bubblewrap's, each ends in a NUL */
	const char *library;        /* path of the clock's library, or NULL */
	const char *heap;           /* of the one that counts blocks, or NULL */
};

/* Makes sure that there is a warden with that view. False, with a sentence. */
bool warden_call(const struct jail *jail, const struct warden_view *view, char **error);

/* Asks him for a jail; `files` are those of inside_request. Another one takes his place
 * if he is gone. */
bool warden_ask(const struct jail *jail, const struct warden_view *view,
		const struct inside_request *request, const int *files, size_t count,
		char **error);

/* He has not answered: whoever asks next gets another one. */
void warden_leave(const struct jail *jail, const struct warden_view *view);

/* Descriptors that he has on his way in, by what bubblewrap's options say. */
enum warden_file {
	WARDEN_OPTIONS = 3,
	WARDEN_INSIDE,
	WARDEN_LIBRARY,
	WARDEN_HEAP,
	WARDEN_LINE,
	WARDEN_BEHIND,
};

#endif
