#define _GNU_SOURCE
#include "run/warden.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/child.h"
#include "run/descriptor.h"
#include "run/jail_parts.h"
#include "run/sending.h"
#include "text/memory.h"

/* He is there after some milliseconds; a machine where that takes so long cannot judge
 * anything. */
#define START_MILLISECONDS 30000

/* So many are kept, each with a view of his own. */
enum { MOST_WARDENS = 8 };

struct warden {
	struct text options; /* the view, by which he is found again */
	char *library;
	char *heap;
	pid_t owner;   /* who has started him */
	pid_t process; /* bubblewrap's own, which ends when he has */
	int keeper;    /* pidfd of himself */
	int line;
};

struct wardens {
	struct warden list[MOST_WARDENS];
	size_t count;
};

/* --------------------------------------------------------------------- his end */

/* Bubblewrap's own process ends by itself when it has seen that he is gone. It is not
 * killed before: he would be left to others, for whom he is a process that we have not
 * cleared away. */
enum { LAST_MILLISECONDS = 2000 };

static bool is_gone(int keeper, int milliseconds)
{
	struct pollfd gone = { .fd = keeper, .events = POLLIN };
	int found;

	do
		found = poll(&gone, 1, milliseconds);
	while (found < 0 && errno == EINTR);
	return found == 1;
}

/* With him ends every jail that he has made. */
static void end(const struct warden *warden)
{
	int bubblewrap = (int)syscall(SYS_pidfd_open, warden->process, 0);

	if (warden->keeper >= 0 &&
	    syscall(SYS_pidfd_send_signal, warden->keeper, SIGKILL, NULL, 0) == 0)
		is_gone(warden->keeper, -1);
	kill(warden->process, SIGCONT);
	if (warden->keeper < 0 || bubblewrap < 0 ||
	    !is_gone(bubblewrap, LAST_MILLISECONDS))
		kill(warden->process, SIGKILL);
	while (waitpid(warden->process, NULL, 0) < 0 && errno == EINTR)
		continue;
	descriptor_close(&bubblewrap);
}

static void dismiss(struct warden *warden)
{
	if (warden->process > 0 && warden->owner == getpid())
		end(warden);
	descriptor_close(&warden->keeper);
	descriptor_close(&warden->line);
	text_free(&warden->options);
	free(warden->library);
	free(warden->heap);
	*warden = (struct warden){ .keeper = -1, .line = -1 };
}

static void forget(struct wardens *wardens, size_t index)
{
	dismiss(&wardens->list[index]);
	wardens->count--;
	memmove(&wardens->list[index], &wardens->list[index + 1],
		(wardens->count - index) * sizeof(*wardens->list));
}

struct wardens *wardens_new(void)
{
	return memory_new(1, sizeof(struct wardens));
}

void wardens_free(struct wardens *wardens)
{
	while (wardens && wardens->count)
		forget(wardens, wardens->count - 1);
	free(wardens);
}

/* ------------------------------------------------------------------- his start */

/* What he is to have, in the order of enum warden_file; then where bubblewrap
 * complains. */
struct luggage {
	int files[WARDEN_BEHIND - WARDEN_OPTIONS];
	int line;       /* our end */
	int complaints; /* our end; its other one is theirs */
	int voice;
};

static int *piece(struct luggage *luggage, enum warden_file file)
{
	return &luggage->files[file - WARDEN_OPTIONS];
}

/* Who tells is known by the kernel's word for it. */
static bool make_line(struct luggage *luggage)
{
	int ends[2];
	bool good = descriptor_pair(ends);

	luggage->line = ends[0];
	*piece(luggage, WARDEN_LINE) = ends[1];
	if (!good || pipe2(ends, O_CLOEXEC) != 0)
		return false;
	luggage->complaints = ends[0];
	luggage->voice = ends[1];
	return true;
}

