/*
 * What a jail on this machine is worth: each layer is tried out, by a program that
 * attempts what the layer forbids (inside_probe.c).
 *
 * Where two layers forbid the same, the other one is left out of the jail for the
 * attempt: each has to hold by itself.
 */
#define _GNU_SOURCE
#include "run/jail.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "clock/machine_time.h"
#include "run/jail_parts.h"
#include "run/program.h"
#include "run/workspace.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

#define SMALL_FILE   ((size_t)2 << 20)
#define SMALL_MEMORY ((size_t)48 << 20)

/* The variable and the descriptor that no program is to see. */
#define SECRET "COURSE_PROBE_SECRET"

struct trial {
	const struct jail *jail; /* as it is */
	struct jail bare;        /* the same without the filter of system calls */
	struct layer_proof *proof;
	/* The attempt came to no end: that says nothing of the layer. */
	bool inconclusive;
	bool broken; /* the layer was seen not to hold */
};

/* How often an attempt is made that comes to no end, and how long it may take; and how
 * long the kernel may take to clear a process away. A machine with too much to do is slow,
 * and not less safe. */
enum { TRIES = 4, TRY_SECONDS = 30, CLEARED_MILLISECONDS = 10000 };

/* ------------------------------------------------------------------- one probe */

static struct program_request request_for(const struct jail *jail, char *const *arguments)
{
	struct program_request request = {
		.arguments = arguments,
		.clock = CLOCK_REAL,
		.jail = jail,
		.limits = program_limits_default,
	};

	request.limits.real_seconds = TRY_SECONDS;
	return request;
}

static void add_sentence(struct layer_proof *proof, const char *words)
{
	char *before = proof->proof;

	proof->proof =
		before ? text_format("%s; %s", before, words) : memory_copy_text(words);
	free(before);
}

static void fail(struct layer_proof *proof, const char *words)
{
	proof->holds = false;
	add_sentence(proof, words);
}

static void break_layer(struct trial *trial, const char *words)
{
	trial->broken = true;
	fail(trial->proof, words);
}

static void find_nothing(struct trial *trial, const struct program_result *result,
			 const char *words)
{
	trial->inconclusive = true;
	fail(trial->proof, result->error ? result->error : words);
}

/* «held …» and «broken …»: what our own program says of its attempts. */
static void take_lines(struct trial *trial, const struct program_result *result)
{
	struct layer_proof *proof = trial->proof;

	for (size_t i = 0; i < result->line_count; i++) {
		const char *line = result->lines[i].text;

		if (strncmp(line, "held ", 5) == 0)
			add_sentence(proof, line + 5);
		else
			break_layer(trial,
				    strncmp(line, "broken ", 7) == 0 ? line + 7 : line);
	}
	if (result->end == PROGRAM_REAL_LIMIT)
		find_nothing(trial, result, "it came to no end in time");
	else if (!result->line_count)
		find_nothing(trial, result, "the probe said nothing");
}

static void run_probe(const struct jail *jail, const char *name, const char *one,
		      const char *other, struct program_result *result)
{
	char *arguments[] = { INSIDE_PATH, INSIDE_PROBE,  (char *)name,
			      (char *)one, (char *)other, NULL };
	struct program_request request = request_for(jail, arguments);

	/* None of ours is to end it before the kernel does. */
	request.limits.file_bytes = strcmp(name, "folders") == 0 ? 0 : SMALL_FILE;
	program_run(&request, result);
}

static void probe(struct trial *trial, const struct jail *jail, const char *name,
		  const char *one, const char *other)
{
	struct program_result result;

	run_probe(jail, name, one, other, &result);
	take_lines(trial, &result);
	program_result_free(&result);
}

/* --------------------------------------------------------------------- layers */

/* What is killed has to come to a processor once more to go. */
static bool is_gone(pid_t process)
{
	static const struct timespec pause = { .tv_nsec = 1000000 };

	for (int i = 0; i < CLEARED_MILLISECONDS; i++) {
		if (kill(process, 0) != 0 && errno == ESRCH)
			return true;
		nanosleep(&pause, NULL);
	}
	return false;
}

static void prove_start(struct trial *trial)
{
	struct program_result result;
	double start = machine_seconds();
	char *words;

	run_probe(trial->jail, "start", NULL, NULL, &result);
	if (result.end != PROGRAM_EXITED) {
		find_nothing(trial, &result, "it did not start");
	} else if (result.left_count == 0) {
		find_nothing(trial, &result, "it was not seen to leave anything running");
	} else if (!is_gone(result.left[0].process)) {
		break_layer(trial, "what it left running is still there");
	} else {
		words = text_format("it takes %.0f ms; what it left running is gone",
				    (machine_seconds() - start) * 1000);
		add_sentence(trial->proof, words);
		free(words);
	}
	program_result_free(&result);
}

static void prove_processes(struct trial *trial)
{
	char number[16];

	snprintf(number, sizeof(number), "%d", (int)getpid());
	probe(trial, &trial->bare, "processes", number, NULL);
}

/* A file that everybody may read. It lies in a workspace, so that whoever comes next
 * clears it away if we are killed meanwhile. */
