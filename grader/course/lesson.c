#define _GNU_SOURCE
#include "course/lesson.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "course/facts.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

static const size_t longest_file = (size_t)4 << 20;

/* A fault at the line of `block`. */
#define FAULT(lesson, block, error, ...)                                                 \
	document_fault(&(lesson)->document, cmark_node_get_start_line(block), error,     \
		       __VA_ARGS__)

/* ---- facts -------------------------------------------------------------- */

static const char *const known_facts[] = {
	"minutes", "concepts", "needs", "exercises", "any text", NULL,
};

static char **words_of(const struct facts *facts, const char *name, size_t *count)
{
	const struct fact *fact = facts_find(facts, name);

	return words_split(fact ? fact->value : "", count);
}

static bool take_minutes(struct lesson *lesson, const struct facts *facts, char **error)
{
	const struct fact *fact = facts_find(facts, "minutes");
	char *end;
	long minutes;

	if (!fact)
		return document_fault(
			&lesson->document, facts->line, error,
			"the facts below the title do not say «- minutes: 20»");
	minutes = strtol(fact->value, &end, 10);
	lesson->minutes = (int)minutes;
	if (end != fact->value && *end == '\0' && minutes > 0 && minutes <= 10000)
		return true;
	return document_fault(&lesson->document, fact->line, error,
			      "minutes: «%s» is not a number of minutes", fact->value);
}

static bool read_facts(struct lesson *lesson, char **error)
{
	const struct fact *any_text;
	struct facts facts;
	bool good;

	if (!facts_read(&lesson->document, known_facts, &facts, error))
		return false;
	lesson->facts_line = facts.line;
	lesson->concepts = words_of(&facts, "concepts", &lesson->concept_count);
	lesson->needs = words_of(&facts, "needs", &lesson->need_count);
	lesson->exercises = words_of(&facts, "exercises", &lesson->exercise_count);
	any_text = facts_find(&facts, "any text");
	lesson->placeholder = any_text ? memory_copy_text(any_text->value) : NULL;
	good = take_minutes(lesson, &facts, error);
	facts_free(&facts);
	return good;
}

/* ---- programs and data -------------------------------------------------- */

struct lesson_program *lesson_find_program(const struct lesson *lesson, const char *name)
{
	for (size_t i = 0; i < lesson->program_count; i++)
		if (strcmp(lesson->programs[i].name, name) == 0)
			return &lesson->programs[i];
	return NULL;
}

const struct lesson_data *lesson_find_data(const struct lesson *lesson, const char *name)
{
	for (size_t i = 0; i < lesson->data_count; i++)
		if (strcmp(lesson->data[i].name, name) == 0)
			return &lesson->data[i];
	return NULL;
}

/* Takes path and source. */
static struct lesson_program *add_program(struct lesson *lesson, const char *name,
					  char *path, char *source, int line)
{
	struct lesson_program *program;

	lesson->programs = memory_resize(lesson->programs, lesson->program_count + 1,
					 sizeof(*program));
	program = &lesson->programs[lesson->program_count++];
	*program = (struct lesson_program){
		.name = memory_copy_text(name),
		.line = line,
		.runtime = strstr(source, "#include <async") != NULL,
	};
	program->path = path;
	program->source = source;
	return program;
}

/* Takes the bytes. */
static void add_data(struct lesson *lesson, const char *name, char *bytes, size_t length)
{
	struct lesson_data *data;

	lesson->data = memory_resize(lesson->data, lesson->data_count + 1,
				     sizeof(*lesson->data));
	data = &lesson->data[lesson->data_count++];
	data->name = memory_copy_text(name);
	data->bytes = bytes;
	data->length = length;
}

static bool is_file_name(const char *name)
{
	return *name && *name != '.' && !strchr(name, '/');
}

static bool is_source_name(const char *name)
{
	size_t length = strlen(name);

	return is_file_name(name) && length > 2 && strcmp(name + length - 2, ".c") == 0;
}

/* Reads a file of the lesson's folder; NULL if it has none of that name. */
static char *read_own_file(const struct lesson *lesson, const char *name, char **path,
			   size_t *length)
{
	char *bytes = NULL;

	*path = path_join(lesson->folder, name);
	if (is_file_name(name) && file_is_plain(*path))
		bytes = file_read(*path, longest_file, length, NULL);
	if (!bytes)
		free(*path);
	return bytes;
}

