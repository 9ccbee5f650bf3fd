/* course predict: what a program prints and when, said before it is run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/chosen.h"
#include "command/command.h"
#include "desk/prediction_text.h"
#include "run/interrupt.h"
#include "text/file.h"

struct settings {
	const char *root;
	const char *file;
};

static const size_t longest_file = (size_t)1 << 20;

static int judge(const struct terminal *terminal, const struct exercise *exercise,
		 const char *prediction)
{
	enum verdict_kind verdict;
	char *error = NULL;

	if (!prediction_text(terminal, exercise, prediction, &verdict, &error))
		return command_fail_with(error);
	/* Of one's own program, what it should do is not known by it. */
	if (exercise->kind == EXERCISE_PREDICT)
		chosen_note(exercise,
			    verdict == VERDICT_PASS ? PROGRESS_PASSED : PROGRESS_TRIED,
			    0);
	return verdict == VERDICT_PASS ? COMMAND_RIGHT : COMMAND_WRONG;
}

static int predict_exercise(const struct exercise *exercise, const void *given)
{
	const struct settings *settings = given;
	struct terminal terminal = terminal_of(stdout);
	char *error = NULL, *prediction;
	int status;

	if (settings->file && strcmp(settings->file, "-") != 0)
		prediction = file_read(settings->file, longest_file, NULL, &error);
	else
		prediction = prediction_ask(&terminal, exercise, stdin);
	if (!prediction)
		return command_fail_with(error);
	if (interrupt_requested() || !*prediction)
		status = command_fail("nothing was predicted: write a line for each that "
				      "the program prints, as «0.500 | text»");
	else
		status = judge(&terminal, exercise, prediction);
	free(prediction);
	return status;
}

static const struct option options[] = {
	EXERCISE_OPERAND,
	{ "file", OPTION_TEXT, offsetof(struct settings, file), "FILE",
	  "read the prediction from a file; from standard input if it is -" },
	ROOT_OPTION,
	{ 0 },
};

static int predict(int argc, char **argv)
{
	struct settings settings = { 0 };

	return chosen_do(argc, argv,
			 &(struct chosen_work){ .name = "predict",
						.options = options,
						.settings = &settings,
						.root = &settings.root,
						.work = predict_exercise });
}

const struct command command_predict = {
	.name = "predict",
	.usage = "[EXERCISE] [OPTION]...",
	.summary = "say what a program prints and when, and see whether it does",
	.about = "Asks for lines and their moments, runs the program, and says which of "
		 "them was the first that is not so. A prediction of a program that is "
		 "given (the kind predict) is written into your file, and counts. Of any "
		 "other exercise it is about your own program as it is now.\n\n"
		 "Each line is the second, a bar, and the text:\n\n"
		 "    1.500 | Ready.",
	.options = options,
	.run = predict,
};
