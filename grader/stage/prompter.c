#define _GNU_SOURCE
#include "stage/prompter.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "show/screen.h"
#include "stage/frame.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

/* How often the other terminal looks, in milliseconds. */
enum { LOOK = 100 };

static const size_t longest = 1 << 20;

/* A folder that only we can write into. */
static bool is_ours(const char *folder)
{
	struct stat state;

	return lstat(folder, &state) == 0 && S_ISDIR(state.st_mode) &&
	       state.st_uid == geteuid() && (state.st_mode & 077) == 0;
}

static char *own_folder(char **error)
{
	const char *named = getenv("XDG_RUNTIME_DIR"), *temporary = getenv("TMPDIR");
	char *folder;

	if (named && is_ours(named))
		return memory_copy_text(named);
	folder =
		text_format("%s/course-%ld", temporary && *temporary ? temporary : "/tmp",
			    (long)geteuid());
	if ((mkdir(folder, 0700) == 0 || errno == EEXIST) && is_ours(folder))
		return folder;
	text_error(error, "%s is not a folder of yours alone, so the notes have no place",
		   folder);
	free(folder);
	return NULL;
}

char *prompter_path(const char *lesson, char **error)
{
	char *folder = own_folder(error);
	char *path = folder ? text_format("%s/demo-%s", folder, lesson) : NULL;

	free(folder);
	return path;
}

void prompter_tell(const char *path, char **last, char *notes)
{
	char *fresh;

	if (*last && strcmp(*last, notes) == 0) {
		free(notes);
		return;
	}
	fresh = text_format("%s.new", path);
	if (!file_write(fresh, notes, strlen(notes), NULL) || rename(fresh, path) != 0)
		(void)unlink(fresh);
	free(fresh);
	free(*last);
	*last = notes;
}

static void show_notes(const char *notes, const char *lesson)
{
	struct frame frame;

	if (!frame_begin(&frame))
		return;
	if (notes)
		fputs(notes, frame.terminal.stream);
	else
		fprintf(frame.terminal.stream,
			"\n  Nobody presents it yet: course demo %s\n", lesson);
	frame_show(&frame);
}

void prompter_follow(const char *path, const char *lesson)
{
	for (;;) {
		size_t length;
		char *notes = file_read(path, longest, &length, NULL);
		int key = 0;
		enum screen_event event;

		show_notes(notes, lesson);
		free(notes);
		event = screen_wait(NULL, 0, LOOK, &key);
		if (event == SCREEN_INTERRUPTED || (event == SCREEN_KEY && key == 'q'))
			return;
	}
}
