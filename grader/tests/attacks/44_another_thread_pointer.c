/*
 * verdict: CRASH
 * only: x86_64
 *
 * Takes away from under the libraries what they find a thread's memory by.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	static char elsewhere[8192];

	puts("one");
	fflush(stdout);
	syscall(SYS_rseq, NULL, 32, 1, 0x53053053);
	syscall(SYS_set_robust_list, (void *)8, 24);
	syscall(SYS_set_tid_address, (void *)-8);
	__asm__ volatile("syscall"
			 :
			 : "a"(158L), "D"(0x1002L), "S"(elsewhere + 4096)
			 : "rcx", "r11", "memory");
	usleep(500000);
	puts("two\nthree\ndone");
	return 0;
}