static bool pack(struct luggage *luggage, const struct jail *jail,
		 const struct warden_view *view)
{
	*luggage = (struct luggage){ { -1, -1, -1, -1, -1 }, -1, -1, -1 };
	*piece(luggage, WARDEN_INSIDE) = open(jail->inside, O_RDONLY | O_CLOEXEC);
	if (view->library)
		*piece(luggage, WARDEN_LIBRARY) =
			open(view->library, O_RDONLY | O_CLOEXEC);
	if (view->heap)
		*piece(luggage, WARDEN_HEAP) = open(view->heap, O_RDONLY | O_CLOEXEC);
	return *piece(luggage, WARDEN_INSIDE) >= 0 &&
	       (!view->library || *piece(luggage, WARDEN_LIBRARY) >= 0) &&
	       (!view->heap || *piece(luggage, WARDEN_HEAP) >= 0) &&
	       descriptor_of_text("course-options", view->options,
				  piece(luggage, WARDEN_OPTIONS)) &&
	       make_line(luggage);
}

static void unpack(struct luggage *luggage)
{
	for (size_t i = 0; i < sizeof(luggage->files) / sizeof(*luggage->files); i++)
		descriptor_close(&luggage->files[i]);
	descriptor_close(&luggage->line);
	descriptor_close(&luggage->complaints);
	descriptor_close(&luggage->voice);
}

/* In the new process: all that he has lies where it belongs. */
static bool place(const struct luggage *luggage)
{
	static const int count = WARDEN_BEHIND - WARDEN_OPTIONS;
	int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
	int moved[WARDEN_BEHIND];

	for (int i = 0; i < WARDEN_BEHIND; i++) {
		int file = i < 2    ? nothing
			   : i == 2 ? luggage->voice
				    : luggage->files[i - WARDEN_OPTIONS];

		moved[i] = file < 0 ? -1 : fcntl(file, F_DUPFD_CLOEXEC, WARDEN_BEHIND);
	}
	for (int i = 0; i < count + WARDEN_OPTIONS; i++)
		if (moved[i] >= 0 && dup2(moved[i], i) < 0)
			return false;
	return close_range(WARDEN_BEHIND, ~0U, CLOSE_RANGE_CLOEXEC) == 0;
}

/* Nobody's rights, from here on and for good. */
static bool drop(const struct jail *jail)
{
	return !jail->drops || (setgroups(0, NULL) == 0 &&
				setresgid(jail->group, jail->group, jail->group) == 0 &&
				setresuid(jail->user, jail->user, jail->user) == 0);
}

/* In the new process. Returns only if it fails, with errno. */
static void become(const struct jail *jail, const struct luggage *luggage, pid_t grader)
{
	static char *const no_environment[] = { NULL };
	char options[16], line[16];
	char *arguments[] = { "bwrap", "--args", options, "--", INSIDE_PATH, line, NULL };

	snprintf(options, sizeof(options), "%d", WARDEN_OPTIONS);
	snprintf(line, sizeof(line), "%d", WARDEN_LINE);
	setsid();
	child_reset_signals();
	if (!place(luggage) || !drop(jail) || chdir("/") != 0)
		return;
	/* After the change of the user, which ends it. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() == grader)
		execve(jail->bubblewrap, arguments, no_environment);
}

/* Takes his first word, and who he is by the kernel's. */
static bool hear(struct warden *warden)
{
	struct pollfd line = { .fd = warden->line, .events = POLLIN };
	uint32_t word = 0;
	struct iovec part = { &word, sizeof(word) };
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(struct ucred))];
	} room = { 0 };
	struct msghdr parcel = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = &room,
		.msg_controllen = sizeof(room),
	};
	struct ucred sender;
	int found;

	do
		found = poll(&line, 1, START_MILLISECONDS);
	while (found < 0 && errno == EINTR);
	if (found != 1 ||
	    recvmsg(warden->line, &parcel, MSG_CMSG_CLOEXEC) != sizeof(word) ||
	    word != INSIDE_READY || room.header.cmsg_type != SCM_CREDENTIALS)
		return false;
	memcpy(&sender, CMSG_DATA(&room.header), sizeof(sender));
	warden->keeper = (int)syscall(SYS_pidfd_open, sender.pid, 0);
	return warden->keeper >= 0;
}

/* What bubblewrap lacks, it says there. */
static void explain(const struct luggage *luggage, char **error)
{
	char said[512];
	ssize_t length;

	fcntl(luggage->complaints, F_SETFL, O_NONBLOCK);
	length = read(luggage->complaints, said, sizeof(said) - 1);
	said[length > 0 ? length : 0] = '\0';
	said[strcspn(said, "\n")] = '\0';
	text_error(error,
		   *said ? "no jail could be made: bubblewrap ended (%s)"
			 : "no jail could be made: bubblewrap ended%s",
		   said);
}

