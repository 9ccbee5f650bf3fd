#include "course/verify.h"

#include <stdlib.h>

#include "text/file.h"
#include "text/memory.h"

void trials_add(struct trials *trials, const struct trial *trial)
{
	struct trial *added;

	trials->trials =
		memory_resize(trials->trials, trials->count + 1, sizeof(*trials->trials));
	added = &trials->trials[trials->count++];
	*added = *trial;
	if (!trial->name)
		return;
	trials->answers.names = memory_resize(trials->answers.names,
					      trials->answers.count + 1, sizeof(char *));
	added->name = memory_copy_text(trial->name);
	trials->answers.names[trials->answers.count++] = (char *)added->name;
}

void trials_free(struct trials *trials)
{
	names_free(&trials->answers);
	free(trials->trials);
	*trials = (struct trials){ 0 };
}
