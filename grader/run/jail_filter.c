/*
 * Which system calls a stranger's program may not make.
 *
 * Three answers. A call that no honest program makes is *forbidden*: the grader is
 * told, and the verdict is FORBIDDEN. A call that a library may try, and do without,
 * *fails* as on a kernel that does not have it. All others are the kernel's to
 * answer, for a user who owns nothing.
 */
#define _GNU_SOURCE
#include "run/jail_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "clock/board.h"
#include "run/limits.h"
#include "text/memory.h"

#ifdef HAVE_SECCOMP
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>

#define CLONE_NAMESPACES                                                                 \
	(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC |      \
	 CLONE_NEWUTS | CLONE_NEWCGROUP)

/* By name, since not every machine, or every header, has them all. */
static const char *const forbidden[] = {
	/* other processes' memory and descriptors */
	"ptrace",
	"process_vm_readv",
	"process_vm_writev",
	"pidfd_getfd",
	"kcmp",
	"process_madvise",
	/* the kernel's own programs, keys and counters */
	"bpf",
	"perf_event_open",
	"keyctl",
	"add_key",
	"request_key",
	"userfaultfd",
	"seccomp",
	"lookup_dcookie",
	"fanotify_init",
	/* namespaces, and what is mounted where */
	"unshare",
	"setns",
	"mount",
	"umount",
	"umount2",
	"pivot_root",
	"chroot",
	"fsopen",
	"fsconfig",
	"fsmount",
	"fspick",
	"move_mount",
	"open_tree",
	"mount_setattr",
	"open_by_handle_at",
	/* the machine */
	"kexec_load",
	"kexec_file_load",
	"init_module",
	"finit_module",
	"delete_module",
	"create_module",
	"reboot",
	"swapon",
	"swapoff",
	"acct",
	"quotactl",
	"quotactl_fd",
	"nfsservctl",
	"vhangup",
	"sync", /* writes out the disks of all */
	"syncfs",
	"sethostname",
	"setdomainname",
	"settimeofday",
	"clock_settime",
	"clock_adjtime",
	"clock_adjtime64",
	"clock_settime64",
	"adjtimex",
	"stime",
	"iopl",
	"ioperm",
	"modify_ldt",
	"vm86",
	"vm86old",
	"syslog",
	"uselib",
	"_sysctl",
	"sysfs",
};

/* Memory that no limit counts, and ways around the other rules. */
static const char *const absent[] = {
	"io_uring_setup",
	"io_uring_enter",
	"io_uring_register",
	"memfd_create",
	"memfd_secret",
	"shmget",
	"shmat",
	"msgget",
	"semget",
	"name_to_handle_at",
	"move_pages",
	"migrate_pages",
	"mbind",
	"set_mempolicy",
	"set_mempolicy_home_node",
	/* Flags in memory are not seen here: the C library then uses clone. */
	"clone3",
};

/* Families that a library may look for, and does without. */
static const int families[] = { AF_UNIX, AF_INET, AF_INET6, AF_NETLINK };

static bool add(scmp_filter_ctx filter, uint32_t action, const char *name)
{
	int number = seccomp_syscall_resolve_name(name);

	return number == __NR_SCMP_ERROR ||
	       seccomp_rule_add(filter, action, number, 0) == 0;
}

static bool add_all(scmp_filter_ctx filter, uint32_t action, const char *const *names,
		    size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!add(filter, action, names[i]))
			return false;
	return true;
}

/* For arguments that the kernel takes as 32 bits: what stands in the upper ones is
 * nobody's concern, and must not make a difference. */
static struct scmp_arg_cmp equals(unsigned argument, uint32_t value)
{
	return (struct scmp_arg_cmp){
		.arg = argument,
		.op = SCMP_CMP_MASKED_EQ,
		.datum_a = UINT32_MAX,
		.datum_b = value,
	};
}

static struct scmp_arg_cmp has_bit(unsigned argument, uint64_t bit)
{
	return (struct scmp_arg_cmp){
		.arg = argument,
		.op = SCMP_CMP_MASKED_EQ,
		.datum_a = bit,
		.datum_b = bit,
	};
}

