#define _GNU_SOURCE
#include "run/jail.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/beside.h"
#include "run/jail_parts.h"
#include "text/file.h"
#include "text/memory.h"

#define INSIDE          "course_inside"
#define INSIDE_VARIABLE "COURSE_INSIDE"

/* In the environment: the path of another bubblewrap. */
#define BUBBLEWRAP_VARIABLE "COURSE_BUBBLEWRAP"

/* Who has nothing, on every Linux. */
#define NOBODY 65534

static const struct {
	const char *name, *meaning;
} levels[JAIL_LEVEL_COUNT] = {
	[JAIL_NONE] = { "none", "a program can do whatever its user can" },
	[JAIL_BASIC] = { "basic",
			 "it is alone: no other process, file or network is there" },
	[JAIL_STRONG] = { "strong",
			  "and it has no rights, and little of the kernel to try" },
	[JAIL_FULL] = { "full", "and what matters most is held twice" },
};

const char *jail_level_name(enum jail_level level)
{
	return levels[level].name;
}

const char *jail_level_meaning(enum jail_level level)
{
	return levels[level].meaning;
}

enum jail_level jail_level_of_name(const char *name)
{
	enum jail_level level = 0;

	while (level < JAIL_LEVEL_COUNT && strcmp(levels[level].name, name) != 0)
		level++;
	return level;
}

/* ------------------------------------------------------------------- its parts */

static char *find_bubblewrap(void)
{
	static const char *const places[] = { "/usr/bin/bwrap", "/usr/local/bin/bwrap",
					      "/bin/bwrap" };
	const char *named = getenv(BUBBLEWRAP_VARIABLE);

	if (named && *named)
		return access(named, X_OK) == 0 ? memory_copy_text(named) : NULL;
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
		if (access(places[i], X_OK) == 0)
			return memory_copy_text(places[i]);
	return NULL;
}

static char *find_inside(void)
{
	const char *named = getenv(INSIDE_VARIABLE);

	return named && *named ? memory_copy_text(named) : beside_find(INSIDE);
}

static void choose_user(struct jail *jail)
{
	const struct passwd *nobody = getpwnam("nobody");

	jail->drops = geteuid() == 0;
	jail->user = jail->drops ? NOBODY : geteuid();
	jail->group = jail->drops ? NOBODY : getegid();
	if (jail->drops && nobody && nobody->pw_uid != 0) {
		jail->user = nobody->pw_uid;
		jail->group = nobody->pw_gid;
	}
}

struct jail *jail_open(char **error)
{
	struct jail *jail = memory_new(1, sizeof(*jail));

	jail->bubblewrap = find_bubblewrap();
	jail->inside = find_inside();
	if (!jail->bubblewrap)
		text_error(error, "there is no bubblewrap here, of which the jail is "
				  "made: install the package bubblewrap");
	else if (!jail->inside)
		text_error(error, "the program " INSIDE " is not beside this one: build "
				  "it with make");
	if (!jail->bubblewrap || !jail->inside) {
		jail_close(jail);
		return NULL;
	}
	choose_user(jail);
	jail->wardens = wardens_new();
	jail->has_cgroups = cgroup_find(&jail->cgroups, &jail->no_cgroups);
	for (enum jail_purpose purpose = JAIL_RUN; purpose <= JAIL_COMPILE; purpose++) {
		jail_view_system(purpose, &jail->system[purpose]);
		jail_filter_make(&jail->filters[purpose], purpose);
	}
	return jail;
}

void jail_close(struct jail *jail)
{
	if (!jail)
		return;
	wardens_free(jail->wardens);
	free(jail->bubblewrap);
	free(jail->inside);
	cgroup_base_free(&jail->cgroups);
	free(jail->no_cgroups);
	for (int i = 0; i < 2; i++) {
		text_free(&jail->system[i]);
		free(jail->filters[i].instructions);
	}
	free(jail);
}
