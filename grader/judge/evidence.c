#include "judge/evidence.h"

#include <string.h>

#include "judge/source_line.h"
#include "text/file.h"
#include "text/memory.h"

const struct evidence_source *evidence_find_source(const struct evidence *evidence,
						   const char *name)
{
	for (size_t i = 0; name && i < evidence->source_count; i++)
		if (strcmp(evidence->sources[i].name, path_base(name)) == 0)
			return &evidence->sources[i];
	return NULL;
}

const struct evidence_source *evidence_main_source(const struct evidence *evidence)
{
	for (size_t i = 0; i < evidence->source_count; i++)
		if (evidence->sources[i].main)
			return &evidence->sources[i];
	return NULL;
}

struct place evidence_place(const struct evidence *evidence, const char *file, int line)
{
	const struct evidence_source *source = evidence_find_source(evidence, file);

	if (!source || line < 1)
		return (struct place){ 0 };
	return (struct place){
		.file = memory_copy_text(source->shown),
		.line = line,
		.source = source_line_text(source->text, line),
	};
}
