#define _GNU_SOURCE
#include "attacks.h"
#include "fixture.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <jansson.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "run/jail.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"
#include "timed_run.h"

#define NOBODY         65534
#define AT_A_TIME      3
#define MOST_SECONDS   200
#define MOST_KILOBYTES (2300L << 10) /* a compiler may have two gigabytes */
#define LONGEST_REPORT ((size_t)8 << 20)

static const char *course;
static char *data;
static char *base; /* the folder of all these */
static int server; /* at which nobody is to call */
static int port;

/* ------------------------------------------------------------- what is expected */

struct attack {
	char *name; /* without .c */
	char *text;
	char *verdicts, *says, *never, *exercise, *seed, *runs, *home, *only;
	bool plain; /* not as root */
};

static char *key(const char *text, const char *name)
{
	char *mark = text_format("\n * %s: ", name);
	const char *end = strstr(text, "*/");
	const char *at = strstr(text, mark);
	char *value = NULL;

	if (at && at < end) {
		at += strlen(mark);
		value = memory_copy_bytes(at, strcspn(at, "\n"));
	}
	free(mark);
	return value;
}

static struct attack read_attack(const char *file, bool plain)
{
	char *path = text_format("%s/%s", fixture_path("grader/tests/attacks"), file);
	struct attack attack = { .plain = plain };
	size_t length;

	attack.text = file_read(path, LONGEST_REPORT, &length, NULL);
	assert_non_null(attack.text);
	attack.name = memory_copy_bytes(file, strlen(file) - 2);
	attack.verdicts = key(attack.text, "verdict");
	attack.says = key(attack.text, "says");
	attack.never = key(attack.text, "never");
	attack.exercise = key(attack.text, "exercise");
	attack.seed = key(attack.text, "seed");
	attack.runs = key(attack.text, "runs");
	attack.home = key(attack.text, "home");
	attack.only = key(attack.text, "only");
	free(path);
	return attack;
}

static void free_attack(struct attack *attack)
{
	free(attack->name);
	free(attack->text);
	free(attack->verdicts);
	free(attack->says);
	free(attack->never);
	free(attack->exercise);
	free(attack->seed);
	free(attack->runs);
	free(attack->home);
	free(attack->only);
}

/* «MEMORY or CRASH» */
static bool is_one_of(const char *verdicts, const char *verdict)
{
	const char *at = strstr(verdicts, verdict);
	size_t length = strlen(verdict);

	return at && (at == verdicts || at[-1] == ' ') &&
	       (at[length] == ' ' || !at[length]);
}

/* ----------------------------------------------------------------- its own scene */

/* What must be the same afterwards: files of the sentinel, of the course that is judged
 * by, and of the grader. */
static const char *const kept[] = { "marks.csv", "other_three_steps.c" };
enum { KEPT = 2, WATCHED = 10 };

struct scene {
	char *folder, *temporary, *sentinel, *source, *report;
	struct stat before[WATCHED];
};

static char *replace(char *text, const char *mark, const char *with)
{
	struct text result = { 0 };
	const char *rest = text, *found;

	while ((found = strstr(rest, mark))) {
		text_add_bytes(&result, rest, (size_t)(found - rest));
		text_add(&result, with);
		rest = found + strlen(mark);
	}
	text_add(&result, rest);
	free(text);
	return text_take(&result);
}

static char *source_of(const struct attack *attack, const struct scene *scene)
{
	char number[16];
	char *text = memory_copy_text(attack->text);

	snprintf(number, sizeof(number), "%d", port);
	text = replace(text, "@SENTINEL@", scene->sentinel);
	text = replace(text, "@COURSE@", attack->exercise ? fixture_path(".") : data);
	return replace(text, "@PORT@", number);
}

static char *make_folder(const char *path)
{
	assert_int_equal(mkdir(path, 0755), 0);
	return memory_copy_text(path);
}

static char *make_inner(const char *folder, const char *name)
{
	char *path = path_join(folder, name);
	char *made = make_folder(path);

	free(path);
	return made;
}

/* To be freed. */
static char *watched_path(const struct scene *scene, int index)
{
	static const char *const of_course[] = {
		"solutions/three_steps/three_steps.c",
		"exercises/three_steps/exercise.md",
		"exercises/three_steps",
	};
	static const char *const of_grader[] = { "course", "course_inside",
						 "libcourse_clock.so",
						 "libcourse_heap.so", "libasync.a" };
	char *folder, *path;

	if (index < KEPT)
		return path_join(scene->sentinel, kept[index]);
	if (index < KEPT + 3)
		return path_join(data, of_course[index - KEPT]);
	folder = path_folder(course);
	path = path_join(folder, of_grader[index - KEPT - 3]);
	free(folder);
	return path;
}

