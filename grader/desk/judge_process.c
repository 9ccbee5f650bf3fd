#define _GNU_SOURCE
#include "desk/judge_process.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "desk/beside.h"
#include "desk/solution_text.h"
#include "course/check.h"
#include "run/interrupt.h"
#include "show/picture.h"
#include "show/screen.h"
#include "show/text_report.h"
#include "text/memory.h"
#include "text/visible.h"

/* A part on its way: this, and then `length` bytes. */
struct head {
	uint32_t news; /* enum judge_news */
	uint32_t verdict;
	uint32_t first;
	uint32_t length;
};

/* ---- the process ------------------------------------------------------------ */

/* What it has and knows. */
struct judge {
	const struct judge_request *request;
	int channel;
	struct check_request check_request;
	struct check check;
	struct check reference;
	bool has_reference;
	bool complete; /* the picture can be drawn */
	struct terminal terminal;
};

static void send_all(const struct judge *judge, const void *bytes, size_t length)
{
	const char *at = bytes;

	while (length) {
		ssize_t sent = send(judge->channel, at, length, MSG_NOSIGNAL);

		if (sent < 0 && errno != EINTR)
			_exit(0); /* nobody listens any more */
		at += sent > 0 ? sent : 0;
		length -= sent > 0 ? (size_t)sent : 0;
	}
}

static void tell(const struct judge *judge, enum judge_news news, bool first,
		 const char *text)
{
	struct head head = {
		.news = news,
		.verdict = judge->check.verdict.kind,
		.first = first,
		.length = (uint32_t)strlen(text),
	};

	send_all(judge, &head, sizeof(head));
	send_all(judge, text, head.length);
}

/* What is yours at the left, the reference at the right. */
static void write_beside(const struct judge *judge, const struct picture *picture)
{
	const struct terminal *terminal = &judge->terminal;
	struct beside beside;

	if (!beside_begin(&beside, terminal))
		return;
	terminal_write(&beside.half, STYLE_STRONG, "\n  Yours\n");
	picture_text_side(&beside.half, picture, 1);
	fputc('\n', beside.half.stream);
	if (!beside_turn(&beside))
		return;
	terminal_write(&beside.half, STYLE_STRONG, "\n  The reference solution\n");
	picture_text_side(&beside.half, picture, 0);
	fputc('\n', beside.half.stream);
	beside_end(&beside);
	(void)solution_files(terminal, judge->request->exercise,
			     judge->request->submission, NULL);
}

static void write_picture(const struct judge *judge, const struct picture *picture)
{
	const struct terminal *terminal = &judge->terminal;
	bool passed = judge->check.verdict.kind == VERDICT_PASS && judge->has_reference;

	if (passed && beside_fits(terminal)) {
		write_beside(judge, picture);
		return;
	}
	picture_text(terminal, picture);
	if (!passed)
		return;
	terminal_write(terminal, STYLE_STRONG, "\n  The reference solution\n\n");
	/* Without one there is nothing to show. */
	(void)solution_files(terminal, judge->request->exercise, NULL, NULL);
}

/* Writes what there is to show, as far as it is known. */
static void write_all(struct judge *judge)
{
	struct picture picture;

	text_report(&judge->terminal, &judge->check_request, &judge->check);
	if (!judge->complete || !picture_may_show(&judge->check_request, &judge->check))
		return;
	picture_of_check(&picture, &judge->check_request, &judge->check,
			 judge->has_reference ? &judge->reference : NULL);
	write_picture(judge, &picture);
	picture_free(&picture);
}

static void show(struct judge *judge, bool first)
{
	char *text = NULL;
	size_t length;

	judge->terminal.stream = open_memstream(&text, &length);
	if (!judge->terminal.stream)
		_exit(2);
	write_all(judge);
	fclose(judge->terminal.stream);
	tell(judge, JUDGE_SHOWN, first, text);
	free(text);
}

static void tell_line(const struct timed_line *line, void *context)
{
	const struct judge *judge = context;
	struct text text = { 0 };

	text_add_format(&text, "  %8.3f | ", (double)line->at / 1e9);
	visible_add(&text, line->text, line->length, judge->terminal.unicode,
		    SPACES_PLAIN);
	text_add(&text, "\n");
	tell(judge, JUDGE_LINES, false, text.bytes);
	text_free(&text);
}

static void check_it(struct judge *judge)
{
	judge->check_request.trace = true;
	check_exercise(&judge->check_request, &judge->check);
	if (interrupt_requested())
		_exit(2);
	show(judge, true);
	judge->has_reference =
		picture_may_show(&judge->check_request, &judge->check) &&
		check_reference(&judge->check_request, &judge->check, &judge->reference);
	if (interrupt_requested())
		_exit(2);
	judge->complete = true;
	show(judge, false);
}

