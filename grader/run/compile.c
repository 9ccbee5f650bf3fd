#define _GNU_SOURCE
#include "run/compile.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "run/unused_value.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

/* A source is judged by the processor's time that it takes. */
static const struct tool_bounds compiler_bounds = {
	.real_seconds = COMPILE_SECONDS,
	.cpu_seconds = 20,
	.memory_bytes = (size_t)2 << 30,
	.file_bytes = (size_t)128 << 20,
	.output_bytes = (size_t)256 << 10,
};

static const size_t longest_source = (size_t)1 << 20;

/* What a beginner's mistake most often looks like is an error here; what is
 * only untidy stays a warning. */
static const char *const common_flags[] = {
	"-std=gnu2x",
	"-g",
	"-O0",
	"-pipe",
	"-pthread",
	"-fstack-clash-protection", /* so that no frame jumps over a guard page */
	"-Wall",
	"-Wextra",
	"-Wno-unused-parameter",
	"-Werror=unused-result",
	"-Werror=unused-value",
	"-Werror=implicit-function-declaration",
	"-Werror=incompatible-pointer-types",
	"-Werror=int-conversion",
	"-Werror=return-type",
	"-fmessage-length=0",
	NULL,
};

/* An error in a macro is reported where the macro is used, not where it is
 * written: that is the learner's line. It is the faster way as well. */
static const char *const gcc_flags[] = {
	"-ftrack-macro-expansion=0",
	"-fno-diagnostics-show-caret",
	"-fno-use-linker-plugin",
	NULL,
};

static const char *const clang_flags[] = {
	"-fno-caret-diagnostics",
	"-fmacro-backtrace-limit=1",
	NULL,
};

static const char *const sanitizer_flags[] = {
	"-fsanitize=address,undefined",
	"-fno-sanitize-recover=undefined",
	"-fno-omit-frame-pointer",
	NULL,
};

/* As clang links it anyway. */
static const char *const gcc_sanitizer_flags[] = { "-static-libasan", NULL };

/* An index outside of an array whose size is known ends the program there and then,
 * each time: else it reads whatever lies beside, and what comes of that is nobody's
 * mistake. It takes no library, and the compiler no longer. Which index it was is for
 * the sanitizers to say. */
static const char *const gcc_index_flags[] = {
	"-fsanitize=bounds",
	"-fsanitize-undefined-trap-on-error",
	NULL,
};

static const char *const clang_index_flags[] = {
	"-fsanitize=array-bounds",
	"-fsanitize-trap=array-bounds",
	NULL,
};

static const char *const no_flags[] = { NULL };

static const char *const runtime_libraries[] = {
	"-luv", "-lpthread", "-lm", "-ldl", NULL,
};

/* The full path of a program that PATH leads to, links followed; or NULL. */
static char *find_program(const char *name)
{
	const char *path = getenv("PATH");
	char *found = NULL;

	if (strchr(name, '/'))
		return realpath(name, NULL);
	while (path && *path && !found) {
		size_t length = strcspn(path, ":");
		char *candidate = text_format("%.*s/%s", (int)length, path, name);

		if (access(candidate, X_OK) == 0 && file_is_plain(candidate))
			found = realpath(candidate, NULL);
		free(candidate);
		path += length + (path[length] == ':');
	}
	return found;
}

static enum compiler_family family_of(const char *name)
{
	if (strstr(name, "clang"))
		return COMPILER_CLANG;
	return strstr(name, "gcc") ? COMPILER_GCC : COMPILER_OTHER;
}

static bool find_compiler(struct toolchain *toolchain, char **error)
{
	const char *named = getenv("CC");
	char *path, *gold;

	toolchain->compiler = memory_copy_text(named && *named ? named : "cc");
	path = find_program(toolchain->compiler);
	if (!path)
		return text_error(error,
				  "there is no C compiler «%s»: install gcc, or name "
				  "yours in CC",
				  toolchain->compiler);
	toolchain->family = family_of(path_base(path));
	free(path);
	gold = find_program("ld.gold");
	toolchain->has_gold = gold != NULL;
	free(gold);
	return true;
}

