/* The texts of the skeletons: what course new writes. */
#include "course/skeleton.h"

#define MISTAKES                                                                         \
	"## Mistakes\n"                                                                  \
	"\n"                                                                             \
	"### A sleep that blocks: `blocking_sleep`\n"                                    \
	"\n"                                                                             \
	"**PROTOCOL** at `usleep(500000);`\n"                                            \
	"\n"                                                                             \
	"> blocks the whole loop\n"                                                      \
	"\n"                                                                             \
	"### A forgotten await: `forgotten_await`\n"                                     \
	"\n"                                                                             \
	"**COMPILE** at `async_sleep(0.5);`\n"                                           \
	"\n"                                                                             \
	"> did not await it\n"                                                           \
	"\n"                                                                             \
	"### One too few: `one_too_few`\n"                                               \
	"\n"                                                                             \
	"**WRONG**\n"                                                                    \
	"\n"                                                                             \
	"> \"step 3\"\n"                                                                 \
	"\n"                                                                             \
	"### No wait at all: `no_wait`\n"                                                \
	"\n"                                                                             \
	"**TIME**\n"                                                                     \
	"\n"                                                                             \
	"> the program never waits\n"

#define HINTS                                                                            \
	"## Hints\n"                                                                     \
	"\n"                                                                             \
	"### TODO: a question that leads to the first thing to see\n"                    \
	"\n"                                                                             \
	"TODO: the answer to it, and no more.\n"                                         \
	"\n"                                                                             \
	"### TODO: the second step\n"                                                    \
	"\n"                                                                             \
	"TODO: a little closer.\n"                                                       \
	"\n"                                                                             \
	"### TODO: the idea\n"                                                           \
	"\n"                                                                             \
	"TODO: the idea, but not the code.\n"                                            \
	"\n"

#define WHERE_TO_START                                                                   \
	"## Where to start\n"                                                            \
	"\n"                                                                             \
	"> TODO: the one sentence that is told as long as nothing is written yet.\n"     \
	"\n"

#define EXPECTED                                                                         \
	"## Expected output\n"                                                           \
	"\n"                                                                             \
	"```timed\n"                                                                     \
	"   0.500 | step 1\n"                                                            \
	"   1.000 | step 2\n"                                                            \
	"   1.500 | step 3\n"                                                            \
	"```\n"                                                                          \
	"\n"

#define TASK                                                                             \
	"TODO: the task. What is to be built, and why would anybody want it? The "       \
	"Python\n"                                                                       \
	"line beside the C line. What to predict before looking at the times below.\n"   \
	"\n"                                                                             \
	"## Files\n"                                                                     \
	"\n"

static const char solution[] = "#include <async.h>\n"
			       "\n"
			       "#include <stdio.h>\n"
			       "\n"
			       "async (void, steps, (int, count))\n"
			       "{\n"
			       "\tfor (int number = 1; number <= count; number++) {\n"
			       "\t\tawait (async_sleep(0.5));\n"
			       "\t\tprintf(\"step %d\\n\", number);\n"
			       "\t}\n"
			       "}\n"
			       "\n"
			       "int main(void)\n"
			       "{\n"
			       "\treturn async_run(steps(3));\n"
			       "}\n";

static const char handed_out[] = "#include <async.h>\n"
				 "\n"
				 "#include <stdio.h>\n"
				 "\n"
				 "async (void, steps, (int, count))\n"
				 "{\n"
				 "\t/* Yours to write. */\n"
				 "\t(void)count;\n"
				 "}\n"
				 "\n"
				 "int main(void)\n"
				 "{\n"
				 "\treturn async_run(steps(3));\n"
				 "}\n";

static const char handed_out_wrong[] =
	"#include <async.h>\n"
	"\n"
	"#include <stdio.h>\n"
	"\n"
	"async (void, steps, (int, count))\n"
	"{\n"
	"\tfor (int number = 1; number <= count; number++) {\n"
	"\t\tprintf(\"step %d\\n\", number);\n"
	"\t\tawait (async_sleep(0.5));\n"
	"\t}\n"
	"}\n"
	"\n"
	"int main(void)\n"
	"{\n"
	"\treturn async_run(steps(3));\n"
	"}\n";

static const char nearly_blank[] =
	"/* Yours, from here on: exercise.md says what it must do. */\n"
	"\n"
	"int main(void)\n"
	"{\n"
	"\treturn 0;\n"
	"}\n";

static const char blocking_sleep[] =
	"#include <async.h>\n"
	"\n"
	"#include <stdio.h>\n"
	"#include <unistd.h>\n"
	"\n"
	"async (void, steps, (int, count))\n"
	"{\n"
	"\tfor (int number = 1; number <= count; number++) {\n"
	"\t\tusleep(500000);\n"
	"\t\tprintf(\"step %d\\n\", number);\n"
	"\t}\n"
	"}\n"
	"\n"
	"int main(void)\n"
	"{\n"
	"\treturn async_run(steps(3));\n"
	"}\n";