static struct scmp_arg_cmp is_than(unsigned argument, enum scmp_compare how,
				   uint64_t value)
{
	return (struct scmp_arg_cmp){ .arg = argument, .op = how, .datum_a = value };
}

/* A call with any of these bits in that argument. */
static bool add_bits(scmp_filter_ctx filter, uint32_t action, const char *name,
		     unsigned argument, uint64_t bits)
{
	int number = seccomp_syscall_resolve_name(name);

	for (uint64_t bit = 1; bit && bit <= bits; bit <<= 1)
		if (bits & bit && seccomp_rule_add(filter, action, number, 1,
						   has_bit(argument, bit)) != 0)
			return false;
	return true;
}

static bool add_value(scmp_filter_ctx filter, uint32_t action, const char *name,
		      unsigned argument, uint32_t value)
{
	int number = seccomp_syscall_resolve_name(name);

	return number == __NR_SCMP_ERROR ||
	       seccomp_rule_add(filter, action, number, 1, equals(argument, value)) == 0;
}

static bool is_usual(int family)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++)
		if (families[i] == family)
			return true;
	return false;
}

/* Of a family that is none the kernel makes no socket. */
static bool add_sockets(scmp_filter_ctx filter, uint32_t action,
			enum jail_purpose purpose)
{
	static const char *const calls[] = { "socket", "socketpair" };

	if (purpose == JAIL_COMPILE)
		return add_all(filter, action, calls, 2);
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
		for (int family = 0; family < AF_MAX; family++)
			if (!is_usual(family) &&
			    !add_value(filter, action, calls[i], 0, (uint32_t)family))
				return false;
		if (!add_value(filter, SCMP_ACT_ERRNO(EAFNOSUPPORT), calls[i], 0,
			       AF_NETLINK))
			return false;
	}
	return true;
}

/* The clock's descriptors stay where they are, whoever calls: without them the next
 * program that the process becomes would have no clock. */
static bool keep_descriptors(scmp_filter_ctx filter)
{
	const uint32_t fails = SCMP_ACT_ERRNO(EBADF), lacks = SCMP_ACT_ERRNO(ENOSYS);
	const uint32_t first = (uint32_t)limits_first_descriptor();
	const uint32_t last = first + CLOCK_DESCRIPTORS - 1;
	const int range = SCMP_SYS(close_range);

	for (uint32_t file = first; file <= last; file++)
		if (!add_value(filter, fails, "close", 0, file) ||
		    !add_value(filter, fails, "dup2", 1, file) ||
		    !add_value(filter, fails, "dup3", 1, file) ||
		    seccomp_rule_add(filter, fails, SCMP_SYS(fcntl), 2, equals(0, file),
				     equals(1, F_SETFD)) != 0 ||
		    seccomp_rule_add(filter, fails, SCMP_SYS(ioctl), 2, equals(0, file),
				     equals(1, FIOCLEX)) != 0)
			return false;
	/* Where there is no such call, a library closes them one by one. */
	return seccomp_rule_add(filter, lacks, range, 2, is_than(0, SCMP_CMP_LE, last),
				is_than(1, SCMP_CMP_GE, first)) == 0 &&
	       seccomp_rule_add(filter, lacks, range, 1,
				is_than(0, SCMP_CMP_GT, UINT32_MAX)) == 0 &&
	       seccomp_rule_add(filter, lacks, range, 1,
				is_than(1, SCMP_CMP_GT, UINT32_MAX)) == 0;
}

/* The kernel counts the descriptors that a user has sent and nobody has received, here as
 * well as outside: one program could keep all others, and the grader, from sending any.
 * So it sends messages by the clock's channel alone, which the grader empties. `send` and
 * `sendto` carry no descriptors, and are as free as ever. */