/* The program of that name: of a fence read already, or of the lesson's folder. */
static struct lesson_program *find_or_read(struct lesson *lesson, const char *name)
{
	struct lesson_program *program = lesson_find_program(lesson, name);
	char *source, *path;
	size_t length;

	if (program || !is_source_name(name))
		return program;
	source = read_own_file(lesson, name, &path, &length);
	return source ? add_program(lesson, name, path, source, 0) : NULL;
}

static bool find_or_read_data(struct lesson *lesson, const char *name)
{
	char *bytes, *path;
	size_t length;

	if (lesson_find_data(lesson, name))
		return true;
	bytes = read_own_file(lesson, name, &path, &length);
	if (!bytes)
		return false;
	free(path);
	add_data(lesson, name, bytes, length);
	return true;
}

/* ---- fences ------------------------------------------------------------- */

/* A fence under reading: its words, and how far they are read. */
struct fence {
	cmark_node *block;
	char **words;
	size_t count;
	size_t next;
	const char *text;
	int line;
};

/* The words of an info string, between spaces and commas. */
static char **info_words(const char *info, size_t *count)
{
	struct text text = { 0 };
	char *list, **words;

	for (; *info; info++)
		text_add_bytes(&text, *info == ' ' ? "," : info, 1);
	list = text_take(&text);
	words = words_split(list, count);
	free(list);
	return words;
}

/* The next word, if it is this one. */
static bool accept(struct fence *fence, const char *word)
{
	if (fence->next >= fence->count || strcmp(fence->words[fence->next], word) != 0)
		return false;
	fence->next++;
	return true;
}

static const char *take(struct fence *fence)
{
	return fence->next < fence->count ? fence->words[fence->next++] : "";
}

static bool nothing_left(struct lesson *lesson, const struct fence *fence, char **error)
{
	if (fence->next == fence->count)
		return true;
	return FAULT(lesson, fence->block, error, "the word «%s» is not understood here",
		     fence->words[fence->next]);
}

/* The program that a fence speaks of. */
static struct lesson_program *take_program(struct lesson *lesson, struct fence *fence,
					   char **error)
{
	const char *name = take(fence);
	struct lesson_program *program = find_or_read(lesson, name);

	if (!program)
		FAULT(lesson, fence->block, error,
		      "there is no program «%s»: no block «c %s» above, "
		      "and no file in lessons/%s/",
		      name, *name ? name : "NAME.c", lesson->name);
	return program;
}

static bool set_claim(struct lesson *lesson, const struct fence *fence,
		      struct lesson_claim *claim, const char *name, char **error)
{
	if (claim->text)
		return FAULT(lesson, fence->block, error,
			     "it is said a second time what comes of "
			     "%s: the first is at line %d",
			     name, claim->line);
	claim->text = memory_copy_text(fence->text);
	claim->line = fence->line;
	return true;
}

static bool read_source(struct lesson *lesson, struct fence *fence, char **error)
{
	bool wrong = accept(fence, "wrong");
	const char *name = take(fence);
	struct lesson_program *program;

	if (!*name)
		return FAULT(lesson, fence->block, error,
			     "a block of C says which program it is: "
			     "«c NAME.c», «c wrong NAME.c» or «c part of NAME.c»");
	if (!is_source_name(name))
		return FAULT(lesson, fence->block, error,
			     "«%s» is no name for a program, such as "
			     "counter.c",
			     name);
	if (find_or_read(lesson, name))
		return FAULT(lesson, fence->block, error,
			     "there is another program of the name %s", name);
	program = add_program(lesson, name, memory_copy_text(lesson->document.path),
			      memory_copy_text(fence->text), fence->line);
	program->wrong = wrong;
	return nothing_left(lesson, fence, error);
}