static const char forgotten_await[] =
	"#include <async.h>\n"
	"\n"
	"#include <stdio.h>\n"
	"\n"
	"async (void, steps, (int, count))\n"
	"{\n"
	"\tfor (int number = 1; number <= count; number++) {\n"
	"\t\tasync_sleep(0.5);\n"
	"\t\tprintf(\"step %d\\n\", number);\n"
	"\t}\n"
	"}\n"
	"\n"
	"int main(void)\n"
	"{\n"
	"\treturn async_run(steps(3));\n"
	"}\n";

static const char one_too_few[] = "#include <async.h>\n"
				  "\n"
				  "#include <stdio.h>\n"
				  "\n"
				  "async (void, steps, (int, count))\n"
				  "{\n"
				  "\tfor (int number = 1; number < count; number++) {\n"
				  "\t\tawait (async_sleep(0.5));\n"
				  "\t\tprintf(\"step %d\\n\", number);\n"
				  "\t}\n"
				  "}\n"
				  "\n"
				  "int main(void)\n"
				  "{\n"
				  "\treturn async_run(steps(3));\n"
				  "}\n";

static const char no_wait[] = "#include <async.h>\n"
			      "\n"
			      "#include <stdio.h>\n"
			      "\n"
			      "async (void, steps, (int, count))\n"
			      "{\n"
			      "\tfor (int number = 1; number <= count; number++)\n"
			      "\t\tprintf(\"step %d\\n\", number);\n"
			      "}\n"
			      "\n"
			      "int main(void)\n"
			      "{\n"
			      "\treturn async_run(steps(3));\n"
			      "}\n";

static const char with_while[] = "#include <async.h>\n"
				 "\n"
				 "#include <stdio.h>\n"
				 "\n"
				 "async (void, steps, (int, count))\n"
				 "{\n"
				 "\tint number = 0;\n"
				 "\n"
				 "\twhile (number++ < count) {\n"
				 "\t\tawait (async_sleep(0.5));\n"
				 "\t\tprintf(\"step %d\\n\", number);\n"
				 "\t}\n"
				 "}\n"
				 "\n"
				 "int main(void)\n"
				 "{\n"
				 "\treturn async_run(steps(3));\n"
				 "}\n";

static const char with_a_helper[] = "#include <async.h>\n"
				    "\n"
				    "#include <stdio.h>\n"
				    "\n"
				    "async (void, step, (int, number))\n"
				    "{\n"
				    "\tawait (async_sleep(0.5));\n"
				    "\tprintf(\"step %d\\n\", number);\n"
				    "}\n"
				    "\n"
				    "async (void, steps, (int, count))\n"
				    "{\n"
				    "\tfor (int number = 1; number <= count; number++)\n"
				    "\t\tawait (step(number));\n"
				    "}\n"
				    "\n"
				    "int main(void)\n"
				    "{\n"
				    "\treturn async_run(steps(3));\n"
				    "}\n";

/* A table of the expected lines must not pass: see verify_table.c. */
#define USES "- uses: `for` or `while`\n"

static const char exercise_to_complete[] =
	"# {TITLE}\n"
	"\n"
	"- kind: complete\n"
	"- minutes: 15\n"
	"- concepts: TODO\n" USES "\n" TASK
	"- `{NAME}.c`, a *program*: yours to complete.\n"
	"\n" EXPECTED WHERE_TO_START HINTS MISTAKES;

static const char exercise_to_repair[] = "# {TITLE}\n"
					 "\n"
					 "- kind: repair\n"
					 "- minutes: 15\n"
					 "- concepts: TODO\n" USES "\n" TASK
					 "- `{NAME}.c`, a *program*: yours to repair.\n"
					 "\n" EXPECTED HINTS MISTAKES;

static const char exercise_to_design[] =
	"# {TITLE}\n"
	"\n"
	"- kind: design\n"
	"- minutes: 15\n"
	"- concepts: TODO\n" USES "\n" TASK "- `{NAME}.c`, a *program*: yours to write.\n"
	"\n" EXPECTED WHERE_TO_START HINTS MISTAKES;

