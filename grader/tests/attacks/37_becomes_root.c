/*
 * verdict: PASS
 * never: found:
 *
 * Tries to be root, by itself and by a program that may.
 */
#define _GNU_SOURCE
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <async.h>
#include <stdio.h>

async (void, answer)
{
	puts("one");
	await (async_sleep(0.5));
	puts("two");
	await (async_sleep(0.5));
	puts("three");
	puts("done");
}

static void attack(void)
{
	if (setuid(0) == 0 || setgid(0) == 0 || seteuid(0) == 0)
		puts("found: root");
	if (setgroups(0, NULL) == 0)
		puts("found: groups can be dropped");
	if (access("/usr/bin/su", X_OK) == 0 &&
	    system("/usr/bin/su -c id root </dev/null >/tmp/as 2>/dev/null") == 0)
		puts("found: su works");
	if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 21, 0, 0) == 0)
		puts("found: a capability");
}

int main(void)
{
	attack();
	return async_run(answer());
}
