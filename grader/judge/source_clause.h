/*
 * What is wrong with the clauses of C and of a try, such as somebody writes them who has
 * Python in mind.
 *
 * Each rule is given a use of its word in a program that does not compile; it gives the
 * sentence on what is wrong with it, to be freed, or NULL.
 */
#ifndef COURSE_JUDGE_SOURCE_CLAUSE_H
#define COURSE_JUDGE_SOURCE_CLAUSE_H

#include "judge/source_use.h"

typedef char *source_rule(const struct source_use *use);

source_rule clause_condition;   /* if and while without parentheses */
source_rule clause_for;         /* for without parentheses, or without semicolons */
source_rule clause_colon;       /* a : at the end of the line, or right behind the word */
source_rule clause_else;        /* the else of a try without an except */
source_rule clause_except;      /* what is caught, and by which name */
source_rule clause_as_name;     /* try and finally as names */
source_rule clause_declaration; /* a declaration alone behind if, for, while, async_for */
source_rule clause_operator;    /* and, or, is */
source_rule clause_f_string;    /* f"…" */

#endif