static void take_snapshot(const struct scene *scene, struct stat status[WATCHED])
{
	for (int i = 0; i < WATCHED; i++) {
		char *path = watched_path(scene, i);

		memset(&status[i], 0, sizeof(status[i]));
		stat(path, &status[i]);
		free(path);
	}
}

static void make_scene(const struct attack *attack, struct scene *scene)
{
	char *name = text_format("%s/%s-%s", base, attack->name,
				 attack->plain ? "plain" : "root");
	char *text, *fifo;

	scene->folder = make_folder(name);
	scene->temporary = make_inner(scene->folder, "temporary");
	scene->sentinel = make_inner(scene->folder, "course_attack_sentinel");
	scene->source = path_join(scene->folder, "three_steps.c");
	scene->report = path_join(scene->folder, "report.json");
	fixture_write(scene->sentinel, kept[0], "COURSE_ATTACK_MARKS,100\n");
	fixture_write(scene->sentinel, kept[1], "int COURSE_ATTACK_OTHER;\n");
	fifo = path_join(scene->sentinel, "three_steps");
	assert_int_equal(mkfifo(fifo, 0666), 0);
	free(fifo);
	text = source_of(attack, scene);
	fixture_write(scene->folder, "three_steps.c", text);
	free(text);
	free(name);
}

static void free_scene(struct scene *scene)
{
	free(scene->folder);
	free(scene->temporary);
	free(scene->sentinel);
	free(scene->source);
	free(scene->report);
}

/* ---------------------------------------------------------------------- one run */

/* In the process of this attack: the first thing that is not as it should be is
 * printed, and its status is 1. */
static void complain(const struct attack *attack, const char *format, ...)
	__attribute__((format(printf, 2, 3), noreturn));

static void complain(const struct attack *attack, const char *format, ...)
{
	char *words = NULL;
	va_list arguments;

	va_start(arguments, format);
	if (vasprintf(&words, format, arguments) < 0)
		words = NULL;
	va_end(arguments);
	print_message("# %s, %s: %s\n", attack->name,
		      attack->plain ? "as a plain user" : "as root", words);
	fflush(NULL);
	_exit(1);
}

static void become_nobody(const struct scene *scene)
{
	if (geteuid() == 0 &&
	    (setgroups(0, NULL) != 0 || setresgid(NOBODY, NOBODY, NOBODY) != 0 ||
	     setresuid(NOBODY, NOBODY, NOBODY) != 0))
		_exit(1);
	/* A plain user owns what could be harmed. */
	(void)scene;
}

static void give_to_nobody(const struct scene *scene)
{
	const char *const paths[] = { scene->folder, scene->temporary, scene->sentinel };

	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		if (chown(paths[i], NOBODY, NOBODY) != 0)
			_exit(1);
	for (int i = 0; i < 2; i++) {
		char *path = path_join(scene->sentinel, kept[i]);

		if (chown(path, NOBODY, NOBODY) != 0)
			_exit(1);
		free(path);
	}
}

