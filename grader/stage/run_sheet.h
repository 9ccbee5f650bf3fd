/*
 * What running a program gave, on a sheet: its lines at their moments, its picture, or
 * why it did not run.
 */
#ifndef COURSE_STAGE_RUN_SHEET_H
#define COURSE_STAGE_RUN_SHEET_H

#include "rehearsal/recording.h"
#include "stage/sheet.h"

/* In the place of what is on the sheet. */
void run_sheet_make(struct sheet *sheet, const char *name,
		    const struct recording *recording);

#endif
