/*
 * course completion: what a shell offers while a command is being typed.
 *
 * All that is known stands here and in the rows of the commands; the shell's
 * script only asks: course completion words -- WORD…, the last one being typed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/command.h"
#include "course/lesson.h"
#include "course/root.h"
#include "text/memory.h"

/* ---- the shells ----------------------------------------------------------- */

static const char bash[] =
	"# bash completion for course; made by: course completion bash\n"
	"_course() {\n"
	"\tlocal IFS=$'\\n'\n"
	"\tCOMPREPLY=($(\"${COMP_WORDS[0]}\" completion words -- \\\n"
	"\t\t\"${COMP_WORDS[@]:1:COMP_CWORD}\" 2>/dev/null))\n"
	"}\n"
	"complete -o default -F _course course\n";

static const char zsh[] = "#compdef course\n"
			  "# zsh completion for course; made by: course completion zsh\n"
			  "_course() {\n"
			  "\tlocal -a found\n"
			  "\tfound=(${(f)\"$(${words[1]} completion words -- "
			  "\"${(@)words[2,CURRENT]}\" 2>/dev/null)\"})\n"
			  "\tif (( ${#found} )); then compadd -a found; else _files; fi\n"
			  "}\n"
			  "if [ \"$funcstack[1]\" = _course ]; then _course \"$@\"; "
			  "else compdef _course course; fi\n";

static const char fish[] =
	"# fish completion for course; made by: course completion fish\n"
	"function __course_words\n"
	"\tset -l words (commandline -opc)\n"
	"\t$words[1] completion words -- $words[2..-1] (commandline -ct) 2>/dev/null\n"
	"end\n"
	"complete -c course -f -a "
	"'(__course_words; or __fish_complete_path (commandline -ct))'\n";

static const struct shell {
	const char *name;
	const char *script;
} shells[] = {
	{ "bash", bash },
	{ "zsh", zsh },
	{ "fish", fish },
};

/* ---- what may stand at a place -------------------------------------------- */

/* A question: which words go on from `typed`, each to be printed after `before`. */
struct question {
	const char *typed;
	const char *before;
	const char *root; /* as given, or NULL */
	size_t found;
};

static void offer(struct question *question, const char *word)
{
	if (strncmp(word, question->typed, strlen(question->typed)) != 0)
		return;
	printf("%s%s\n", question->before, word);
	question->found++;
}

static void offer_names(struct question *question,
			void (*list)(const char *root, struct names *names))
{
	char *root = root_find(question->root, NULL);
	struct names names = { 0 };

	if (root)
		list(root, &names);
	for (size_t i = 0; i < names.count; i++)
		offer(question, names.names[i]);
	names_free(&names);
	free(root);
}

static void offer_exercises(struct question *question)
{
	offer_names(question, root_exercises);
}

static void offer_lessons(struct question *question)
{
	offer_names(question, lesson_names);
}

static void offer_either(struct question *question)
{
	offer_lessons(question);
	offer_exercises(question);
}

static void offer_commands(struct question *question)
{
	for (size_t i = 0; commands[i]; i++)
		offer(question, commands[i]->name);
}

/* The words of «text|json|svg». */
static void offer_words(struct question *question, const char *words)
{
	while (*words) {
		size_t length = strcspn(words, "|");
		char *word = memory_copy_bytes(words, length);

		offer(question, word);
		free(word);
		words += length + (words[length] == '|');
	}
}

/* Of a file or a folder nothing is said: the shell knows those. */
static void offer_kind(struct question *question, const char *kind)
{
	static const struct {
		const char *kind;
		void (*offer)(struct question *question);
	} kinds[] = {
		{ "EXERCISE", offer_exercises },
		{ "LESSON", offer_lessons },
		{ "NAME", offer_either },
		{ "COMMAND", offer_commands },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(kinds[i].kind, kind) == 0)
			kinds[i].offer(question);
	if (strchr(kind, '|'))
		offer_words(question, kind);
}

static void offer_options(struct question *question, const struct option *options)
{
	for (; options && options->name; options++) {
		char *word = memory_new(strlen(options->name) + 3, 1);

		sprintf(word, "--%s", options->name);
		if (options->kind != OPTION_OPERAND)
			offer(question, word);
		free(word);
	}
	offer(question, "--help");
}

/* ---- the place ------------------------------------------------------------ */