static void run_course(const struct attack *attack, const struct scene *scene, bool jail)
{
	char *arguments[16] = { (char *)course, "check" };
	int count = 2;
	char *marks = path_join(scene->sentinel, kept[0]);
	int report = open(scene->report, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	dup2(report, STDOUT_FILENO);
	dup2(report, STDERR_FILENO);
	dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
	/* What a careless caller leaves open: the marks. */
	dup2(open(marks, O_RDWR), 77);
	setenv("COURSE_ATTACK_SECRET", "COURSE_ATTACK_SECRET", 1);
	setenv("TMPDIR", scene->temporary, 1);
	arguments[count++] = attack->exercise ? attack->exercise : "three_steps";
	arguments[count++] = "--file";
	arguments[count++] = scene->source;
	arguments[count++] = "--root";
	arguments[count++] = attack->exercise ? (char *)fixture_path(".") : data;
	arguments[count++] = "--format";
	arguments[count++] = "json";
	if (jail)
		arguments[count++] = "--jail";
	if (attack->seed) {
		arguments[count++] = "--seed";
		arguments[count++] = attack->seed;
	}
	execv(course, arguments);
	_exit(126);
}

static void wait_for_course(const struct attack *attack, pid_t process)
{
	struct pollfd over = {
		.fd = (int)syscall(SYS_pidfd_open, process, 0),
		.events = POLLIN,
	};
	struct rusage usage;
	int status;

	if (poll(&over, 1, MOST_SECONDS * 1000) != 1) {
		kill(process, SIGKILL);
		complain(attack, "no verdict after %d seconds", MOST_SECONDS);
	}
	close(over.fd);
	if (wait4(process, &status, 0, &usage) != process || !WIFEXITED(status))
		complain(attack, "the grader itself was ended, status %d", status);
	if (usage.ru_maxrss > MOST_KILOBYTES)
		complain(attack, "a process had %ld MiB of memory",
			 usage.ru_maxrss >> 10);
}

static bool is_empty_folder(const char *path)
{
	struct names names = { 0 };
	bool empty = folder_names(path, "", &names) && names.count == 0;

	names_free(&names);
	return empty;
}

static bool file_has(const char *path, const char *words)
{
	FILE *file = fopen(path, "re");
	char line[4096];
	bool has = false;

	while (file && !has && fgets(line, sizeof(line), file))
		has = strstr(line, words) != NULL;
	if (file)
		fclose(file);
	return has;
}

/* The time of the last change of any kind cannot be set back. */
static bool is_same(const struct stat *one, const struct stat *other)
{
	return one->st_ino == other->st_ino && one->st_size == other->st_size &&
	       one->st_mode == other->st_mode && one->st_nlink == other->st_nlink &&
	       one->st_uid == other->st_uid &&
	       one->st_ctim.tv_sec == other->st_ctim.tv_sec &&
	       one->st_ctim.tv_nsec == other->st_ctim.tv_nsec;
}

static void expect_same_files(const struct attack *attack, const struct scene *scene)
{
	struct stat now[WATCHED];

	take_snapshot(scene, now);
	for (int i = 0; i < WATCHED; i++)
		if (!is_same(&scene->before[i], &now[i])) {
			char *path = watched_path(scene, i);

			complain(attack, "%s was touched", path);
		}
}

/* Those that are called by the grader's process, and were made since the scene was: one
 * of the same number, killed long ago, may have left its own. */
static const char *group_left(const struct scene *scene, pid_t grader)
{
	static char path[PATH_MAX];
	char *command = text_format("find /sys/fs/cgroup -type d -path '*/course-%d-*' "
				    "-newer '%s' 2>/dev/null",
				    (int)grader, scene->source);
	FILE *found = popen(command, "re");
	bool any = found && fgets(path, sizeof(path), found);

	if (found)
		pclose(found);
	free(command);
	return any ? path : NULL;
}

/* Where the programs in attacks/ leave their notes: «course_attack», key 0xc0de. */
static const char *shared_with_others(void)
{
	static const char *const paths[] = { "/tmp/course_attack",
					     "/dev/shm/course_attack",
					     "/dev/shm/course_attack_shared",
					     "/var/tmp/course_attack" };

	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		if (access(paths[i], F_OK) == 0)
			return paths[i];
	if (file_has("/proc/sysvipc/shm", " 49374 ") ||
	    file_has("/proc/sysvipc/msg", " 49374 "))
		return "a System V key";
	return file_has("/proc/net/unix", "@course_attack") ? "an abstract socket" : NULL;
}

static void expect_all_as_before(const struct attack *attack, const struct scene *scene,
				 pid_t grader)
{
	const char *shared = shared_with_others();
	const char *group;

	/* Its orphans would have come to us. */
	if (waitpid(-1, NULL, WNOHANG) != -1 || errno != ECHILD)
		complain(attack, "a process is left");
	if (!is_empty_folder(scene->temporary))
		complain(attack, "files are left in %s", scene->temporary);
	group = group_left(scene, grader);
	if (group)
		complain(attack, "the control group %s is left", group);
	expect_same_files(attack, scene);
	if (shared)
		complain(attack, "%s is left", shared);
}

static json_t *read_report(const struct attack *attack, const struct scene *scene)
{
	size_t length;
	char *text = file_read(scene->report, LONGEST_REPORT, &length, NULL);
	json_error_t error;
	json_t *report;

	if (!text)
		complain(attack, "there is no report, or one that is too long");
	if (attack->never && strstr(text, attack->never))
		complain(attack, "the report has «%s»: %.*s", attack->never, 2000,
			 strstr(text, attack->never));
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)text[i] < ' ' && text[i] != '\n')
			complain(attack, "the report has a byte %d", text[i]);
	report = json_loadb(text, length, JSON_ALLOW_NUL, &error);
	if (!report)
		complain(attack, "this is no report: %.300s", text);
	free(text);
	return report;
}

static void expect_verdict(const struct attack *attack, const struct scene *scene)
{
	json_t *report = read_report(attack, scene);
	const char *verdict = json_string_value(json_object_get(report, "verdict"));
	const char *message = json_string_value(json_object_get(report, "message"));

	if (!verdict || !attack->verdicts || !is_one_of(attack->verdicts, verdict))
		complain(attack, "%s, and not %s: %s", verdict ? verdict : "no verdict",
			 attack->verdicts, message ? message : "");
	if (attack->says && (!message || !strstr(message, attack->says)))
		complain(attack, "the message has no «%s»: %s", attack->says,
			 message ? message : "");
	json_decref(report);
}