/* Where the runtime lies, seen from the folder of this binary or from one above
 * it: in the build, and as installed. */
static const struct layout {
	const char *library, *include, *precompiled;
} layouts[] = {
	{ "libasync.a", "../runtime/include", "include" },
	{ "lib/course/libasync.a", "include/course", "lib/course/include" },
};

/* How far above: from build/sanitize-…/tests/grader up to build. */
enum { HIGHEST = 3 };

static bool take_layout(struct toolchain *toolchain, const char *folder,
			const struct layout *layout)
{
	char *header;

	toolchain->library = path_join(folder, layout->library);
	toolchain->include = path_join(folder, layout->include);
	if (!file_is_plain(toolchain->library) || !file_is_folder(toolchain->include)) {
		free(toolchain->library);
		free(toolchain->include);
		toolchain->library = toolchain->include = NULL;
		return false;
	}
	toolchain->precompiled = path_join(folder, layout->precompiled);
	header = path_join(toolchain->precompiled, "async.h.gch");
	if (toolchain->family != COMPILER_GCC || !file_is_plain(header)) {
		free(toolchain->precompiled);
		toolchain->precompiled = NULL;
	}
	free(header);
	return true;
}

static bool take_any_layout(struct toolchain *toolchain, const char *folder)
{
	for (size_t i = 0; i < sizeof(layouts) / sizeof(*layouts); i++)
		if (take_layout(toolchain, folder, &layouts[i]))
			return true;
	return false;
}

static bool find_runtime(struct toolchain *toolchain, char **error)
{
	char *binary = realpath("/proc/self/exe", NULL);
	char *beside = path_folder(binary ? binary : ".");
	char *folder = memory_copy_text(beside);
	bool found = take_any_layout(toolchain, folder);

	for (int above = 0; above < HIGHEST && !found; above++) {
		char *next = path_folder(folder);

		free(folder);
		folder = next;
		found = take_any_layout(toolchain, folder);
	}
	if (!found)
		text_error(
			error,
			"the runtime is not built, there is no %s/libasync.a: run make",
			beside);
	free(folder);
	free(beside);
	free(binary);
	return found;
}

static bool take_named_runtime(struct toolchain *toolchain, const char *folder,
			       char **error)
{
	toolchain->library = path_join(folder, "libasync.a");
	toolchain->include = path_join(folder, "include");
	return file_is_plain(toolchain->library) ||
	       text_error(error, "COURSE_RUNTIME names no runtime: there is no %s",
			  toolchain->library);
}

static void read_parts(struct toolchain *toolchain)
{
	char *folder = path_folder(toolchain->library);

	parts_read(&toolchain->parts, folder);
	free(folder);
}

bool toolchain_find(struct toolchain *toolchain, char **error)
{
	const char *named = getenv("COURSE_RUNTIME");

	*toolchain = (struct toolchain){ 0 };
	if (find_compiler(toolchain, error) &&
	    (named && *named ? take_named_runtime(toolchain, named, error)
			     : find_runtime(toolchain, error))) {
		read_parts(toolchain);
		return true;
	}
	toolchain_free(toolchain);
	return false;
}

void toolchain_free(struct toolchain *toolchain)
{
	free(toolchain->compiler);
	free(toolchain->include);
	free(toolchain->precompiled);
	free(toolchain->library);
	parts_free(&toolchain->parts);
	*toolchain = (struct toolchain){ 0 };
}

char *toolchain_path(const struct toolchain *toolchain)
{
	return find_program(toolchain->compiler);
}

char *toolchain_version(const struct toolchain *toolchain)
{
	char *arguments[] = { toolchain->compiler, "--version", NULL };
	struct tool_request request = { .arguments = arguments,
					.bounds = compiler_bounds };
	struct tool_result result;

	tools_run(&request, 1, &result);
	result.output[strcspn(result.output, "\n")] = '\0';
	return result.output;
}

