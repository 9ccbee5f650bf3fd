#define _GNU_SOURCE
#include "clock/board_host.h"

#include <fcntl.h>
#include <linux/memfd.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static void *make_memory(const char *name, size_t size, int *descriptor)
{
	void *memory;

	*descriptor = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (*descriptor < 0 || ftruncate(*descriptor, (off_t)size) != 0)
		return NULL;
	memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, *descriptor, 0);
	return memory == MAP_FAILED ? NULL : memory;
}

/* Our own mapping of the page was made before the seal, and stays writable. */
bool board_open(struct board_host *board)
{
	static const int size_seals = F_SEAL_SHRINK | F_SEAL_GROW;
	int ends[2];

	*board = (struct board_host){ .channel = -1 };
	for (int i = 0; i < CLOCK_DESCRIPTORS; i++)
		board->descriptors[i] = -1;
	board->page = make_memory("course-clock", sizeof(*board->page),
				  &board->descriptors[CLOCK_PAGE]);
	board->slots = make_memory("course-slots", sizeof(*board->slots),
				   &board->descriptors[CLOCK_SLOTS]);
	board->descriptors[CLOCK_BELL] = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (!board->page || !board->slots || board->descriptors[CLOCK_BELL] < 0)
		return false;
	if (fcntl(board->descriptors[CLOCK_PAGE], F_ADD_SEALS,
		  size_seals | F_SEAL_FUTURE_WRITE | F_SEAL_SEAL) != 0 ||
	    fcntl(board->descriptors[CLOCK_SLOTS], F_ADD_SEALS,
		  size_seals | F_SEAL_SEAL) != 0)
		return false;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) !=
	    0)
		return false;
	board->channel = ends[0];
	board->descriptors[CLOCK_CHANNEL] = ends[1];
	return true;
}

void board_close(struct board_host *board)
{
	for (int i = 0; i < CLOCK_DESCRIPTORS; i++)
		if (board->descriptors[i] >= 0)
			close(board->descriptors[i]);
	if (board->channel >= 0)
		close(board->channel);
	if (board->page)
		munmap(board->page, sizeof(*board->page));
	if (board->slots)
		munmap(board->slots, sizeof(*board->slots));
}

void board_fill_page(struct board_host *board, bool only_watch, const int outputs[2])
{
	struct clock_page *page = board->page;

	page->magic = CLOCK_MAGIC;
	page->only_watch = only_watch;
	for (int i = 0; i < 2; i++) {
		struct stat status;

		if (fstat(outputs[i], &status) != 0)
			continue;
		page->output_device = status.st_dev;
		page->output_inode[i] = status.st_ino;
	}
}

void board_publish(struct board_host *board, nanoseconds base, nanoseconds origin,
		   double speed)
{
	struct clock_page *page = board->page;

	__atomic_store_n(&page->version, page->version + 1, __ATOMIC_RELAXED);
	__atomic_thread_fence(__ATOMIC_RELEASE);
	__atomic_store_n(&page->base, base, __ATOMIC_RELAXED);
	__atomic_store_n(&page->origin, origin, __ATOMIC_RELAXED);
	__atomic_store(&page->speed, &speed, __ATOMIC_RELAXED);
	__atomic_store_n(&page->version, page->version + 1, __ATOMIC_RELEASE);
}
