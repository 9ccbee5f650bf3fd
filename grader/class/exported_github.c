/* What `gh classroom clone student-repos` makes: a clone for each student, in one folder.
 *
 *	async-counter-submissions/
 *	  async-counter-ada/       .git, …
 *	  async-counter-bob/
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "class/exported.h"
#include "text/file.h"
#include "text/text.h"

/* How long «async-counter» is in «async-counter-submissions»; 0: it is called otherwise. */
static size_t assignment_in(const char *name)
{
	static const char ending[] = "-submissions";
	size_t length = strlen(name), tail = strlen(ending);

	return length > tail && strcmp(name + length - tail, ending) == 0 ? length - tail
									  : 0;
}

/* Of a folder, no link: `.git` is a file in a clone of a clone. */
static bool is_clone(const char *folder, const char *name)
{
	char *git = text_format("%s/%s/.git", folder, name);
	struct stat status;
	bool is = lstat(git, &status) == 0 && !S_ISLNK(status.st_mode);

	free(git);
	return is;
}

static bool is_named_for(const char *name, const char *folder, size_t assignment)
{
	return strncmp(name, folder, assignment) == 0 && name[assignment] == '-' &&
	       name[assignment + 1];
}

bool exported_is_of_clones(const char *folder, bool alone)
{
	const char *name = path_base(folder);
	size_t assignment = assignment_in(name), clones = 0, named = 0;
	struct names names;

	if ((!assignment && !alone) || !folder_names(folder, "", &names))
		return false;
	for (size_t i = 0; i < names.count; i++) {
		clones += is_clone(folder, names.names[i]);
		named += assignment && is_named_for(names.names[i], name, assignment);
	}
	/* One student may have one clone, or two; not in a folder that holds all. */
	alone = alone && clones >= 2 && clones == names.count;
	named = named == names.count ? named : 0;
	names_free(&names);
	return named || alone;
}
