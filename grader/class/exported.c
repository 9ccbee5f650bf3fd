#include "class/exported.h"

#include <stdlib.h>
#include <string.h>

#include "text/memory.h"

enum { FEWEST_DIGITS = 3 }; /* of what Canvas numbers an upload by */

void exported_free(struct exported *exported)
{
	free(exported->whose);
	free(exported->number);
	free(exported->upload);
	free(exported->email);
	free(exported->file);
	*exported = (struct exported){ 0 };
}

static size_t digits_at(const char *text)
{
	return strspn(text, "0123456789");
}

/* How long «_12345» is that stands here; 0: it does not. */
static size_t number_at(const char *text)
{
	size_t digits = *text == '_' ? digits_at(text + 1) : 0;

	return digits ? digits + 1 : 0;
}

static void set(struct exported *exported, enum course_system system, const char *name,
		size_t length, const char *number, const char *file)
{
	*exported = (struct exported){
		.system = system,
		.whose = memory_copy_bytes(name, length),
		.number = memory_copy_bytes(number, digits_at(number)),
		.file = file ? memory_copy_text(file) : NULL,
	};
}

/* Behind «_assignsubmission_file» or one of its like; NULL: it does not stand here. */
static const char *behind_plugin(const char *text)
{
	static const char *const plugins[] = { "_assignsubmission_file",
					       "_assignsubmission_onlinetext" };

	for (size_t i = 0; i < sizeof(plugins) / sizeof(*plugins); i++)
		if (strncmp(text, plugins[i], strlen(plugins[i])) == 0)
			return text + strlen(plugins[i]);
	return NULL;
}

bool exported_by_moodle(const char *name, struct exported *exported)
{
	for (const char *at = strchr(name, '_'); at; at = strchr(at + 1, '_')) {
		size_t number = number_at(at);
		const char *rest = number ? behind_plugin(at + number) : NULL;

		/* Some versions end a folder's name in «_», too. */
		if (!rest || at == name || (*rest && *rest != '_'))
			continue;
		set(exported, SYSTEM_MOODLE, name, (size_t)(at - name), at + 1,
		    *rest && rest[1] ? rest + 1 : NULL);
		return true;
	}
	return false;
}

bool exported_by_canvas(const char *name, struct exported *exported)
{
	static const char late[] = "_LATE";

	for (const char *at = strchr(name, '_'); at; at = strchr(at + 1, '_')) {
		size_t first = number_at(at);
		size_t second = first ? number_at(at + first) : 0;
		const char *rest = at + first + second;
		size_t length = (size_t)(at - name), tail = strlen(late);

		if (second <= FEWEST_DIGITS || *rest != '_' || !rest[1] || !length)
			continue;
		if (length > tail && strncmp(at - tail, late, tail) == 0)
			length -= tail;
		set(exported, SYSTEM_CANVAS, name, length, at + 1, rest + 1);
		exported->upload = memory_copy_bytes(at + first + 1, second - 1);
		return true;
	}
	return false;
}