static bool keep_messages(scmp_filter_ctx filter)
{
	const uint32_t fails = SCMP_ACT_ERRNO(EPERM);
	const int call = SCMP_SYS(sendmsg), end = limits_descriptors_inside();
	const int channel = limits_first_descriptor() + CLOCK_CHANNEL;

	for (int file = channel + 1; file < end; file++)
		if (seccomp_rule_add(filter, fails, call, 1,
				     is_than(0, SCMP_CMP_EQ, (uint64_t)file)) != 0)
			return false;
	return seccomp_rule_add(filter, fails, call, 1,
				is_than(0, SCMP_CMP_LT, (uint64_t)channel)) == 0 &&
	       seccomp_rule_add(filter, fails, call, 1,
				is_than(0, SCMP_CMP_GT, (uint64_t)end)) == 0 &&
	       add(filter, fails, "sendmmsg");
}

static bool add_rules(scmp_filter_ctx filter, uint32_t action, enum jail_purpose purpose)
{
	return add_all(filter, action, forbidden,
		       sizeof(forbidden) / sizeof(*forbidden)) &&
	       add_all(filter, SCMP_ACT_ERRNO(ENOSYS), absent,
		       sizeof(absent) / sizeof(*absent)) &&
	       add_bits(filter, action, "clone", 0, CLONE_NAMESPACES) &&
	       add_value(filter, action, "prctl", 0, PR_SET_SECCOMP) &&
	       /* By what it sleeps is seen by whoever may look at it. */
	       add_value(filter, SCMP_ACT_ERRNO(EPERM), "prctl", 0, PR_SET_DUMPABLE) &&
	       add_value(filter, SCMP_ACT_ERRNO(EPERM), "ioctl", 1, TIOCSTI) &&
	       add_value(filter, SCMP_ACT_ERRNO(EPERM), "ioctl", 1, TIOCLINUX) &&
	       add_bits(filter, action, "mknod", 1, S_IFCHR) &&
	       add_bits(filter, action, "mknodat", 2, S_IFCHR) &&
	       add_sockets(filter, action, purpose) &&
	       (purpose == JAIL_COMPILE ||
		(keep_descriptors(filter) && keep_messages(filter)));
}

/* The library writes to a descriptor, and nowhere else. */
static bool take_instructions(scmp_filter_ctx filter, struct jail_filter *taken)
{
	int file = memfd_create("course-filter", MFD_CLOEXEC);
	off_t size;

	if (file < 0)
		return false;
	if (seccomp_export_bpf(filter, file) == 0 &&
	    (size = lseek(file, 0, SEEK_END)) > 0) {
		taken->instructions = memory_new((size_t)size, 1);
		if (pread(file, taken->instructions, (size_t)size, 0) == size)
			taken->count = (size_t)size / 8;
	}
	close(file);
	return taken->count > 0;
}

bool jail_filter_make(struct jail_filter *filter, enum jail_purpose purpose)
{
	uint32_t action = purpose == JAIL_RUN ? SCMP_ACT_NOTIFY : SCMP_ACT_KILL_PROCESS;
	scmp_filter_ctx made = seccomp_init(SCMP_ACT_ALLOW);
	bool good;

	*filter = (struct jail_filter){ 0 };
	if (!made)
		return false;
	/* Calls of another architecture, 32 bits or x32, go around all of these. */
	good = seccomp_attr_set(made, SCMP_FLTATR_ACT_BADARCH, action) == 0 &&
	       seccomp_attr_set(made, SCMP_FLTATR_CTL_OPTIMIZE, 2) == 0 &&
	       add_rules(made, action, purpose) && take_instructions(made, filter);
	seccomp_release(made);
	return good;
}

char *jail_filter_receive(int listener)
{
	struct seccomp_notif *told = NULL;
	char *name = NULL, *known;

	if (seccomp_notify_alloc(&told, NULL) != 0)
		return NULL;
	if (seccomp_notify_receive(listener, told) == 0) {
		known = seccomp_syscall_resolve_num_arch(told->data.arch, told->data.nr);
		name = known ? memory_copy_text(known)
			     : text_format("system call %d", told->data.nr);
		free(known);
	}
	seccomp_notify_free(told, NULL);
	return name;
}

#else

bool jail_filter_make(struct jail_filter *filter, enum jail_purpose purpose)
{
	(void)purpose;
	*filter = (struct jail_filter){ 0 };
	return false;
}

char *jail_filter_receive(int listener)
{
	(void)listener;
	return NULL;
}

#endif
