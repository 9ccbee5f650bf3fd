#define _GNU_SOURCE
#include "run/jailed.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "clock/machine_time.h"
#include "run/descriptor.h"
#include "run/jail_parts.h"
#include "run/processor.h"
#include "run/turn.h"
#include "text/memory.h"

/* To make a jail takes some milliseconds; a machine where it takes that long cannot
 * judge anything. */
#define START_MILLISECONDS 30000

/* Of what was left, so much is looked at. */
#define MOST_ENTRIES 4096
#define DEEPEST      32

/* What jailed_seconds tells. */
static double spent;

static double now(void)
{
	return machine_seconds() - turn_waited();
}

double jailed_seconds(void)
{
	return spent;
}

void jailed_init(struct jailed *jailed)
{
	*jailed = (struct jailed){
		.control = -1,
		.their_control = -1,
		.orders = -1,
		.keeper = -1,
		.listener = -1,
		.temporary = -1,
		.place = -1,
	};
}

static void close_trees(struct jailed *jailed)
{
	for (int i = 0; i < jailed->tree_count; i++)
		descriptor_close(&jailed->trees[i]);
	jailed->tree_count = 0;
}

static void close_copies(struct jailed *jailed)
{
	while (jailed->copies.count)
		close(jailed->copies.files[--jailed->copies.count]);
}

void jailed_free(struct jailed *jailed)
{
	double start = now();

	close_trees(jailed);
	close_copies(jailed);
	descriptor_close(&jailed->control);
	descriptor_close(&jailed->their_control);
	descriptor_close(&jailed->orders);
	descriptor_close(&jailed->keeper);
	descriptor_close(&jailed->listener);
	descriptor_close(&jailed->temporary);
	descriptor_close(&jailed->place);
	text_free(&jailed->view);
	cgroup_remove(&jailed->group);
	spent += now() - start;
}

/* ---------------------------------------------------------------- on the way in */

/* Who tells is known by the kernel's word for it. */
static bool make_control(struct jailed *jailed)
{
	int ends[2];
	bool good = descriptor_pair(ends);

	jailed->control = ends[0];
	jailed->their_control = ends[1];
	return good;
}

static struct warden_view view_of(const struct jailed *jailed)
{
	return (struct warden_view){ .options = &jailed->view,
				     .library = jailed->library,
				     .heap = jailed->heap };
}

static bool open_trees(struct jailed *jailed, const struct jail_order *order,
		       char **error)
{
	int count = jail_open_hidden(jailed->jail, order->visible, jailed->trees,
				     JAILED_MOST_TREES, error);

	jailed->tree_count = count > 0 ? count : 0;
	return count >= 0;
}

static bool make_files(struct jailed *jailed, const struct text *orders, char **error)
{
	return (make_control(jailed) &&
		descriptor_of_text("course-orders", orders, &jailed->orders)) ||
	       text_error(error, "cannot make a jail: %s", strerror(errno));
}

bool jailed_prepare(struct jailed *jailed, const struct jail *jail,
		    const struct jail_order *order, char **error)
{
	struct text orders = { 0 };
	struct warden_view view;
	double start = now();
	bool good;

	jailed->jail = jail;
	jailed->library = order->library;
	jailed->heap = order->heap;
	jailed->network =
		order->purpose == JAIL_RUN || !jail->filters[order->purpose].count;
	jail_view(jail, order, &jailed->view);
	view = view_of(jailed);
	good = open_trees(jailed, order, error) && warden_call(jail, &view, error) &&
	       jail_orders(jail, order, &orders, &jailed->copies, error) &&
	       make_files(jailed, &orders, error) &&
	       (!jail->has_cgroups ||
		cgroup_make(&jail->cgroups,
			    jail->group_bytes ? jail->group_bytes : order->memory_bytes,
			    order->processes, &jailed->group, error));
	text_free(&orders);
	spent += now() - start;
	return good;
}

/* One after the other goes in; each with its number there, or what it is for. */
static void give(struct inside_request *request, int *given, const int *files, int count,
		 int meaning)
{
	for (int i = 0; i < count; i++, request->files++) {
		given[2 + request->files] = files[i];
		request->numbers[request->files] = meaning;
	}
}