static bool read_part(struct lesson *lesson, struct fence *fence, char **error)
{
	const char *of = take(fence);

	if (!*of)
		return FAULT(lesson, fence->block, error, "it is a part of what?");
	if (!strchr(of, '/') && !find_or_read(lesson, of))
		return FAULT(lesson, fence->block, error,
			     "there is no program «%s»: no block «c %s», "
			     "and no file in lessons/%s/",
			     of, of, lesson->name);
	lesson->parts = memory_resize(lesson->parts, lesson->part_count + 1,
				      sizeof(*lesson->parts));
	lesson->parts[lesson->part_count++] = (struct lesson_part){
		.of = memory_copy_text(of),
		.text = memory_copy_text(fence->text),
		.line = fence->line,
	};
	return nothing_left(lesson, fence, error);
}

static bool read_beside(struct lesson *lesson, struct fence *fence, size_t index,
			char **error)
{
	while (fence->next < fence->count &&
	       strcmp(fence->words[fence->next], "exit") != 0) {
		const char *name = take(fence);
		struct lesson_program *program;

		if (!find_or_read(lesson, name) && !find_or_read_data(lesson, name))
			return FAULT(lesson, fence->block, error,
				     "there is no «%s»: no block of that "
				     "name, and no file in lessons/%s/",
				     name, lesson->name);
		program = &lesson->programs[index];
		program->beside = memory_resize(
			program->beside, program->beside_count + 1, sizeof(char *));
		program->beside[program->beside_count++] = memory_copy_text(name);
	}
	return true;
}

static bool read_exit_status(struct lesson *lesson, struct fence *fence,
			     struct lesson_program *program, char **error)
{
	const char *word = take(fence);
	char *end;
	long status = strtol(word, &end, 10);

	program->exit_status = (int)status;
	if (*word && !*end && status >= 0 && status < 256)
		return true;
	return FAULT(lesson, fence->block, error, "«%s» is no exit status", word);
}

static bool read_moments(struct lesson *lesson, struct fence *fence,
			 struct lesson_program *program, char **error)
{
	char *sentence = NULL;
	int line = 0;

	if (timed_output_parse(fence->text, &program->expected, &sentence, &line)) {
		if (lesson->placeholder)
			program->expected.placeholder =
				memory_copy_text(lesson->placeholder);
		return true;
	}
	document_fault(&lesson->document, fence->line + 1 + line, error, "%s", sentence);
	free(sentence);
	return false;
}

static bool read_timed(struct lesson *lesson, struct fence *fence, char **error)
{
	struct lesson_program *program = take_program(lesson, fence, error);
	size_t index;

	if (!program || !set_claim(lesson, fence, &program->timed, program->name, error))
		return false;
	index = (size_t)(program - lesson->programs);
	if (accept(fence, "with") && !read_beside(lesson, fence, index, error))
		return false;
	program = &lesson->programs[index];
	if (accept(fence, "exit") && !read_exit_status(lesson, fence, program, error))
		return false;
	return nothing_left(lesson, fence, error) &&
	       read_moments(lesson, fence, program, error);
}

static bool read_errors(struct lesson *lesson, struct fence *fence, char **error)
{
	struct lesson_program *program = take_program(lesson, fence, error);

	return program &&
	       set_claim(lesson, fence, &program->errors, program->name, error) &&
	       nothing_left(lesson, fence, error);
}

static bool read_message(struct lesson *lesson, struct fence *fence, char **error)
{
	struct lesson_program *program = take_program(lesson, fence, error);

	if (!program ||
	    !set_claim(lesson, fence, &program->message, program->name, error))
		return false;
	if (accept(fence, "against"))
		program->against = memory_copy_text(take(fence));
	return nothing_left(lesson, fence, error);
}

static bool read_data(struct lesson *lesson, struct fence *fence, char **error)
{
	const char *name = take(fence);

	if (!is_file_name(name))
		return FAULT(lesson, fence->block, error,
			     "«data» is followed by the name of a file");
	add_data(lesson, name, memory_copy_text(fence->text), strlen(fence->text));
	return nothing_left(lesson, fence, error);
}

static const struct {
	const char *word;
	bool (*read)(struct lesson *lesson, struct fence *fence, char **error);
} fences[] = {
	{ "c", read_source },        { "timed", read_timed }, { "stderr", read_errors },
	{ "message", read_message }, { "data", read_data },
};

