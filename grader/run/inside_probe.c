/*
 * Probes: attempts at what the layers of a jail forbid, made from inside it.
 *
 * jail_prove starts them as the program in a jail. Each prints a line for each
 * attempt, «held WORDS» or «broken WORDS», for a person to read. They are linked
 * into the first process's program, which is there in each jail.
 */
#define _GNU_SOURCE
#include "inside.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static void say(bool held, const char *format, const char *words)
{
	dprintf(STDOUT_FILENO, held ? "held " : "broken ");
	dprintf(STDOUT_FILENO, format, words);
	dprintf(STDOUT_FILENO, "\n");
}

static void read_text(const char *path, char *text, size_t size)
{
	int file = open(path, O_RDONLY);
	ssize_t length = file < 0 ? 0 : read(file, text, size - 1);

	text[length > 0 ? length : 0] = '\0';
	if (file >= 0)
		close(file);
}

/* A process that outlives its parent, its session and its group. */
static void probe_start(char **arguments)
{
	(void)arguments;
	if (fork() == 0) {
		setsid();
		if (fork() == 0)
			pause();
		_exit(0);
	}
	wait(NULL);
	say(true, "it started%s", "");
}

/* arguments[0]: a process outside. */
static void probe_processes(char **arguments)
{
	pid_t outside = (pid_t)strtol(arguments[0], NULL, 10);
	DIR *folder = opendir("/proc");
	struct dirent *entry;
	char number[16];
	int seen = 0;

	while (folder && (entry = readdir(folder)))
		seen += isdigit((unsigned char)entry->d_name[0]) != 0;
	snprintf(number, sizeof(number), "%d", seen);
	say(folder && seen <= 4, "of all processes it sees %s", number);
	say(kill(outside, 0) != 0 && errno == ESRCH, "a signal to the grader %s",
	    "finds nobody");
}

static bool can_write(const char *path)
{
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);

	if (file >= 0)
		close(file);
	return file >= 0 && unlink(path) == 0;
}

/* arguments[0]: a file outside that everybody may read. */
static void probe_files(char **arguments)
{
	static const char *const folders[] = { "/probe", "/usr/probe", "/usr/bin/probe",
					       "/dev/probe", "/course/probe" };
	bool written = false;

	say(access(arguments[0], F_OK) != 0, "a file that all may read %s",
	    "is not there");
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		written |= can_write(folders[i]);
	say(!written, "nothing can be written but %s", INSIDE_TEMPORARY);
}

/* arguments[0]: how many bytes there should be room for, at most. */
static void probe_folders(char **arguments)
{
	static const char block[65536];
	unsigned long long most = strtoull(arguments[0], NULL, 10), total = 0;
	char name[64];
	bool full = false;

	for (int i = 0; !full && total <= 2 * most; i++) {
		int file;
		ssize_t written;

		snprintf(name, sizeof(name), INSIDE_TEMPORARY "/%d", i);
		file = open(name, O_WRONLY | O_CREAT, 0600);
		written = write(file, block, sizeof(block));
		full = written != sizeof(block);
		total += written > 0 ? (unsigned long long)written : 0;
		close(file);
	}
	snprintf(name, sizeof(name), "%.1f", (double)total / (1 << 20));
	say(full && total <= most, INSIDE_TEMPORARY " is full at %s MiB", name);
}

/* arguments[0]: a port at which somebody outside listens; [1]: the name of a socket
 * of his. */
static void probe_network(char **arguments)
{
	struct sockaddr_in inet = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)strtol(arguments[0], NULL, 10)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	struct sockaddr_un local = { .sun_family = AF_UNIX };
	int one = socket(AF_INET, SOCK_STREAM, 0);
	int other = socket(AF_UNIX, SOCK_STREAM, 0);

	strncpy(local.sun_path + 1, arguments[1], sizeof(local.sun_path) - 2);
	say(connect(one, (struct sockaddr *)&inet, sizeof(inet)) != 0,
	    "a server of this machine %s", "is not reached");
	say(connect(other, (struct sockaddr *)&local,
		    (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 +
				strlen(arguments[1]))) != 0,
	    "nor is its %s", "abstract socket");
}