/* A command line in the making. */
struct words {
	char **words;
	size_t count;
};

static void add_word(struct words *words, char *word)
{
	words->words = memory_resize(words->words, words->count + 2, sizeof(char *));
	words->words[words->count++] = word;
	words->words[words->count] = NULL;
}

static void add_words(struct words *words, const char *const *list)
{
	for (; *list; list++)
		add_word(words, memory_copy_text(*list));
}

static void free_words(struct words *words)
{
	for (size_t i = 0; i < words->count; i++)
		free(words->words[i]);
	free(words->words);
}

/* The text of what is to be compiled; "" if it cannot be read, which is for the
 * compiler to say. To be freed. */
static char *read_source(const struct compile_request *request)
{
	char *path = path_join(request->directory, request->source);
	char *source = file_read(path, longest_source, NULL, NULL);

	free(path);
	return source ? source : memory_copy_text("");
}

/* What the optional parts that it includes are linked with. */
static void add_parts(const struct parts *parts, const struct compile_request *request,
		      struct words *words)
{
	char *source = read_source(request);
	const struct part **needed = memory_new(parts->count, sizeof(*needed));
	size_t count = parts_needed(parts, source, needed);

	for (size_t i = 0; i < count; i++)
		if (needed[i]->there)
			add_words(words, (const char *const *)needed[i]->words);
	free(needed);
	free(source);
}

static void add_flags(const struct toolchain *toolchain,
		      const struct compile_request *request, struct words *words)
{
	static const struct {
		const char *const *own, *const *plain, *const *sanitized;
	} flags[] = {
		[COMPILER_OTHER] = { no_flags, no_flags, no_flags },
		[COMPILER_GCC] = { gcc_flags, gcc_index_flags, gcc_sanitizer_flags },
		[COMPILER_CLANG] = { clang_flags, clang_index_flags, no_flags },
	};
	enum compiler_family family = toolchain->family;

	add_words(words, common_flags);
	add_words(words, flags[family].own);
	add_words(words,
		  request->sanitize ? flags[family].sanitized : flags[family].plain);
	if (toolchain->has_gold && !request->sanitize)
		add_word(words, memory_copy_text("-fuse-ld=gold"));
	if (request->sanitize)
		add_words(words, sanitizer_flags);
	if (request->unused_allowed)
		add_word(words, memory_copy_text("-Wno-error=unused-value"));
}

static struct words command_line(const struct toolchain *toolchain,
				 const struct compile_request *request)
{
	struct words words = { 0 };

	add_word(&words, memory_copy_text(toolchain->compiler));
	add_flags(toolchain, request, &words);
	if (request->quoted) {
		add_word(&words, memory_copy_text("-iquote"));
		add_word(&words, memory_copy_text(request->quoted));
	}
	if (request->kind == COMPILE_RUNTIME && toolchain->precompiled &&
	    !request->sanitize)
		add_word(&words, text_format("-I%s", toolchain->precompiled));
	if (request->kind == COMPILE_RUNTIME)
		add_word(&words, text_format("-I%s", toolchain->include));
	add_word(&words, memory_copy_text("-o"));
	add_word(&words, memory_copy_text(request->output));
	add_word(&words, memory_copy_text(request->source));
	if (request->kind == COMPILE_RUNTIME) {
		add_parts(&toolchain->parts, request, &words);
		add_word(&words, memory_copy_text(toolchain->library));
		add_words(&words, runtime_libraries);
	}
	return words;
}

char *compile_command(const struct toolchain *toolchain,
		      const struct compile_request *request)
{
	struct words words = command_line(toolchain, request);
	struct text text = { 0 };

	for (size_t i = 0; i < words.count; i++)
		text_add_format(&text, i ? " %s" : "%s", words.words[i]);
	free_words(&words);
	return text_take(&text);
}