static bool start(struct warden *warden, const struct jail *jail,
		  const struct warden_view *view, char **error)
{
	struct luggage luggage;
	pid_t grader = getpid();

	*warden = (struct warden){ .owner = grader, .keeper = -1, .line = -1 };
	if (!pack(&luggage, jail, view) || (warden->process = fork()) < 0) {
		text_error(error, "cannot make a jail: %s", strerror(errno));
		unpack(&luggage);
		return false;
	}
	if (warden->process == 0) {
		become(jail, &luggage, grader);
		dprintf(STDERR_FILENO, "%s: %s\n", jail->bubblewrap, strerror(errno));
		_exit(127);
	}
	descriptor_close(&luggage.voice);
	descriptor_close(piece(&luggage, WARDEN_LINE));
	warden->line = luggage.line;
	luggage.line = -1;
	if (!hear(warden)) {
		explain(&luggage, error);
		dismiss(warden);
	}
	unpack(&luggage);
	return warden->line >= 0;
}

/* ------------------------------------------------------------------ his service */

static bool has_view(const struct warden *warden, const struct warden_view *view)
{
	return warden->options.length == view->options->length &&
	       memcmp(warden->options.bytes, view->options->bytes,
		      view->options->length) == 0 &&
	       strcmp(warden->library ? warden->library : "",
		      view->library ? view->library : "") == 0 &&
	       strcmp(warden->heap ? warden->heap : "", view->heap ? view->heap : "") ==
		       0;
}

static struct warden *find(struct wardens *wardens, const struct warden_view *view)
{
	for (size_t i = 0; i < wardens->count; i++)
		if (has_view(&wardens->list[i], view))
			return &wardens->list[i];
	return NULL;
}

/* The one who was found first makes room for him. Nobody asks for as many at a time. */
static struct warden *hire(const struct jail *jail, const struct warden_view *view,
			   char **error)
{
	struct wardens *wardens = jail->wardens;
	struct warden warden;

	if (wardens->count == MOST_WARDENS)
		forget(wardens, 0);
	if (!start(&warden, jail, view, error))
		return NULL;
	text_add_bytes(&warden.options, view->options->bytes, view->options->length);
	warden.library = view->library ? memory_copy_text(view->library) : NULL;
	warden.heap = view->heap ? memory_copy_text(view->heap) : NULL;
	wardens->list[wardens->count] = warden;
	return &wardens->list[wardens->count++];
}

void warden_leave(const struct jail *jail, const struct warden_view *view)
{
	struct warden *warden = find(jail->wardens, view);

	if (warden)
		forget(jail->wardens, (size_t)(warden - jail->wardens->list));
}

bool warden_call(const struct jail *jail, const struct warden_view *view, char **error)
{
	return find(jail->wardens, view) || hire(jail, view, error);
}

static bool send_request(const struct warden *warden,
			 const struct inside_request *request, const int *files,
			 size_t count)
{
	struct iovec part = { (void *)request, sizeof(*request) };
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int) * (2 + INSIDE_MOST_FILES))];
	} rights = { 0 };
	struct msghdr parcel = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = &rights,
		.msg_controllen = CMSG_SPACE(sizeof(int) * count),
	};
	ssize_t sent;

	rights.header.cmsg_level = SOL_SOCKET;
	rights.header.cmsg_type = SCM_RIGHTS;
	rights.header.cmsg_len = CMSG_LEN(sizeof(int) * count);
	memcpy(CMSG_DATA(&rights.header), files, sizeof(int) * count);
	for (int tries = 0; (sent = sendmsg(warden->line, &parcel, MSG_NOSIGNAL)) < 0;
	     tries++)
		if (!sending_is_tried_again(tries))
			break;
	return sent == sizeof(*request);
}

bool warden_ask(const struct jail *jail, const struct warden_view *view,
		const struct inside_request *request, const int *files, size_t count,
		char **error)
{
	struct warden *warden = find(jail->wardens, view);

	if (warden && send_request(warden, request, files, count))
		return true;
	warden_leave(jail, view);
	warden = hire(jail, view, error);
	return warden &&
	       (send_request(warden, request, files, count) ||
		text_error(error, "no jail could be made: %s", strerror(errno)));
}
