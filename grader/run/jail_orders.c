/*
 * The orders for the first process in a jail (inside.h).
 */
#define _GNU_SOURCE
#include "run/jail_parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/limits.h"
#include "text/file.h"
#include "text/memory.h"

/* Of each file that is copied into the jail. */
#define LONGEST_FILE ((off_t)256 << 20)

/* To hand such a file over costs less than to bring it along. */
#define LONG_FILE ((off_t)64 << 10)

static void add_string(struct text *orders, const char *bytes, size_t length)
{
	uint32_t count = (uint32_t)length;

	text_add_bytes(orders, (const char *)&count, sizeof(count));
	text_add_bytes(orders, bytes, length);
	text_add_bytes(orders, "", 1);
}

static uint32_t add_strings(struct text *orders, char *const *strings)
{
	uint32_t count = 0;

	for (; strings && strings[count]; count++)
		add_string(orders, strings[count], strlen(strings[count]));
	return count;
}

/* What is mounted anew, and what would be covered by it. */
static void add_places(struct text *orders, const struct jail *jail,
		       const struct jail_order *order, struct inside_orders *head)
{
	char *places[2];
	size_t count = jail_places(order, places);

	head->places = (uint32_t)count;
	for (size_t i = 0; i < count; i++)
		add_string(orders, places[i], strlen(places[i]));
	for (size_t i = 0; order->visible && order->visible[i]; i++) {
		const char *path = order->visible[i];

		if (!jail_is_covered(path, places, count) ||
		    jail_sight(jail, path) != SIGHT_OPEN)
			continue;
		add_string(orders, path, strlen(path));
		head->kept++;
	}
	for (size_t i = 0; i < count; i++)
		free(places[i]);
}

/* In the order of jail_open_hidden. */
static uint32_t add_trees(struct text *orders, const struct jail *jail,
			  const struct jail_order *order)
{
	uint32_t count = 0;

	for (size_t i = 0; order->visible && order->visible[i]; i++) {
		if (jail_sight(jail, order->visible[i]) == SIGHT_OPEN)
			continue;
		add_string(orders, order->visible[i], strlen(order->visible[i]));
		count++;
	}
	return count;
}

static uint32_t add_folder(struct text *orders, const char *path)
{
	if (path)
		add_string(orders, path, strlen(path));
	return path != NULL;
}

/* What is given, in the order in which it is told: the whole of a short file, and of a
 * long one its name, while it is itself handed over. */
struct given {
	struct text files, copies;
	uint32_t file_count;
	struct jailed_copies *open;
};

static void add_name(struct text *orders, const char *path, mode_t mode)
{
	add_string(orders, path, strlen(path));
	add_string(orders, mode & 0111 ? "0755" : "0644", 4);
}

static bool add_content(struct given *given, const char *path, int file,
			const struct stat *status)
{
	size_t size = (size_t)status->st_size;
	char *bytes = memory_new(size + 1, 1);
	bool good = read(file, bytes, size) == status->st_size;

	if (good) {
		add_name(&given->files, path, status->st_mode);
		add_string(&given->files, bytes, size);
		given->file_count++;
	}
	free(bytes);
	return good;
}

/* Takes the descriptor. */
static bool add_plain(struct given *given, const char *path, int file,
		      const struct stat *status)
{
	bool good;

	if (status->st_size >= LONG_FILE && given->open->count < JAILED_MOST_COPIES) {
		add_name(&given->copies, path, status->st_mode);
		given->open->files[given->open->count++] = file;
		return true;
	}
	good = status->st_size <= LONGEST_FILE && add_content(given, path, file, status);
	close(file);
	return good;
}

static bool add_file(struct given *given, int folder, const char *name, const char *path,
		     char **error)
{
	struct stat status;
	int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (file < 0 || fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
		if (file >= 0)
			close(file);
		return true; /* a folder, a link: nothing that was given */
	}
	return add_plain(given, path, file, &status) ||
	       text_error(error, "%s cannot be copied into the jail", path);
}

/* The plain files of the folder that is given. */
static bool add_given(struct given *given, const struct jail_order *order, char **error)
{
	DIR *folder = order->given ? opendir(order->given) : NULL;
	struct dirent *entry;
	bool good = true;

	if (order->given && !folder)
		return text_error(error, "cannot read the folder %s: %s", order->given,
				  strerror(errno));
	while (good && folder && (entry = readdir(folder))) {
		char *path = path_join(order->directory, entry->d_name);

		good = add_file(given, dirfd(folder), entry->d_name, path, error);
		free(path);
	}
	if (folder)
		closedir(folder);
	return good;
}

static void add_text(struct text *orders, struct text *part)
{
	if (part->length)
		text_add_bytes(orders, part->bytes, part->length);
	text_free(part);
}

bool jail_orders(const struct jail *jail, const struct jail_order *order,
		 struct text *orders, struct jailed_copies *copies, char **error)
{
	const struct jail_filter *filter = &jail->filters[order->purpose];
	struct inside_orders head = {
		.magic = INSIDE_MAGIC,
		.tells = order->purpose == JAIL_RUN,
		.teller = order->purpose == JAIL_RUN
				  ? (uint32_t)limits_descriptors_inside()
				  : 0,
		.network = order->purpose == JAIL_RUN,
		.processes = order->purpose == JAIL_RUN,
		.limits = (uint32_t)order->limit_count,
		.filter = (uint32_t)filter->count,
		.bytes = order->folder_bytes,
	};
	struct given given = { .open = copies };
	bool good = add_given(&given, order, error);

	text_add_bytes(orders, (const char *)&head, sizeof(head));
	if (order->limit_count)
		text_add_bytes(orders, (const char *)order->limits,
			       order->limit_count * sizeof(*order->limits));
	if (filter->count)
		text_add_bytes(orders, filter->instructions, filter->count * 8);
	add_string(orders, order->folder, strlen(order->folder));
	add_string(orders, order->directory, strlen(order->directory));
	add_places(orders, jail, order, &head);
	head.trees = add_trees(orders, jail, order);
	head.folders = add_folder(orders, order->folder) +
		       add_folder(orders, order->directory) +
		       add_folder(orders, order->made);
	head.files = given.file_count;
	head.copies = (uint32_t)copies->count;
	add_text(orders, &given.files);
	add_text(orders, &given.copies);
	head.arguments = add_strings(orders, order->arguments);
	head.variables = add_strings(orders, order->environment);
	head.size = (uint32_t)orders->length;
	memcpy(orders->bytes, &head, sizeof(head));
	return good;
}