static char *run_once(const struct attack *attack, const struct scene *scene, bool jail)
{
	pid_t process = fork();
	json_t *report;
	char *message;

	if (process == 0)
		run_course(attack, scene, jail);
	wait_for_course(attack, process);
	expect_all_as_before(attack, scene, process);
	expect_verdict(attack, scene);
	report = read_report(attack, scene);
	message = memory_copy_text(
		json_string_value(json_object_get(report, "message"))
			? json_string_value(json_object_get(report, "message"))
			: "");
	json_decref(report);
	return message;
}

/* The process of one attack. */
static void supervise(const struct attack *attack)
{
	struct scene scene;
	int runs = attack->runs ? atoi(attack->runs) : 1;
	char *message = NULL, *at_home;

	prctl(PR_SET_CHILD_SUBREAPER, 1);
	make_scene(attack, &scene);
	if (attack->plain && geteuid() == 0)
		give_to_nobody(&scene);
	take_snapshot(&scene, scene.before);
	if (attack->plain)
		become_nobody(&scene);
	for (int i = 0; i < runs; i++) {
		free(message);
		message = run_once(attack, &scene, true);
	}
	if (attack->home) {
		at_home = run_once(attack, &scene, false);
		if (strcmp(message, at_home) != 0)
			complain(attack, "in the jail: %s; at home: %s", message,
				 at_home);
		free(at_home);
	}
	free(message);
	free_scene(&scene);
	_exit(0);
}

/* ---------------------------------------------------------------------- all of them */

static bool is_for_this_machine(const struct attack *attack)
{
	struct utsname machine;

	return !attack->only ||
	       (uname(&machine) == 0 && strcmp(machine.machine, attack->only) == 0);
}

static size_t wait_for_one(void)
{
	int status = 0;

	wait(&status);
	return !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}

/* A few at a time; returns how many have failed. */
static size_t run_all(const struct names *names, bool plain)
{
	const char *wanted = getenv("ATTACK"), *under = getenv("TEST_UNDER");
	/* A sanitized grader is slow, and runs the same programs. */
	size_t every = under && strcmp(under, "plain") != 0 ? 9 : 1;
	size_t running = 0, failed = 0;

	for (size_t i = 0; i < names->count; i++) {
		struct attack attack;

		if (wanted ? !strstr(names->names[i], wanted) : i % every)
			continue;
		attack = read_attack(names->names[i], plain);
		assert_non_null(attack.verdicts);
		if (running == AT_A_TIME) {
			failed += wait_for_one();
			running--;
		}
		fflush(NULL);
		if (is_for_this_machine(&attack) && ++running && fork() == 0)
			supervise(&attack);
		free_attack(&attack);
	}
	while (running--)
		failed += wait_for_one();
	return failed;
}

static void expect_no_caller(void)
{
	assert_int_equal(accept(server, NULL, NULL), -1);
	assert_int_equal(errno, EAGAIN);
}

void attacks_run(bool plain)
{
	struct names names;

	assert_true(folder_names(fixture_path("grader/tests/attacks"), ".c", &names));
	assert_true(names.count >= 120);
	assert_int_equal(run_all(&names, plain), 0);
	expect_no_caller();
	names_free(&names);
}

bool attacks_may_be_plain(void)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		become_nobody(NULL);
		_exit(access(course, X_OK) != 0 || access(data, R_OK | X_OK) != 0);
	}
	waitpid(child, &status, 0);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* --------------------------------------------------------------------- the set-up */

static int listen_here(void)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t length = sizeof(address);

	server = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (bind(server, (struct sockaddr *)&address, length) != 0 ||
	    listen(server, 16) != 0 ||
	    getsockname(server, (struct sockaddr *)&address, &length) != 0)
		return -1;
	port = ntohs(address.sin_port);
	return 0;
}

bool attacks_have_a_jail(void)
{
	struct jail_proof proof;
	struct jail *jail;
	bool strong;

	timed_set_up(NULL);
	jail = jail_open(NULL);
	jail_prove(jail, NULL, &proof);
	strong = proof.level >= JAIL_STRONG;
	jail_proof_free(&proof);
	jail_close(jail);
	return strong;
}

int attacks_set_up(void **state)
{
	(void)state;
	course = realpath(getenv("COURSE") ? getenv("COURSE") : "build/course", NULL);
	data = realpath(fixture_path("grader/tests/data/course"), NULL);
	base = fixture_folder();
	chmod(base, 0755);
	setenv("NO_COLOR", "1", 1);
	unsetenv("CC");
	return listen_here();
}

int attacks_tear_down(void **state)
{
	(void)state;
	close(server);
	fixture_remove(base);
	return 0;
}