/* arguments[0]: a word that stands in the grader's environment. */
static void probe_clean(char **arguments)
{
	char text[8192];
	int open_ones = 0;

	read_text("/proc/1/environ", text, sizeof(text));
	say(!text[0], "the environment of process 1 %s", "is not to be read");
	for (char **variable = environ; *variable; variable++)
		if (strstr(*variable, arguments[0]))
			say(false, "a variable of the grader's is there: %s", *variable);
	for (int file = 3; file < 940; file++)
		open_ones += fcntl(file, F_GETFD) >= 0;
	snprintf(text, sizeof(text), "%d", open_ones);
	say(open_ones == 0, "of the grader's descriptors it has %s", text);
}

/* The page that tells the time is the first descriptor of the clock's. */
static void probe_clock(char **arguments)
{
	const char *where = getenv("COURSE_CLOCK");
	int page = where ? (int)strtol(where, NULL, 10) : -1;

	(void)arguments;
	say(mmap(NULL, 4096, PROT_READ, MAP_SHARED, page, 0) != MAP_FAILED &&
		    mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, page, 0) ==
			    MAP_FAILED,
	    "the clock can be read%s", ", and not be written");
}

static void probe_user(char **arguments)
{
	char text[8192];
	const char *rights;

	(void)arguments;
	read_text("/proc/self/status", text, sizeof(text));
	rights = strstr(text, "CapEff:");
	say(rights && strtoull(rights + 7, NULL, 16) == 0, "it has no capability%s", "");
	say(setuid(0) != 0 && setgid(0) != 0, "and cannot become %s", "root");
	say(strstr(text, "NoNewPrivs:\t1"), "not even by %s", "a setuid program");
}

static void probe_namespaces(char **arguments)
{
	(void)arguments;
	say(unshare(CLONE_NEWUSER) != 0, "a new user namespace %s", "cannot be made");
}

/* Neither comes back. */
static void probe_calls(char **arguments)
{
	(void)arguments;
	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	say(false, "ptrace %s", "came back");
}

static void probe_old_calls(char **arguments)
{
	(void)arguments;
#ifdef __x86_64__
	long result;

	/* getpid, as a program of 32 bits calls it */
	__asm__ volatile("int $0x80" : "=a"(result) : "a"(20L) : "memory");
#endif
	say(false, "a 32-bit call %s", "came back");
}

static void probe_limits(char **arguments)
{
	struct rlimit one = { 1, 1 };
	static const char block[65536];
	int file = open(INSIDE_TEMPORARY "/long", O_WRONLY | O_CREAT, 0600);
	pid_t child;

	(void)arguments;
	signal(SIGXFSZ, SIG_IGN);
	for (int i = 0; i < 1024 && write(file, block, sizeof(block)) > 0; i++)
		continue;
	say(errno == EFBIG, "a file's length %s", "is bounded");
	/* Root's processes are not counted, by whatever name. */
	setrlimit(RLIMIT_NPROC, &one);
	child = fork();
	if (child == 0)
		_exit(0);
	say(child < 0 && errno == EAGAIN, "processes %s", "are counted");
}

/* Which anybody may do that no rule of Landlock's holds back. */
static void probe_landlock(char **arguments)
{
	int file = open("/proc/self/comm", O_WRONLY);

	(void)arguments;
	say(file < 0 && errno == EACCES, "a file that it owns, outside its folders, %s",
	    "cannot be written");
}

/* arguments[0]: so much more than the group may have. */
static void probe_memory(char **arguments)
{
	size_t size = strtoull(arguments[0], NULL, 10);
	char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	for (size_t i = 0; memory != MAP_FAILED && i < size; i += 4096)
		memory[i] = 1;
	say(false, "memory %s", "is not bounded");
}

static const struct {
	const char *name;
	void (*probe)(char **arguments);
} probes[] = {
	{ "start", probe_start },           { "processes", probe_processes },
	{ "files", probe_files },           { "folders", probe_folders },
	{ "network", probe_network },       { "clean", probe_clean },
	{ "clock", probe_clock },           { "user", probe_user },
	{ "namespaces", probe_namespaces }, { "calls", probe_calls },
	{ "old_calls", probe_old_calls },   { "limits", probe_limits },
	{ "landlock", probe_landlock },     { "memory", probe_memory },
};

int inside_probe(const char *name, char **arguments)
{
	for (size_t i = 0; i < sizeof(probes) / sizeof(*probes); i++) {
		if (strcmp(probes[i].name, name) != 0)
			continue;
		probes[i].probe(arguments);
		return 0;
	}
	return 2;
}