static char *make_readable_file(struct workspace *workspace)
{
	char *path = path_join(workspace->path, "probe");
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);

	if (file >= 0 && fchmod(file, 0644) == 0 &&
	    fchmod(workspace->descriptor, 0755) == 0) {
		close(file);
		return path;
	}
	if (file >= 0)
		close(file);
	free(path);
	return NULL;
}

static void prove_files(struct trial *trial)
{
	struct workspace workspace;
	char *path = NULL;

	if (workspace_make(&workspace, NULL))
		path = make_readable_file(&workspace);
	if (path)
		probe(trial, &trial->bare, "files", path, NULL);
	else
		fail(trial->proof, "there is no file to be looked for");
	free(path);
	workspace_remove(&workspace);
}

static void prove_folders(struct trial *trial)
{
	char number[32];

	snprintf(number, sizeof(number), "%zu", JAIL_SPARE_BYTES);
	probe(trial, trial->jail, "folders", number, NULL);
}

static int listen_at(const struct sockaddr *address, socklen_t length)
{
	int server = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (server >= 0 && bind(server, address, length) == 0 && listen(server, 1) == 0)
		return server;
	if (server >= 0)
		close(server);
	return -1;
}

static void prove_network(struct trial *trial)
{
	struct sockaddr_in inet = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	struct sockaddr_un local = { .sun_family = AF_UNIX };
	socklen_t length = sizeof(inet);
	char port[16];
	int servers[2];

	snprintf(local.sun_path + 1, sizeof(local.sun_path) - 1, "course-probe-%d",
		 (int)getpid());
	servers[0] = listen_at((struct sockaddr *)&inet, sizeof(inet));
	servers[1] = listen_at((struct sockaddr *)&local,
			       (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 +
					   strlen(local.sun_path + 1)));
	if (servers[0] < 0 || servers[1] < 0 ||
	    getsockname(servers[0], (struct sockaddr *)&inet, &length) != 0) {
		fail(trial->proof, "there is no server to be tried");
	} else {
		snprintf(port, sizeof(port), "%d", ntohs(inet.sin_port));
		probe(trial, trial->jail, "network", port, local.sun_path + 1);
	}
	for (int i = 0; i < 2; i++)
		if (servers[i] >= 0)
			close(servers[i]);
}

static void prove_clean(struct trial *trial)
{
	int open_one = open("/dev/null", O_RDONLY); /* and not closed by exec */

	setenv(SECRET, SECRET, 1);
	probe(trial, &trial->bare, "clean", SECRET, NULL);
	unsetenv(SECRET);
	close(open_one);
}

static void prove_clock(struct trial *trial)
{
	char *arguments[] = { "sleep", "3600", NULL };
	struct program_request request = request_for(trial->jail, arguments);
	struct program_result result;

	request.clock = CLOCK_VIRTUAL;
	program_run(&request, &result);
	if (result.end == PROGRAM_EXITED && !result.time_is_real &&
	    result.ended_at == 3600 * NANOSECONDS_PER_SECOND)
		add_sentence(trial->proof, "an hour's sleep took none");
	else
		find_nothing(trial, &result, "an hour's sleep was no hour's");
	program_result_free(&result);
	probe(trial, &trial->bare, "clock", NULL, NULL);
}

/* That it was not root seen from outside, the kernel has told as it started. */
static void prove_user(struct trial *trial)
{
	char *words = text_format("it runs as user %ld", (long)trial->jail->user);

	if (trial->jail->user == 0)
		fail(trial->proof, words);
	else
		add_sentence(trial->proof, words);
	free(words);
	probe(trial, &trial->bare, "user", NULL, NULL);
}

static void prove_no_userns(struct trial *trial)
{
	probe(trial, &trial->bare, "namespaces", NULL, NULL);
}

static void expect_forbidden(struct trial *trial, const char *name, const char *words)
{
	struct program_result result;

	run_probe(trial->jail, name, NULL, NULL, &result);
	if (result.end == PROGRAM_FORBIDDEN)
		add_sentence(trial->proof, words);
	else
		take_lines(trial, &result);
	program_result_free(&result);
}

static void prove_calls(struct trial *trial)
{
	if (!trial->jail->filters[JAIL_RUN].count) {
		fail(trial->proof, "this was built without libseccomp");
		return;
	}
	expect_forbidden(trial, "calls", "ptrace was seen, and ended it");
#ifdef __x86_64__
	expect_forbidden(trial, "old_calls", "so was a 32-bit call");
#endif
}

static void prove_limits(struct trial *trial)
{
	probe(trial, &trial->bare, "limits", NULL, NULL);
}

static void prove_landlock(struct trial *trial)
{
	probe(trial, trial->jail, "landlock", NULL, NULL);
}

static void prove_cgroup(struct trial *trial)
{
	struct jail small = *trial->jail;
	struct program_result result;
	char number[32];

	if (!small.has_cgroups) {
		fail(trial->proof, small.no_cgroups);
		return;
	}
	small.group_bytes = SMALL_MEMORY;
	snprintf(number, sizeof(number), "%zu", 2 * SMALL_MEMORY);
	run_probe(&small, "memory", number, NULL, &result);
	if (result.end == PROGRAM_MEMORY_LIMIT)
		add_sentence(trial->proof,
			     "the kernel ended it when it took more memory than it may");
	else
		take_lines(trial, &result);
	program_result_free(&result);
}