/* Nothing else of ours goes in. */
static bool ask(struct jailed *jailed, const struct jailed_file *files, size_t count,
		char **error)
{
	struct inside_request request = {
		.magic = INSIDE_MAGIC,
		.network = jailed->network,
	};
	int given[2 + INSIDE_MOST_FILES] = { jailed->their_control, jailed->orders };
	const struct warden_view view = view_of(jailed);
	int doors[CGROUP_FOLDERS];
	int door_count = cgroup_doors(&jailed->group, doors);
	bool good;

	if (door_count < 0)
		return text_error(error, "cannot enter a control group: %s",
				  strerror(errno));
	for (size_t i = 0; i < count; i++)
		give(&request, given, &files[i].file, 1, files[i].number);
	give(&request, given, jailed->trees, jailed->tree_count, INSIDE_TREE);
	give(&request, given, jailed->copies.files, jailed->copies.count, INSIDE_COPY);
	give(&request, given, doors, door_count, INSIDE_DOOR);
	good = warden_ask(jailed->jail, &view, &request, given, 2 + request.files, error);
	descriptor_close(&jailed->their_control);
	descriptor_close(&jailed->orders);
	close_trees(jailed);
	close_copies(jailed);
	while (door_count)
		close(doors[--door_count]);
	return good;
}

/* Before it does anything: what it will do is done as we do it. */
static bool admit(struct jailed *jailed, char **why)
{
	char leave = 0;

	turn_take();
	processor_give(jailed->keeper_id);
	return send(jailed->control, &leave, 1, MSG_NOSIGNAL) == 1 ||
	       text_error(why, "it is gone already");
}

/* --------------------------------------------------------------- what it tells */

struct parcel {
	struct inside_message message;
	struct ucred sender;
	int descriptors[2];
	size_t count;
};

static void take_rights(struct parcel *parcel, const struct cmsghdr *part)
{
	size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);

	for (size_t i = 0; i < count; i++) {
		int file;

		memcpy(&file, CMSG_DATA(part) + i * sizeof(int), sizeof(int));
		if (parcel->count < 2)
			parcel->descriptors[parcel->count++] = file;
		else
			close(file);
	}
}

/* False: errno says whether more may come. */
static bool receive(int control, struct parcel *parcel)
{
	struct iovec part = { &parcel->message, sizeof(parcel->message) };
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int) * 2) + CMSG_SPACE(sizeof(struct ucred))];
	} control_room;
	struct msghdr header = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = &control_room,
		.msg_controllen = sizeof(control_room),
	};
	ssize_t length = recvmsg(control, &header, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);

	parcel->count = 0;
	if (length < 0)
		return false;
	for (struct cmsghdr *at = CMSG_FIRSTHDR(&header); at;
	     at = CMSG_NXTHDR(&header, at)) {
		if (at->cmsg_type == SCM_RIGHTS)
			take_rights(parcel, at);
		else if (at->cmsg_type == SCM_CREDENTIALS)
			memcpy(&parcel->sender, CMSG_DATA(at), sizeof(parcel->sender));
	}
	/* At the end of the line no call sets errno. */
	errno = length ? EPROTO : ECONNRESET;
	return length == sizeof(parcel->message);
}

static const char *const steps[] = {
	[INSIDE_NAMESPACES] = "its namespaces could not be made",
	[INSIDE_GROUP] = "it could not enter its control group",
	[INSIDE_USER] = "its user could not be set",
	[INSIDE_MOUNT] = "what is in it could not be mounted",
	[INSIDE_NETWORK] = "its network could not be set up",
	[INSIDE_RIGHTS] = "its rights could not be given up",
	[INSIDE_ORDERS] = "its orders could not be read",
	[INSIDE_FOLDER] = "a folder could not be made in it",
	[INSIDE_FILE] = "a file could not be copied into it",
	[INSIDE_DIRECTORY] = "its working folder could not be entered",
	[INSIDE_LIMITS] = "its limits could not be set",
	[INSIDE_LANDLOCK] = "Landlock could not be set up in it",
	[INSIDE_SECCOMP] = "the filter of system calls could not be set up in it",
	[INSIDE_FORK] = "no process could be made in it",
	[INSIDE_EXEC] = "the program could not be started",
};

