/*
 * A workspace: a temporary folder that is gone afterwards, whatever happens.
 *
 * It is removed by workspace_remove, which every way out reaches, since an
 * interrupt is only noted (run/interrupt.h). What a killed grader left behind
 * is swept away by the next one: a workspace is locked for as long as its
 * grader lives, so one that can be locked belongs to nobody.
 */
#ifndef COURSE_RUN_WORKSPACE_H
#define COURSE_RUN_WORKSPACE_H

#include <stdbool.h>

struct workspace {
	char *path;
	int descriptor; /* the folder itself, locked */
};

/* Where workspaces are made: the full path of TMPDIR, or of /tmp. To be freed; NULL if
 * it is not there. */
char *workspace_place(void);

/* Makes an empty folder there. */
bool workspace_make(struct workspace *workspace, char **error);

/* Removes the folder and all that is in it, links not followed. */
void workspace_remove(struct workspace *workspace);

/* A new folder in the workspace; returns its path, or NULL. */
char *workspace_folder(const struct workspace *workspace, const char *name, char **error);

#endif