static bool read_fence(struct lesson *lesson, struct fence *fence, char **error)
{
	const char *first = take(fence);

	if (!*first)
		return FAULT(lesson, fence->block, error,
			     "the block does not say what it is: put a "
			     "word after its fence, such as «text» or «c NAME.c»");
	if (accept(fence, "part") && accept(fence, "of"))
		return read_part(lesson, fence, error);
	fence->next = 1;
	for (size_t i = 0; i < sizeof(fences) / sizeof(*fences); i++)
		if (strcmp(fences[i].word, first) == 0)
			return fences[i].read(lesson, fence, error);
	return nothing_left(lesson, fence, error);
}

static bool read_block(struct lesson *lesson, cmark_node *block, char **error)
{
	const char *info = cmark_node_get_fence_info(block);
	struct fence fence = {
		.block = block,
		.text = cmark_node_get_literal(block),
		.line = cmark_node_get_start_line(block),
	};
	bool good;

	fence.words = info_words(info ? info : "", &fence.count);
	good = read_fence(lesson, &fence, error);
	words_free(fence.words, fence.count);
	return good;
}

/* Sources first: a block may speak of a program that is shown below it. */
static bool is_source(cmark_node *block)
{
	const char *info = cmark_node_get_fence_info(block);

	if (!info || strstr(info, " part of "))
		return false;
	return strncmp(info, "c ", 2) == 0 || strncmp(info, "data ", 5) == 0;
}

static bool read_blocks(struct lesson *lesson, bool sources, char **error)
{
	cmark_iter *iterator = cmark_iter_new(lesson->document.root);
	cmark_event_type event;
	bool good = true;

	while (good && (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iterator);

		if (event == CMARK_EVENT_ENTER &&
		    cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK &&
		    is_source(node) == sources)
			good = read_block(lesson, node, error);
	}
	cmark_iter_free(iterator);
	return good;
}

/* ---- the whole ---------------------------------------------------------- */

static bool read_document(struct lesson *lesson, char **error)
{
	cmark_node *title = document_title(&lesson->document);

	if (!title)
		return document_fault(&lesson->document, 1, error,
				      "there is no title «# …»");
	lesson->title = document_text(title);
	return read_facts(lesson, error) && read_blocks(lesson, true, error) &&
	       read_blocks(lesson, false, error);
}

bool lesson_read(struct lesson *lesson, const char *root, const char *name, char **error)
{
	char *path = text_format("%s/lessons/%s.md", root, name);
	bool good;

	*lesson = (struct lesson){
		.root = memory_copy_text(root),
		.name = memory_copy_text(name),
		.folder = text_format("%s/lessons/%s", root, name),
	};
	good = document_read(&lesson->document, path, error) &&
	       read_document(lesson, error);
	free(path);
	if (!good)
		lesson_free(lesson);
	return good;
}

static void free_program(struct lesson_program *program)
{
	free(program->name);
	free(program->path);
	free(program->source);
	words_free(program->beside, program->beside_count);
	free(program->timed.text);
	free(program->errors.text);
	free(program->message.text);
	free(program->against);
	timed_output_free(&program->expected);
}

void lesson_free(struct lesson *lesson)
{
	for (size_t i = 0; i < lesson->program_count; i++)
		free_program(&lesson->programs[i]);
	for (size_t i = 0; i < lesson->data_count; i++) {
		free(lesson->data[i].name);
		free(lesson->data[i].bytes);
	}
	for (size_t i = 0; i < lesson->part_count; i++) {
		free(lesson->parts[i].of);
		free(lesson->parts[i].text);
	}
	free(lesson->programs);
	free(lesson->data);
	free(lesson->parts);
	words_free(lesson->concepts, lesson->concept_count);
	words_free(lesson->needs, lesson->need_count);
	words_free(lesson->exercises, lesson->exercise_count);
	document_free(&lesson->document);
	free(lesson->root);
	free(lesson->name);
	free(lesson->folder);
	free(lesson->title);
	free(lesson->placeholder);
	*lesson = (struct lesson){ 0 };
}

void lesson_names(const char *root, struct names *names)
{
	char *folder = path_join(root, "lessons");
	size_t kept = 0;

	folder_names(folder, ".md", names);
	free(folder);
	for (size_t i = 0; i < names->count; i++) {
		char *name = names->names[i];

		if (isdigit((unsigned char)*name)) {
			name[strlen(name) - strlen(".md")] = '\0';
			names->names[kept++] = name;
		} else {
			free(name);
		}
	}
	names->count = kept;
}