static void take(struct jailed *jailed, struct parcel *parcel, char **error)
{
	const struct inside_message *message = &parcel->message;

	switch ((enum inside_word)message->word) {
	case INSIDE_BORN:
		jailed->keeper_id = parcel->sender.pid;
		jailed->keeper = (int)syscall(SYS_pidfd_open, parcel->sender.pid, 0);
		admit(jailed, error);
		break;
	case INSIDE_PLACES:
		if (parcel->count != 2)
			break;
		jailed->temporary = parcel->descriptors[0];
		jailed->place = parcel->descriptors[1];
		parcel->count = 0;
		break;
	case INSIDE_FILTER:
		jailed->program = parcel->sender.pid;
		jailed->user = parcel->sender.uid;
		jailed->landlock = message->landlock;
		if (parcel->count > 0)
			jailed->listener = parcel->descriptors[0];
		parcel->count = 0;
		break;
	case INSIDE_RUNNING: jailed->running = true; break;
	case INSIDE_FAILED:
		jailed->exec_failure = message->step == INSIDE_EXEC ? message->status : 0;
		text_error(error, "%s: %s",
			   message->step <= INSIDE_EXEC ? steps[message->step]
							: "something failed",
			   strerror(message->status));
		break;
	case INSIDE_ENDED:
		jailed->ended = true;
		jailed->status = message->status;
		jailed->processor_seconds = (double)message->processor_time_us / 1e6;
		jailed->most_memory = message->most_memory_kib << 10;
		break;
	}
	for (size_t i = 0; i < parcel->count; i++)
		close(parcel->descriptors[i]);
}

bool jailed_is_refusal(int reason)
{
	return reason == ENOENT || reason == ENOEXEC || reason == ELIBBAD ||
	       reason == EINVAL;
}

bool jailed_refused(const struct jailed *jailed)
{
	return jailed_is_refusal(jailed->exec_failure);
}

bool jailed_receive(struct jailed *jailed)
{
	struct parcel parcel;

	while (receive(jailed->control, &parcel))
		take(jailed, &parcel, NULL);
	return errno == EAGAIN || errno == EINTR;
}

/* Until the program runs; else there is a sentence, or nobody who could say one. */
static void hear_start(struct jailed *jailed, char **why)
{
	struct pollfd control = { .fd = jailed->control, .events = POLLIN };
	struct parcel parcel;

	while (!jailed->running && !*why) {
		int found = poll(&control, 1, START_MILLISECONDS);

		if (found < 0 && errno == EINTR)
			continue;
		if (found == 0)
			text_error(why, "it is not there after %d seconds",
				   START_MILLISECONDS / 1000);
		else if (receive(jailed->control, &parcel))
			take(jailed, &parcel, why);
		else if (errno != EAGAIN)
			break;
	}
}

/* He was stopped, or died over it. */
static void give_up_warden(struct jailed *jailed)
{
	const struct warden_view view = view_of(jailed);

	warden_leave(jailed->jail, &view);
}

bool jailed_start(struct jailed *jailed, const struct jailed_file *files, size_t count,
		  char **error)
{
	double start = now();
	char *why = NULL;

	if (!ask(jailed, files, count, error))
		return false;
	hear_start(jailed, &why);
	spent += now() - start;
	if (jailed->running && jailed->user == 0)
		text_error(&why, "the program would be root");
	else if (jailed->running)
		return true;
	text_error(error, "no jail could be made: %s", why ? why : "it ended at once");
	free(why);
	if (jailed->keeper < 0)
		give_up_warden(jailed);
	jailed_kill(jailed);
	jailed_wait(jailed);
	return false;
}

char *jailed_forbidden(struct jailed *jailed)
{
	struct pollfd told = { .fd = jailed->listener, .events = POLLIN };

	if (jailed->listener < 0 || poll(&told, 1, 0) != 1)
		return NULL;
	if (told.revents & POLLIN)
		return jail_filter_receive(jailed->listener);
	descriptor_close(&jailed->listener); /* nobody is left who could ask */
	return NULL;
}

/* ------------------------------------------------------------- what it leaves */

static void add_use(struct jailed_use *use, int folder)
{
	struct statvfs status;

	if (folder < 0 || fstatvfs(folder, &status) != 0)
		return;
	use->bytes += (uint64_t)(status.f_blocks - status.f_bfree) * status.f_frsize;
	use->files += status.f_files - status.f_ffree;
}

