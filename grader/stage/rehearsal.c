#include "stage/rehearsal.h"

#include <stddef.h>

/* A program that is held against another has its expected output there. */
static const struct lesson_program *shown_for(const struct lesson *lesson,
					      const struct lesson_program *program)
{
	const struct lesson_program *other =
		program->against ? lesson_find_program(lesson, program->against) : NULL;

	return other ? other : program;
}

void rehearse(struct rehearsal *rehearsal, const struct lesson *lesson,
	      const struct lesson_program *program, const struct toolchain *toolchain)
{
	*rehearsal = (struct rehearsal){ .program = program };
	lesson_check(lesson, program, shown_for(lesson, program), toolchain, true,
		     &rehearsal->check);
	if (rehearsal->check.check.ran)
		picture_of_run(&rehearsal->picture, program->name,
			       &rehearsal->check.check.result);
}

void rehearsal_free(struct rehearsal *rehearsal)
{
	picture_free(&rehearsal->picture);
	lesson_check_free(&rehearsal->check);
	*rehearsal = (struct rehearsal){ 0 };
}

bool rehearsal_went_well(const struct rehearsal *rehearsal)
{
	const struct check *check = &rehearsal->check.check;

	if (rehearsal->program->wrong)
		return check->verdict.kind != VERDICT_JE;
	return check->ran && check->verdict.divergence.kind == DIVERGENCE_NONE;
}
