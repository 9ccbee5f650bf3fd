/*
 * What the runtime itself needs of processes, beyond <async/subprocess.h>.
 */
#ifndef ASYNC_SRC_PROCESS_H
#define ASYNC_SRC_PROCESS_H

#include <async.h> /* a context manager wants to know all others */

#include "kept.h"
#include "loop.h"
#include "stream.h"

struct child {
	struct process process; /* what the program sees of it */
	uv_process_t uv;
	struct kept kept;
	struct future ended;
	/* What become its three standard streams, and are to be closed here when it has
	 * been started, if they are not the program's own. */
	struct {
		int descriptor;
		bool is_ours;
	} theirs[3];
	bool leads_session;
	double grace;
};

/* Opens what the options ask for. Gives libuv's error code; then what was opened for the
 * child is closed, and the streams are not. */
int child_open_pipes(struct child *, const struct subprocess_options *);

void child_close_theirs(struct child *);

#endif