/* «internal compiler error: File size limit …», «Killed», out of memory: the
 * driver itself ends with an exit status when a part of it is stopped. */
static bool says_it_was_stopped(const char *log)
{
	static const char *const marks[] = {
		"signal terminated program", "out of memory",
		"virtual memory exhausted",  "memory exhausted",
		"File size limit exceeded",  "File too large",
		"CPU time limit exceeded",   "std::bad_alloc",
		"Cannot allocate memory",    "unable to execute command",
	};

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (strstr(log, marks[i]))
			return true;
	return false;
}

/* So much of the processor, and of memory, no work of a beginner's takes to compile:
 * who has come that far has come there by himself. */
static bool took_much(const struct tool_use *use)
{
	return use->ran_out ||
	       use->processor_seconds >= compiler_bounds.cpu_seconds / 4.0 ||
	       use->most_memory >= compiler_bounds.memory_bytes / 4;
}

/* It was stopped at a bound that the machine, and not the source, has brought it to. */
static char *lack_of_machine(const struct tool_result *tool)
{
	if (took_much(&tool->use))
		return NULL;
	if (tool->end == TOOL_TIME_BOUND)
		return text_format("The compiler was not done after %d seconds, in which "
				   "it had %.1f of processor time: this machine has too "
				   "much else to do.",
				   COMPILE_SECONDS, tool->use.processor_seconds);
	if (tool->use.deprived || tool->use.scarce)
		return memory_copy_text("The compiler was stopped: this machine has run "
					"out of memory.");
	if (tool->use.no_room)
		return memory_copy_text("The compiler was stopped: there is no room left "
					"on the disk on which it works (TMPDIR names "
					"another one).");
	return NULL;
}

/* «took longer than 120 seconds»; NULL if it came to no bound. */
static char *bound_of(const struct tool_result *tool)
{
	if (tool->end == TOOL_TIME_BOUND)
		return text_format("took longer than %d seconds", COMPILE_SECONDS);
	if (tool->end == TOOL_OUTPUT_BOUND)
		return text_format("had more to say than %zu KiB",
				   compiler_bounds.output_bytes >> 10);
	if (tool->use.no_room && strstr(tool->output, "No space left on device"))
		return memory_copy_text("found no room on disk");
	if (tool->end == TOOL_SIGNALED || tool->use.deprived ||
	    says_it_was_stopped(tool->output))
		return memory_copy_text("needed more memory, time or room on disk than "
					"it may have");
	return NULL;
}

void compile_judge(const struct tool_result *tool, const char *compiler,
		   struct compile_result *result)
{
	char *bound;

	if (tool->end == TOOL_NOT_STARTED) {
		result->failure =
			text_format("the compiler «%s» cannot be started: %s", compiler,
				    tool->status ? strerror(tool->status) : tool->output);
		return;
	}
	result->interrupted = tool->end == TOOL_INTERRUPTED;
	if (tool->end == TOOL_EXITED && tool->status == 0)
		return;
	bound = bound_of(tool);
	if (!bound)
		return;
	result->failure = lack_of_machine(tool);
	result->at_fault = !result->failure;
	if (result->at_fault)
		result->failure = text_format("The compiler was stopped: it %s.", bound);
	free(bound);
}

static void read_result(const struct toolchain *toolchain, struct tool_result *tool,
			struct compile_result *result)
{
	*result = (struct compile_result){ 0 };
	result->made = tool->end == TOOL_EXITED && tool->status == 0;
	compile_judge(tool, toolchain->compiler, result);
	result->log = tool->output;
	result->log_length = tool->length;
	diagnostics_parse(result->log, &result->diagnostics, &result->diagnostic_count);
}

/* What the first of them lacks of the runtime, as a sentence; NULL: nothing. */
static char *find_lack(const struct toolchain *toolchain,
		       const struct compile_request *requests, size_t count)
{
	char *lack = NULL;

	for (size_t i = 0; i < count && !lack; i++) {
		char *source = read_source(&requests[i]);

		if (requests[i].kind == COMPILE_RUNTIME)
			lack = parts_lack(&toolchain->parts, source);
		free(source);
	}
	return lack;
}

