/*
 * What belongs to the running binary: files that the Makefile built with it.
 */
#ifndef COURSE_RUN_BESIDE_H
#define COURSE_RUN_BESIDE_H

/* The path of such a file: beside the binary, one or more folders above it in a build
 * (whose tests and sanitized binaries lie deeper), or where an installation puts it. To be
 * freed; NULL if it is not there. */
char *beside_find(const char *name);

#endif