static void run_it(struct judge *judge)
{
	char *last;

	judge->check_request.clock = CLOCK_REAL;
	judge->check_request.on_line = tell_line;
	judge->check_request.context = judge;
	check_exercise(&judge->check_request, &judge->check);
	if (judge->check.ran)
		last = text_format("\n  It ended after %.3f s.\n",
				   (double)judge->check.result.ended_at / 1e9);
	else
		last = text_format("  It could not be run: %s\n",
				   judge->check.verdict.message);
	tell(judge, JUDGE_LINES, false, last);
	free(last);
}

/* Draws it anew for each width that comes in, until nobody is there any more. */
static void stay(struct judge *judge)
{
	uint32_t columns;

	while (recv(judge->channel, &columns, sizeof(columns), MSG_WAITALL) ==
	       (ssize_t)sizeof(columns)) {
		judge->terminal.columns = columns;
		if (judge->request->task == JUDGE_CHECK)
			show(judge, false);
		tell(judge, JUDGE_OVER, false, "");
	}
}

static _Noreturn void be_judge(const struct judge_request *request, int channel)
{
	struct judge judge = {
		.request = request,
		.channel = channel,
		.terminal = request->terminal,
		.check_request = { .exercise = request->exercise,
				   .submission = request->submission,
				   .toolchain = request->toolchain },
	};

	screen_leave_to_parent();
	if (request->task == JUDGE_RUN)
		run_it(&judge);
	else
		check_it(&judge);
	if (interrupt_requested())
		_exit(2);
	tell(&judge, JUDGE_OVER, false, "");
	stay(&judge);
	_exit(0);
}

/* ---- who asks it ------------------------------------------------------------ */

bool judge_process_start(struct judge_process *judge, const struct judge_request *request,
			 char **error)
{
	int ends[2];
	pid_t process;

	*judge = (struct judge_process){ .channel = -1 };
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return text_error(error, "no socket can be made: %s", strerror(errno));
	fflush(NULL); /* else the other process would write it again */
	process = interrupt_fork();
	if (process == 0) {
		close(ends[0]);
		be_judge(request, ends[1]);
	}
	close(ends[1]);
	if (process < 0) {
		close(ends[0]);
		return text_error(error, "no process can be started: %s",
				  strerror(errno));
	}
	judge->process = process;
	judge->channel = ends[0];
	return true;
}

int judge_process_descriptor(const struct judge_process *judge)
{
	return judge->process ? judge->channel : -1;
}

/* Takes the part that is complete, if one is. */
static enum judge_news take_part(struct judge_process *judge, char **text,
				 struct judge_outcome *outcome)
{
	struct head head;
	size_t whole;

	if (judge->in.length < sizeof(head))
		return JUDGE_NOTHING;
	memcpy(&head, judge->in.bytes, sizeof(head));
	whole = sizeof(head) + head.length;
	if (judge->in.length < whole)
		return JUDGE_NOTHING;
	*text = memory_copy_bytes(judge->in.bytes + sizeof(head), head.length);
	*outcome = (struct judge_outcome){ head.verdict, head.first };
	judge->in.length -= whole;
	memmove(judge->in.bytes, judge->in.bytes + whole, judge->in.length + 1);
	return head.news;
}

static char *how_it_ended(struct judge_process *judge)
{
	int status = 0;

	while (waitpid(judge->process, &status, 0) < 0 && errno == EINTR)
		;
	close(judge->channel);
	judge->process = 0;
	if (WIFSIGNALED(status))
		return text_format("the course itself crashed over it, by signal %d (%s)",
				   WTERMSIG(status), strsignal(WTERMSIG(status)));
	return text_format("the course itself could not come to its end over it");
}

enum judge_news judge_process_hear(struct judge_process *judge, char **text,
				   struct judge_outcome *outcome)
{
	char bytes[16384];
	enum judge_news news = take_part(judge, text, outcome);
	ssize_t got;

	/* Where it says itself why, nothing comes after that. */
	if (news == JUDGE_GONE && judge->process)
		free(how_it_ended(judge));
	if (news != JUDGE_NOTHING || !judge->process)
		return news;
	got = recv(judge->channel, bytes, sizeof(bytes), MSG_DONTWAIT);
	if (got < 0)
		return JUDGE_NOTHING;
	if (got == 0) {
		*text = how_it_ended(judge);
		return JUDGE_GONE;
	}
	text_add_bytes(&judge->in, bytes, (size_t)got);
	return judge_process_hear(judge, text, outcome);
}

void judge_process_draw(struct judge_process *judge, size_t columns)
{
	uint32_t wanted = (uint32_t)columns;

	/* If it is gone, that is heard. */
	if (judge->process)
		(void)send(judge->channel, &wanted, sizeof(wanted), MSG_NOSIGNAL);
}

void judge_process_stop(struct judge_process *judge)
{
	if (judge->process) {
		/* What is not working waits for us; what works hears the signal. */
		shutdown(judge->channel, SHUT_RDWR);
		kill(judge->process, SIGTERM);
		free(how_it_ended(judge));
	}
	text_free(&judge->in);
}