/* If one of them cannot be compiled here, none is: nobody's work can be judged
 * without what belongs to it. */
static void fail_all(const char *lack, size_t count, struct compile_result *results)
{
	for (size_t i = 0; i < count; i++)
		results[i] = (struct compile_result){
			.failure = memory_copy_text(lack),
			.log = memory_copy_text(""),
		};
}

/* The executable's, without «..»; its folder is there. */
static char *full_path(const struct compile_request *request)
{
	char *joined = path_join(request->directory, request->output);
	char *folder = path_folder(joined);
	char *real = realpath(folder, NULL);
	char *path = path_join(real ? real : folder, path_base(joined));

	free(real);
	free(folder);
	free(joined);
	return path;
}

/* What the command line names by its full path, so that it is there in a jail, too:
 * files, and folders behind -I and -L. Points into the words. */
static const char **named_paths(const struct words *words)
{
	const char **paths = memory_new(words->count + 1, sizeof(*paths));
	size_t count = 0;

	for (size_t i = 0; i < words->count; i++) {
		const char *word = words->words[i];

		if (strncmp(word, "-I", 2) == 0 || strncmp(word, "-L", 2) == 0)
			word += 2;
		if (word[0] == '/' && (file_is_plain(word) || file_is_folder(word)))
			paths[count++] = word;
	}
	return paths;
}

static void run_compilers(const struct toolchain *toolchain,
			  const struct compile_request *requests, size_t count,
			  struct compile_result *results)
{
	struct words *lines = memory_new(count, sizeof(*lines));
	struct tool_request *tools = memory_new(count, sizeof(*tools));
	struct tool_result *ends = memory_new(count, sizeof(*ends));
	char **made = memory_new(count, sizeof(*made));
	const char ***visible = memory_new(count, sizeof(*visible));

	for (size_t i = 0; i < count; i++) {
		lines[i] = command_line(toolchain, &requests[i]);
		tools[i].arguments = lines[i].words;
		tools[i].directory = requests[i].directory;
		tools[i].temporary = requests[i].directory;
		tools[i].bounds = compiler_bounds;
		tools[i].jail = requests[i].jail;
		visible[i] = named_paths(&lines[i]);
		tools[i].visible = visible[i];
		made[i] = full_path(&requests[i]);
		tools[i].made = made[i];
	}
	tools_run(tools, count, ends);
	for (size_t i = 0; i < count; i++) {
		read_result(toolchain, &ends[i], &results[i]);
		free_words(&lines[i]);
		free(made[i]);
		free(visible[i]);
	}
	free(visible);
	free(made);
	free(ends);
	free(tools);
	free(lines);
}

/* Once more, where nothing was wrong but an if in short. */
static void compile_conditions(const struct toolchain *toolchain,
			       const struct compile_request *request,
			       struct compile_result *result)
{
	struct compile_request again = *request;
	char *source = read_source(request);

	again.unused_allowed = true;
	if (unused_value_is_condition(result, source)) {
		compile_result_free(result);
		run_compilers(toolchain, &again, 1, result);
	}
	free(source);
}

void compile_all(const struct toolchain *toolchain,
		 const struct compile_request *requests, size_t count,
		 struct compile_result *results)
{
	char *lack = find_lack(toolchain, requests, count);

	if (lack)
		fail_all(lack, count, results);
	else
		run_compilers(toolchain, requests, count, results);
	for (size_t i = 0; !lack && i < count; i++)
		compile_conditions(toolchain, &requests[i], &results[i]);
	free(lack);
}

void compile_result_free(struct compile_result *result)
{
	diagnostics_free(result->diagnostics, result->diagnostic_count);
	free(result->failure);
	free(result->log);
	*result = (struct compile_result){ 0 };
}