static const struct {
	const char *name;
	enum jail_level level;
	void (*prove)(struct trial *trial);
	const char *remedy;
} layers[JAIL_LAYER_COUNT] = {
	[LAYER_START] = { "a jail at all", JAIL_BASIC, prove_start,
			  "install bubblewrap, and let users make user namespaces "
			  "(sysctl user.max_user_namespaces; in a container, "
			  "--security-opt seccomp=unconfined)" },
	[LAYER_PROCESSES] = { "processes", JAIL_BASIC, prove_processes,
			      "the kernel needs CONFIG_PID_NS" },
	[LAYER_FILES] = { "files", JAIL_BASIC, prove_files,
			  "use the bubblewrap of the distribution" },
	[LAYER_FOLDERS] = { "room on disk", JAIL_BASIC, prove_folders,
			    "bubblewrap 0.7 or later is needed, for --size" },
	[LAYER_NETWORK] = { "network", JAIL_BASIC, prove_network,
			    "the kernel needs CONFIG_NET_NS" },
	[LAYER_CLEAN] = { "nothing inherited", JAIL_BASIC, prove_clean,
			  "this is a fault of ours: please tell us" },
	[LAYER_CLOCK] = { "virtual clock", JAIL_BASIC, prove_clock,
			  "let the grader read /proc of its own processes (hidepid, "
			  "CONFIG_PROC_CHILDREN)" },
	[LAYER_USER] = { "user", JAIL_STRONG, prove_user,
			 "run it as a user who is not root, or as root where there is a "
			 "user nobody" },
	[LAYER_NO_USERNS] = { "no new rights", JAIL_STRONG, prove_no_userns,
			      "bubblewrap 0.8 or later is needed, for --disable-userns" },
	[LAYER_CALLS] = { "system calls", JAIL_STRONG, prove_calls,
			  "install libseccomp-dev and build again; the kernel needs "
			  "CONFIG_SECCOMP_FILTER, 5.0 or later" },
	[LAYER_LIMITS] = { "limits", JAIL_STRONG, prove_limits,
			   "run it as a user whom the kernel counts: not root" },
	[LAYER_LANDLOCK] = { "Landlock", JAIL_FULL, prove_landlock,
			     "the kernel needs CONFIG_SECURITY_LANDLOCK, 5.13 or later, "
			     "and landlock in lsm=" },
	[LAYER_CGROUP] = { "memory of all", JAIL_FULL, prove_cgroup,
			   "run it as root, or in a delegated group: systemd-run --user "
			   "--scope -p Delegate=yes course …" },
};

/* ------------------------------------------------------------------ the whole */

static void prove_layer(struct trial *trial, enum jail_layer layer)
{
	for (int i = 0; i < TRIES; i++) {
		free(trial->proof->proof);
		trial->proof->proof = NULL;
		trial->proof->holds = true;
		trial->inconclusive = trial->broken = false;
		layers[layer].prove(trial);
		if (trial->proof->holds || trial->broken || !trial->inconclusive)
			break;
	}
	if (trial->inconclusive && !trial->broken)
		add_sentence(trial->proof,
			     "this says nothing of the layer: the machine may "
			     "have too much to do");
	if (!trial->proof->holds)
		trial->proof->remedy = memory_copy_text(layers[layer].remedy);
}

static enum jail_level level_of(const struct jail_proof *proof)
{
	enum jail_level level = JAIL_FULL;

	for (int i = 0; i < JAIL_LAYER_COUNT; i++)
		if (!proof->layers[i].holds && proof->layers[i].level <= level)
			level = proof->layers[i].level - 1;
	return level;
}

void jail_prove(const struct jail *jail, const char *why, struct jail_proof *proof)
{
	struct trial trial = { .jail = jail };

	if (jail) {
		trial.bare = *jail;
		memset(trial.bare.filters, 0, sizeof(trial.bare.filters));
	}
	*proof = (struct jail_proof){ 0 };
	for (int i = 0; i < JAIL_LAYER_COUNT; i++) {
		trial.proof = &proof->layers[i];
		trial.proof->name = layers[i].name;
		trial.proof->level = layers[i].level;
		/* Without a jail there is nothing to be tried. */
		if (jail && (i == LAYER_START || proof->layers[LAYER_START].holds))
			prove_layer(&trial, (enum jail_layer)i);
		else
			trial.proof->proof = memory_copy_text(
				i == LAYER_START && why ? why : "there is no jail");
	}
	if (!jail)
		proof->layers[LAYER_START].remedy =
			memory_copy_text(layers[LAYER_START].remedy);
	proof->level = level_of(proof);
}

void jail_proof_free(struct jail_proof *proof)
{
	for (int i = 0; i < JAIL_LAYER_COUNT; i++) {
		free(proof->layers[i].proof);
		free(proof->layers[i].remedy);
	}
	*proof = (struct jail_proof){ 0 };
}
