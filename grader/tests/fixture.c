#define _GNU_SOURCE
#include "fixture.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "judge/diagnosis.h"
#include "judge/divergence.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

const char *fixture_path(const char *name)
{
	static char path[4096];
	const char *root = getenv("COURSE_ROOT");

	snprintf(path, sizeof(path), "%s/%s", root ? root : ".", name);
	return path;
}

struct timed_output fixture_output(const char *block)
{
	struct timed_output output;
	char *error = NULL;
	int line;

	if (!timed_output_parse(block, &output, &error, &line))
		fail_msg("line %d: %s", line, error);
	return output;
}

void fixture_case_make(struct fixture_case *fixture, const char *expected,
		       const char *actual)
{
	*fixture = (struct fixture_case){
		.expected = fixture_output(expected),
		.actual = fixture_output(actual),
		.source = { .name = "program.c",
			    .shown = "program.c",
			    .text = "",
			    .program = "program",
			    .runtime = true,
			    .main = true },
	};
	if (fixture->actual.count)
		fixture->result.ended_at =
			fixture->actual.lines[fixture->actual.count - 1].at * 1000000;
	fixture->evidence = (struct evidence){
		.expected = &fixture->expected,
		.actual = &fixture->actual,
		.result = &fixture->result,
		.errors = "",
		.sources = &fixture->source,
		.source_count = 1,
	};
}

void fixture_case_expect(struct fixture_case *fixture, enum verdict_kind kind,
			 const char *cause, const char *words)
{
	struct verdict *verdict = &fixture->verdict;

	diagnose(&fixture->evidence, verdict);
	if (verdict->kind != kind || !strstr(verdict->message, words) ||
	    strcmp(verdict->cause ? verdict->cause : "", cause ? cause : "") != 0)
		fail_msg("%s [%s] %s", verdict_name(verdict->kind),
			 verdict->cause ? verdict->cause : "no cause", verdict->message);
	verdict_free(verdict);
	timed_output_free(&fixture->expected);
	timed_output_free(&fixture->actual);
}

char *fixture_folder(void)
{
	char *folder = text_format("%s/course-test-XXXXXX",
				   getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");

	assert_non_null(mkdtemp(folder));
	return folder;
}

void fixture_write(const char *folder, const char *name, const char *text)
{
	char *path = path_join(folder, name);

	for (char *slash = path + strlen(folder) + 1; (slash = strchr(slash, '/'));
	     slash++) {
		*slash = '\0';
		mkdir(path, 0777);
		*slash = '/';
	}
	assert_true(file_write(path, text, strlen(text), NULL));
	free(path);
}

static int remove_one(const char *path, const struct stat *status, int kind,
		      struct FTW *at)
{
	(void)status, (void)kind, (void)at;
	return remove(path);
}

void fixture_remove(char *folder)
{
	nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(folder);
}
