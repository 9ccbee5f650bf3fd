/*
 * verdict: WRONG or TIME or FORBIDDEN
 *
 * Gives away pages of its own as output, and writes into them what it has learnt later.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

int main(void)
{
	char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
			  -1, 0);
	struct iovec part = { page, 4 };

	memcpy(page, "nil\n", 4);
	vmsplice(STDOUT_FILENO, &part, 1, SPLICE_F_GIFT);
	usleep(500000);
	memcpy(page, "one\n", 4);
	usleep(500000);
	write(STDOUT_FILENO, "two\nthree\ndone\n", 15);
	return 0;
}
