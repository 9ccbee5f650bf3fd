/*
 * Diagnosis: from the evidence to the verdict.
 *
 * The word of the verdict follows from how the program ended and from the first
 * divergence alone. The sentence comes from a table of recognisers, the first
 * that recognises something; without one it is the divergence itself.
 */
#ifndef COURSE_JUDGE_DIAGNOSIS_H
#define COURSE_JUDGE_DIAGNOSIS_H

#include "judge/evidence.h"
#include "judge/verdict.h"

/* Judges a program that was run. Its divergence is found first: all of
 * `evidence` but `divergence` is filled in by the caller. */
void diagnose(struct evidence *evidence, struct verdict *verdict);

#endif
