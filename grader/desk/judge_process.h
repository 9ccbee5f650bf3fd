/*
 * A check in a process of its own, for who must go on hearing keys and saves.
 *
 * It judges the submission that it was given, and no other. What is to be shown
 * comes in parts: first the verdict, then, when the reference solution has been run,
 * the picture. It stays, and draws all anew when it is told that the terminal has
 * become another width, without judging anything again.
 */
#ifndef COURSE_DESK_JUDGE_PROCESS_H
#define COURSE_DESK_JUDGE_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

#include "course/submission.h"
#include "judge/verdict.h"
#include "run/compile.h"
#include "show/terminal.h"
#include "text/text.h"

enum judge_task {
	JUDGE_CHECK,
	JUDGE_RUN, /* run it at its real speed, and tell each line as it comes */
};

struct judge_process {
	pid_t process; /* 0: none */
	int channel;
	struct text in; /* of a part that is not complete */
};

struct judge_request {
	enum judge_task task;
	const struct exercise *exercise;
	const struct submission *submission;
	const struct toolchain *toolchain;
	struct terminal terminal; /* as wide as it is now */
};

enum judge_news {
	JUDGE_NOTHING,
	JUDGE_SHOWN, /* *text, to be freed, is all that there is to show so far */
	JUDGE_LINES, /* *text, to be freed, comes after what is shown */
	JUDGE_OVER,  /* there will be no more, but if it is drawn anew */
	JUDGE_GONE,  /* the process ended, which it should not: *text says how */
};

/* What came with JUDGE_SHOWN. */
struct judge_outcome {
	enum verdict_kind verdict;
	bool first; /* it has just been judged; else it was drawn anew, or completed */
};

/* False, with a sentence, if there can be no process. */
bool judge_process_start(struct judge_process *judge, const struct judge_request *request,
			 char **error);

/* Readable when there are news; -1: there is no process. */
int judge_process_descriptor(const struct judge_process *judge);

/* One piece of news, if there is any; call it until there is none. */
enum judge_news judge_process_hear(struct judge_process *judge, char **text,
				   struct judge_outcome *outcome);

/* Asks for all of it, drawn for that many columns. */
void judge_process_draw(struct judge_process *judge, size_t columns);

/* Ends it, wherever it is, and all that it has started. */
void judge_process_stop(struct judge_process *judge);

#endif