static const struct option *option_of(const struct command *command, const char *word)
{
	size_t length = strcspn(word, "=");

	if (strncmp(word, "--", 2) != 0)
		return NULL;
	for (const struct option *option = command->options; option && option->name;
	     option++)
		if (option->kind != OPTION_OPERAND &&
		    strlen(option->name) == length - 2 &&
		    strncmp(option->name, word + 2, length - 2) == 0)
			return option;
	return NULL;
}

/* What is told of an operand: of that one, or of the last that is. */
static const struct option *operand_of(const struct command *command, size_t index)
{
	const struct option *found = NULL;

	for (const struct option *option = command->options; option && option->name;
	     option++)
		if (option->kind == OPTION_OPERAND && (!found || index--))
			found = option;
	return found;
}

static void offer_value(struct question *question, const struct option *option)
{
	if (option)
		offer_kind(question, option->takes ? option->takes : option->name);
}

/* Where among its arguments a command is being typed. */
struct position {
	const struct option *value_of; /* the word is the value of this option */
	size_t operands;               /* that stand before it */
	bool options_over;             /* after «--» */
};

static struct position position_in(struct question *question,
				   const struct command *command, int count, char **words)
{
	struct position position = { 0 };

	for (int i = 0; i < count; i++) {
		const struct option *option =
			position.options_over ? NULL : option_of(command, words[i]);

		if (position.value_of) {
			if (strcmp(position.value_of->name, "root") == 0)
				question->root = words[i];
			position.value_of = NULL;
		} else if (option) {
			if (option->kind != OPTION_FLAG && !strchr(words[i], '='))
				position.value_of = option;
		} else if (strcmp(words[i], "--") == 0) {
			position.options_over = true;
		} else {
			position.operands++;
		}
	}
	return position;
}

static void complete_arguments(struct question *question, const struct command *command,
			       int count, char **words)
{
	struct position position = position_in(question, command, count - 1, words);
	const char *equals = strchr(question->typed, '=');
	const struct option *option = equals && !position.options_over
					      ? option_of(command, question->typed)
					      : NULL;

	if (position.value_of) {
		offer_value(question, position.value_of);
	} else if (option) {
		char *before = memory_copy_bytes(question->typed,
						 (size_t)(equals + 1 - question->typed));

		question->before = before;
		question->typed = equals + 1;
		offer_value(question, option);
		free(before);
	} else if (*question->typed == '-' && !position.options_over) {
		offer_options(question, command->options);
	} else {
		offer_value(question, operand_of(command, position.operands));
	}
}

/* bash makes three words of «--format=json»; two of them say the same. */
static int without_equals(int count, char **words)
{
	int kept = 0;

	for (int i = 0; i < count; i++)
		if (strcmp(words[i], "=") != 0 || i + 1 == count)
			words[kept++] = words[i];
	if (kept && strcmp(words[kept - 1], "=") == 0)
		words[kept - 1] = "";
	return kept;
}

/* Prints what may stand in the place of the last word. */
static int complete(int count, char **words)
{
	struct question question = { .before = "" };
	const struct command *command;

	count = without_equals(count, words);
	if (!count)
		return COMMAND_WRONG;
	question.typed = words[count - 1];
	command = count > 1 ? command_find(words[0]) : NULL;
	if (command)
		complete_arguments(&question, command, count - 1, words + 1);
	else if (count == 1)
		offer_commands(&question);
	if (count == 1 && *question.typed == '-') {
		offer(&question, "--help");
		offer(&question, "--version");
	}
	return question.found ? COMMAND_RIGHT : COMMAND_WRONG;
}

/* ---- the command ---------------------------------------------------------- */

static int completion(int argc, char **argv)
{
	if (argc > 2 && strcmp(argv[1], "words") == 0 && strcmp(argv[2], "--") == 0)
		return complete(argc - 3, argv + 3);
	for (size_t i = 0; argc == 2 && i < sizeof(shells) / sizeof(*shells); i++)
		if (strcmp(shells[i].name, argv[1]) == 0) {
			fputs(shells[i].script, stdout);
			return COMMAND_RIGHT;
		}
	return command_fail("say for which shell: course completion bash, zsh or fish");
}

static const struct option options[] = {
	{ "SHELL", OPTION_OPERAND, 0, "bash|zsh|fish", "bash, zsh or fish" },
	{ 0 },
};

const struct command command_completion = {
	.name = "completion",
	.usage = "SHELL",
	.summary = "the script by which a shell completes commands and names",
	.about =
		"make install puts it where each shell looks. To try it without that:\n\n"
		"    eval \"$(course completion bash)\"\n"
		"    course completion fish | source",
	.options = options,
	.run = completion,
};
