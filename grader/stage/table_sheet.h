/*
 * A table on a sheet: as wide as its cells want, or as there is room.
 */
#ifndef COURSE_STAGE_TABLE_SHEET_H
#define COURSE_STAGE_TABLE_SHEET_H

#include "course/table.h"
#include "stage/sheet.h"

/* Begins in the sheet's last line, which stands at `indent`. */
void table_lay_out(struct sheet *sheet, const struct table *table, size_t indent);

#endif