static bool on_same_system(int one, int other)
{
	struct stat first, second;

	return fstat(one, &first) == 0 && fstat(other, &second) == 0 &&
	       first.st_dev == second.st_dev;
}

struct jailed_use jailed_use(const struct jailed *jailed)
{
	struct jailed_use use = { 0 };

	add_use(&use, jailed->temporary);
	if (jailed->place >= 0 && !on_same_system(jailed->temporary, jailed->place))
		add_use(&use, jailed->place);
	return use;
}

static bool copy(int from, int to, size_t length)
{
	while (length > 0) {
		ssize_t copied = sendfile(to, from, NULL, length);

		if (copied < 0 && errno == EINTR)
			continue;
		if (copied <= 0)
			return false;
		length -= (size_t)copied;
	}
	return true;
}

bool jailed_take(const struct jailed *jailed, const char *name, const char *to,
		 unsigned mode, size_t limit, char **error)
{
	struct open_how how = {
		.flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
	};
	int from = (int)syscall(SYS_openat2, jailed->place, name, &how, sizeof(how));
	struct stat status;
	int made = -1;
	bool good;

	if (from < 0 || fstat(from, &status) != 0 || !S_ISREG(status.st_mode) ||
	    (size_t)status.st_size > limit) {
		descriptor_close(&from);
		return text_error(error, "%s is no plain file there", name);
	}
	unlink(to); /* of an earlier time: it may be running */
	made = open(to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		    (mode_t)mode);
	good = made >= 0 && copy(from, made, (size_t)status.st_size);
	if (!good)
		text_error(error, "%s cannot be written: %s", to, strerror(errno));
	descriptor_close(&from);
	descriptor_close(&made);
	return good;
}

struct left {
	size_t seen;
	char *found;
};

static bool leads_out(int folder, const char *name)
{
	char target[4096];
	ssize_t length = readlinkat(folder, name, target, sizeof(target) - 1);

	if (length <= 0)
		return true;
	target[length] = '\0';
	return target[0] == '/' || strstr(target, "..");
}

static void look_at(struct left *left, int folder, int depth);

static void look_at_entry(struct left *left, int folder, const char *name, int depth)
{
	struct stat status;
	int inner;

	if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
		return;
	switch (status.st_mode & S_IFMT) {
	case S_IFLNK:
		if (leads_out(folder, name))
			left->found = text_format("it left a link that leads out of its "
						  "folder, %s",
						  name);
		break;
	case S_IFIFO: left->found = text_format("it left a fifo, %s", name); break;
	case S_IFCHR:
	case S_IFBLK: left->found = text_format("it left a device, %s", name); break;
	case S_IFDIR:
		inner = depth < DEEPEST
				? openat(folder, name,
					 O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
				: -1;
		if (inner >= 0)
			look_at(left, inner, depth + 1);
		break;
	default: break;
	}
}

/* Takes the descriptor. */
static void look_at(struct left *left, int folder, int depth)
{
	DIR *directory = fdopendir(folder);
	struct dirent *entry;

	if (!directory) {
		close(folder);
		return;
	}
	rewinddir(directory);
	while (!left->found && left->seen < MOST_ENTRIES &&
	       (entry = readdir(directory))) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		left->seen++;
		look_at_entry(left, folder, entry->d_name, depth);
	}
	closedir(directory);
}

char *jailed_left(const struct jailed *jailed)
{
	struct left left = { 0 };
	int places[2] = { jailed->temporary, jailed->place };

	for (int i = 0; i < 2 && !left.found; i++)
		if (places[i] >= 0)
			look_at(&left, dup(places[i]), 0);
	return left.found;
}

/* ------------------------------------------------------------------------- end */

void jailed_kill(struct jailed *jailed)
{
	if (jailed->keeper >= 0)
		syscall(SYS_pidfd_send_signal, jailed->keeper, SIGKILL, NULL, 0);
}

void jailed_wait(struct jailed *jailed)
{
	struct pollfd gone = { .fd = jailed->keeper, .events = POLLIN };
	double start = now();

	/* The first of its processes is gone when all others are. */
	while (jailed->keeper >= 0 && poll(&gone, 1, -1) < 0 && errno == EINTR)
		continue;
	spent += now() - start;
}
