/*
 * Files of /proc, as proc(5) describes them: opened once, and read again and again.
 */
#ifndef COURSE_CLOCK_PROC_H
#define COURSE_CLOCK_PROC_H

#include <stdbool.h>
#include <stddef.h>

/* A file for reading, by the format of its path, which has less than 96 bytes; -1, with
 * errno: its owner is gone, or there is no descriptor left. */
int proc_open(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Reads the file anew, from its start and as far as there is room, and adds a NUL.
 * Returns the length; 0: its thread is gone. */
size_t proc_read_again(int file, char *text, size_t size);

/* The same, and closes it; -1 reads as empty. */
size_t proc_read_once(int file, char *text, size_t size);

/* What follows «NAME:» in the text of a status, up to the end of that text; or NULL. */
const char *proc_status_field(const char *text, const char *name);

/* The fields of stat that are needed, by their numbers in proc(5). */
struct proc_stat {
	char state;      /* 3 */
	long parent;     /* 4 */
	long user_ticks; /* 14 */
	long system_ticks;
	long threads;   /* 20 */
	long processor; /* 39 */
};

/* False: the text is no stat. */
bool proc_parse_stat(const char *text, struct proc_stat *fields);

#endif
