/* course alone: where the learner is, and what to do next. */
#include <stdio.h>
#include <stdlib.h>

#include "command/command.h"
#include "course/root.h"

/* Names an exercise that is there, so that the line can be typed as it stands. */
int command_show_where(void)
{
	char *root = root_find(NULL, NULL);
	struct names names = { 0 };

	if (root)
		root_exercises(root, &names);
	printf("Complete the file of an exercise in %s%sexercises/, and see what it is "
	       "worth:\n"
	       "\n"
	       "    course check %s\n"
	       "\n"
	       "All commands: course help\n",
	       root ? root : "", root ? "/" : "",
	       names.count ? names.names[0] : "EXERCISE");
	names_free(&names);
	free(root);
	return COMMAND_RIGHT;
}
