/* The version of this course and its grader, as reports name it. */
#ifndef COURSE_TEXT_VERSION_H
#define COURSE_TEXT_VERSION_H

#define COURSE_VERSION "0.1.0"

#endif