static const char exercise_to_predict[] =
	"# {TITLE}\n"
	"\n"
	"- kind: predict\n"
	"- minutes: 15\n"
	"- concepts: TODO\n"
	"\n" TASK "- `{NAME}.c`, a *program*: read it, but do not run it yet.\n"
	"- `prediction.txt`, a *prediction*: yours to write.\n"
	"\n" EXPECTED HINTS "## Mistakes\n"
	"\n"
	"### The wait comes after: `wait_after`\n"
	"\n"
	"**TIME** at `0.000 | step 1`\n"
	"\n"
	"> You predicted \"step 1\" at 0.000 s; it comes at 0.500 s.\n"
	"\n"
	"### The waits do not add up: `waits_do_not_add_up`\n"
	"\n"
	"**TIME** at `0.500 | step 2`\n"
	"\n"
	"> You predicted \"step 2\" at 0.500 s; it comes at 1.000 s.\n"
	"\n"
	"### One too few: `one_too_few`\n"
	"\n"
	"**WRONG**\n"
	"\n"
	"> You did not predict \"step 3\": it comes at 1.500 s.\n"
	"\n"
	"### One too many: `one_too_many`\n"
	"\n"
	"**WRONG** at `2.000 | step 4`\n"
	"\n"
	"> You predicted \"step 4\" at 2.000 s: by then the program has printed its last "
	"line.\n";

static const char prediction_handed_out[] =
	"# One line for each that the program prints: its second, a bar, the text.\n"
	"   ?.??? | step 1\n";

static const char prediction[] = "   0.500 | step 1\n"
				 "   1.000 | step 2\n"
				 "   1.500 | step 3\n";

static const char prediction_wait_after[] = "   0.000 | step 1\n"
					    "   0.500 | step 2\n"
					    "   1.000 | step 3\n";

static const char prediction_without_sum[] = "   0.500 | step 1\n"
					     "   0.500 | step 2\n"
					     "   0.500 | step 3\n";

static const char prediction_too_few[] = "   0.500 | step 1\n"
					 "   1.000 | step 2\n";

static const char prediction_too_many[] = "   0.500 | step 1\n"
					  "   1.000 | step 2\n"
					  "   1.500 | step 3\n"
					  "   2.000 | step 4\n";

static const char lesson[] =
	"# {TITLE}\n"
	"\n"
	"- minutes: 20\n"
	"- concepts: TODO\n"
	"\n"
	"TODO: what one can do after this lesson, such that it can be checked.\n"
	"\n"
	"## TODO: one idea\n"
	"\n"
	"TODO: the idea in plain words; the Python line beside the C line.\n"
	"\n"
	"```c first.c\n"
	"#include <async.h>\n"
	"\n"
	"#include <stdio.h>\n"
	"\n"
	"async (void, main_coroutine)\n"
	"{\n"
	"\tputs(\"begin\");\n"
	"\tawait (async_sleep(1.0));\n"
	"\tputs(\"end\");\n"
	"}\n"
	"\n"
	"int main(void)\n"
	"{\n"
	"\treturn async_run(main_coroutine());\n"
	"}\n"
	"```\n"
	"\n"
	"**Predict:** TODO: a question about when something comes.\n"
	"\n"
	"```timed first.c\n"
	"   0.000 | begin\n"
	"   1.000 | end\n"
	"```\n"
	"\n"
	"```text\n"
	"TODO: a picture of time\n"
	"```\n"
	"\n"
	"## What goes wrong\n"
	"\n"
	"TODO: the mistake that everybody makes once, and what it looks like.\n"
	"\n"
	"```c wrong forgotten.c\n"
	"#include <async.h>\n"
	"\n"
	"#include <stdio.h>\n"
	"\n"
	"async (void, main_coroutine)\n"
	"{\n"
	"\tasync_sleep(1.0);\n"
	"\tputs(\"end\");\n"
	"}\n"
	"\n"
	"int main(void)\n"
	"{\n"
	"\treturn async_run(main_coroutine());\n"
	"}\n"
	"```\n"
	"\n"
	"```message forgotten.c\n"
	"You called async_sleep() but did not await it: the call only makes the "
	"coroutine,\n"
	"nothing of it runs. Write await (async_sleep(…)).\n"
	"```\n"
	"\n"
	"## Exercises\n"
	"\n"
	"TODO: which exercises belong to this lesson. Name them above as well:\n"
	"`- exercises: some_name`.\n";

static const char readme[] =
	"# {TITLE}\n"
	"\n"
	"TODO: what this course is about, and for whom.\n"
	"\n"
	"| Lesson | What it is about | Exercises |\n"
	"|---|---|---|\n"
	"\n"
	"TODO: a row for each lesson, such as\n"
	"`| [01_waiting](01_waiting.md) | what it is about | two_waits |`\n"
	"\n"
	"`course list` shows the exercises, `course check NAME` judges one, and\n"
	"`course verify` holds everything here to what it says.\n";

