/*
 * A frame: what the whole screen is to show next, written like a file.
 */
#ifndef COURSE_STAGE_FRAME_H
#define COURSE_STAGE_FRAME_H

#include "show/terminal.h"

struct frame {
	struct terminal terminal; /* as wide as the screen now; write into its stream */
	char *bytes;
	size_t size;
};

/* False: there is no memory for one. */
bool frame_begin(struct frame *frame);

/* Shows it, and frees it. */
void frame_show(struct frame *frame);

/* Frees it, and gives its bytes instead. To be freed. */
char *frame_take(struct frame *frame);

/* Shows what frame_take gave. */
void frame_show_bytes(const char *bytes);

/* A bar over the whole width: what there is at its left and its right. */
void frame_bar(struct frame *frame, const char *left, const char *right);

#endif
