/*
 * The kernel, called without the C library: by whom `syscall` itself is replaced, and
 * who must not ask the program's dlsym where the real one is.
 */
#ifndef COURSE_CLOCK_PRELOAD_KERNEL_H
#define COURSE_CLOCK_PRELOAD_KERNEL_H

#include <errno.h>
#include <unistd.h>

#include "preload_next.h"

/* What the kernel returns: below 0, down to -4095, is a reason. */
static inline long kernel_call_raw(long number, const long *a)
{
#if defined(__x86_64__)
	register long fourth __asm__("r10") = a[3];
	register long fifth __asm__("r8") = a[4];
	register long sixth __asm__("r9") = a[5];
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a[0]), "S"(a[1]), "d"(a[2]), "r"(fourth),
			   "r"(fifth), "r"(sixth)
			 : "rcx", "r11", "memory");
	return result;
#elif defined(__aarch64__)
	register long which __asm__("x8") = number;
	register long first __asm__("x0") = a[0];
	register long second __asm__("x1") = a[1];
	register long third __asm__("x2") = a[2];
	register long fourth __asm__("x3") = a[3];
	register long fifth __asm__("x4") = a[4];
	register long sixth __asm__("x5") = a[5];

	__asm__ volatile("svc 0"
			 : "+r"(first)
			 : "r"(which), "r"(second), "r"(third), "r"(fourth), "r"(fifth),
			   "r"(sixth)
			 : "memory");
	return first;
#else
	long result = NEXT(syscall)(number, a[0], a[1], a[2], a[3], a[4], a[5]);

	return result == -1 ? -errno : result;
#endif
}

/* The same as the C library tells it: -1, and errno. */
static inline long kernel_call(long number, const long *arguments)
{
	long result = kernel_call_raw(number, arguments);

	if (result >= 0 || result < -4095)
		return result;
	errno = (int)-result;
	return -1;
}

#endif
