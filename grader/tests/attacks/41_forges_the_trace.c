/*
 * verdict: WRONG or TIME or PROTOCOL
 * never: <script
 * exercise: async_resource
 *
 * Writes the evidence itself, or what looks like it: names with markup and escapes,
 * lengths without end, places that are nowhere. Its lines are wrong, and stay so.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct record {
	int64_t time;
	uint32_t words[6];
	char text[96];
};

static void fill(unsigned char *bytes, size_t length)
{
	uint64_t header[3] = { UINT64_C(0x3165636172743161), length, UINT64_MAX };
	struct record record = { .time = INT64_MIN };

	snprintf(record.text, sizeof(record.text), "%s",
		 "</title><script>alert(1)</script>\033[2J]]>");
	memset(bytes, 0xff, length);
	for (size_t at = 24; at + sizeof(record) < length; at += sizeof(record)) {
		for (uint32_t i = 0; i < 6; i++)
			record.words[i] = (uint32_t)(at / sizeof(record)) * (i % 3) % 17;
		memcpy(bytes + at, &record, sizeof(record));
		record.time += INT64_MAX / 50;
	}
	memcpy(bytes, header, sizeof(header));
}

static void forge(int file)
{
	struct stat status;
	unsigned char *bytes;

	if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode) || !status.st_size)
		return;
	bytes = mmap(NULL, (size_t)status.st_size, PROT_READ | PROT_WRITE, MAP_SHARED,
		     file, 0);
	if (bytes != MAP_FAILED)
		fill(bytes, (size_t)status.st_size);
}

int main(void)
{
	puts("Acquiring resource...");
	for (int file = 3; file < 1024; file++)
		forge(file);
	return 0;
}