static const char exercises_readme[] = "# Exercises\n"
				       "\n"
				       "A folder for each: `course new exercise NAME` "
				       "makes one. What belongs in it is said\n"
				       "in `exercise.md`, part by part.\n";

static const char solutions_readme[] = "# Solutions\n"
				       "\n"
				       "A folder for each exercise, of the same name: "
				       "the files that it hands out, complete.\n";

static const struct skeleton_file complete_files[] = {
	{ "exercises/{NAME}/exercise.md", exercise_to_complete },
	{ "exercises/{NAME}/{NAME}.c", handed_out },
	{ "solutions/{NAME}/{NAME}.c", solution },
	{ "exercises/{NAME}/wrong/blocking_sleep/{NAME}.c", blocking_sleep },
	{ "exercises/{NAME}/wrong/forgotten_await/{NAME}.c", forgotten_await },
	{ "exercises/{NAME}/wrong/one_too_few/{NAME}.c", one_too_few },
	{ "exercises/{NAME}/wrong/no_wait/{NAME}.c", no_wait },
	{ "exercises/{NAME}/right/with_while/{NAME}.c", with_while },
	{ "exercises/{NAME}/right/with_a_helper/{NAME}.c", with_a_helper },
};

static const struct skeleton_file repair_files[] = {
	{ "exercises/{NAME}/exercise.md", exercise_to_repair },
	{ "exercises/{NAME}/{NAME}.c", handed_out_wrong },
	{ "solutions/{NAME}/{NAME}.c", solution },
	{ "exercises/{NAME}/wrong/blocking_sleep/{NAME}.c", blocking_sleep },
	{ "exercises/{NAME}/wrong/forgotten_await/{NAME}.c", forgotten_await },
	{ "exercises/{NAME}/wrong/one_too_few/{NAME}.c", one_too_few },
	{ "exercises/{NAME}/wrong/no_wait/{NAME}.c", no_wait },
	{ "exercises/{NAME}/right/with_while/{NAME}.c", with_while },
	{ "exercises/{NAME}/right/with_a_helper/{NAME}.c", with_a_helper },
};

static const struct skeleton_file design_files[] = {
	{ "exercises/{NAME}/exercise.md", exercise_to_design },
	{ "exercises/{NAME}/{NAME}.c", nearly_blank },
	{ "solutions/{NAME}/{NAME}.c", solution },
	{ "exercises/{NAME}/wrong/blocking_sleep/{NAME}.c", blocking_sleep },
	{ "exercises/{NAME}/wrong/forgotten_await/{NAME}.c", forgotten_await },
	{ "exercises/{NAME}/wrong/one_too_few/{NAME}.c", one_too_few },
	{ "exercises/{NAME}/wrong/no_wait/{NAME}.c", no_wait },
	{ "exercises/{NAME}/right/with_while/{NAME}.c", with_while },
	{ "exercises/{NAME}/right/with_a_helper/{NAME}.c", with_a_helper },
};

static const struct skeleton_file predict_files[] = {
	{ "exercises/{NAME}/exercise.md", exercise_to_predict },
	{ "exercises/{NAME}/{NAME}.c", solution },
	{ "exercises/{NAME}/prediction.txt", prediction_handed_out },
	{ "solutions/{NAME}/prediction.txt", prediction },
	{ "exercises/{NAME}/wrong/wait_after/prediction.txt", prediction_wait_after },
	{ "exercises/{NAME}/wrong/waits_do_not_add_up/prediction.txt",
	  prediction_without_sum },
	{ "exercises/{NAME}/wrong/one_too_few/prediction.txt", prediction_too_few },
	{ "exercises/{NAME}/wrong/one_too_many/prediction.txt", prediction_too_many },
};

static const struct skeleton_file lesson_files[] = {
	{ "lessons/{NAME}.md", lesson },
};

static const struct skeleton_file course_files[] = {
	{ "lessons/README.md", readme },
	{ "exercises/README.md", exercises_readme },
	{ "solutions/README.md", solutions_readme },
};

#define SKELETON(files)                                                                  \
	{                                                                                \
		files, sizeof(files) / sizeof(*(files))                                  \
	}

struct skeleton skeleton_exercise(enum exercise_kind kind)
{
	static const struct skeleton skeletons[] = {
		[EXERCISE_COMPLETE] = SKELETON(complete_files),
		[EXERCISE_REPAIR] = SKELETON(repair_files),
		[EXERCISE_PREDICT] = SKELETON(predict_files),
		[EXERCISE_DESIGN] = SKELETON(design_files),
	};

	return skeletons[kind];
}

struct skeleton skeleton_lesson(void)
{
	return (struct skeleton)SKELETON(lesson_files);
}

struct skeleton skeleton_course(void)
{
	return (struct skeleton)SKELETON(course_files);
}
