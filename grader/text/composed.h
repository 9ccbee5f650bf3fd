/*
 * Composed text: each letter and its marks as one character, where there is one.
 *
 * «é» is written as one character, or as an e and a mark. macOS writes names of files in
 * the second way, people and course systems write in the first; both look the same, and
 * are to be the same. (Unicode calls the first Normalization Form C.)
 */
#ifndef COURSE_TEXT_COMPOSED_H
#define COURSE_TEXT_COMPOSED_H

/* A copy with the letters of Latin, Greek, Cyrillic, Japanese and Korean composed, to be
 * freed. All else stays, bytes that are no UTF-8 among it. */
char *text_composed(const char *text);

#endif
