#include "command/grade_reports.h"

#include <stdlib.h>

#include "class/report.h"
#include "command/command.h"
#include "text/file.h"
#include "text/text.h"

static char *usual[] = { "html", "students" };

bool grade_reports_are_known(const struct option_list *names, char **error)
{
	for (size_t i = 0; i < names->count; i++)
		if (!report_format_find(names->texts[i]))
			return text_error(error, "there is no report «%s»: say %s",
					  names->texts[i], GRADE_REPORTS);
	return true;
}

static bool write_report(const struct terminal *terminal,
			 const struct gradebook *gradebook, const char *name,
			 char **error)
{
	const struct report_format *format = report_format_find(name);
	char *path;

	if (!format->write(gradebook, error))
		return false;
	path = path_join(gradebook->folder, format->place);
	terminal_write_and_free(terminal, STYLE_PLAIN,
				text_format("  %s  (%s)\n", path, format->words));
	free(path);
	return true;
}

int grade_reports_write(const struct terminal *terminal,
			const struct gradebook *gradebook,
			const struct option_list *names, size_t missing)
{
	char *const *texts = names->count ? names->texts : usual;
	size_t count = names->count ? names->count : sizeof(usual) / sizeof(*usual);
	char *error = NULL;

	terminal_write(terminal, STYLE_PLAIN, "\n");
	for (size_t i = 0; i < count; i++)
		if (!write_report(terminal, gradebook, texts[i], &error))
			return command_fail_with(error);
	if (!missing)
		return COMMAND_RIGHT;
	return command_fail(missing == 1
				    ? "%zu student has no mark yet: it could not all be "
				      "judged (course grade … --resume tries again)"
				    : "%zu students have no mark yet: it could not all "
				      "be judged (course grade … --resume tries again)",
			    missing);
}
