/* course doctor: what this machine can do to keep strangers' programs in. */
#include <jansson.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "command/command.h"
#include "command/options.h"
#include "run/interrupt.h"
#include "run/jail.h"
#include "show/terminal.h"
#include "text/text.h"

struct settings {
	const char *level;
	const char *format;
};

/* Columns of the layer's name. */
enum { NAME_WIDTH = 19 };

static void show_layer(const struct terminal *terminal, const struct layer_proof *layer)
{
	terminal_write(terminal, layer->holds ? STYLE_GOOD : STYLE_BAD,
		       layer->holds ? "  yes  " : "  no   ");
	terminal_write_and_free(terminal, STYLE_STRONG,
				text_format("%-*s", NAME_WIDTH, layer->name));
	terminal_wrap(terminal, STYLE_PLAIN, 7 + NAME_WIDTH, layer->proof);
	if (!layer->remedy)
		return;
	terminal_write_and_free(terminal, STYLE_DOUBT,
				text_format("%*s→ ", 7 + NAME_WIDTH, ""));
	terminal_wrap(terminal, STYLE_DOUBT, 9 + NAME_WIDTH, layer->remedy);
}

/* Layers that only a lower level needs come first. */
static void show_layers(const struct terminal *terminal, const struct jail_proof *proof)
{
	for (enum jail_level level = JAIL_BASIC; level < JAIL_LEVEL_COUNT; level++) {
		terminal_write_and_free(terminal, STYLE_FAINT,
					text_format("%s: %s\n", jail_level_name(level),
						    jail_level_meaning(level)));
		for (int i = 0; i < JAIL_LAYER_COUNT; i++)
			if (proof->layers[i].level == level)
				show_layer(terminal, &proof->layers[i]);
		terminal_write(terminal, STYLE_PLAIN, "\n");
	}
}

static void show_text(const struct jail_proof *proof)
{
	struct terminal terminal = terminal_of(stdout);

	show_layers(&terminal, proof);
	terminal_write(&terminal, STYLE_PLAIN, "The level of trust here: ");
	terminal_write(&terminal, proof->level ? STYLE_GOOD : STYLE_BAD,
		       jail_level_name(proof->level));
	terminal_write(&terminal, STYLE_PLAIN, "\n");
}

static json_t *layer_object(const struct layer_proof *layer)
{
	return json_pack("{s:s, s:s, s:b, s:s, s:s?}", "layer", layer->name, "level",
			 jail_level_name(layer->level), "holds", layer->holds, "proof",
			 layer->proof, "remedy", layer->remedy);
}

static int show_json(const struct jail_proof *proof)
{
	json_t *layers = json_array();
	json_t *report;
	int failure;

	for (int i = 0; i < JAIL_LAYER_COUNT; i++)
		json_array_append_new(layers, layer_object(&proof->layers[i]));
	report = json_pack("{s:s, s:o}", "level", jail_level_name(proof->level), "layers",
			   layers);
	failure = json_dumpf(report, stdout, JSON_COMPACT);
	json_decref(report);
	return failure == 0 && puts("") >= 0;
}

static int judge(const struct jail_proof *proof, enum jail_level asked,
		 const char *format)
{
	if (strcmp(format, "text") == 0)
		show_text(proof);
	else if (!show_json(proof))
		return command_fail("the report could not be written");
	if (proof->level >= asked)
		return COMMAND_RIGHT;
	return command_fail("the level here is %s, and %s was asked for",
			    jail_level_name(proof->level), jail_level_name(asked));
}

static const struct option options[] = {
	{ "level", OPTION_TEXT, offsetof(struct settings, level),
	  "none|basic|strong|full", "the level that is needed; by default strong" },
	{ "format", OPTION_TEXT, offsetof(struct settings, format), "text|json",
	  "text (the default), or json: one object on one line" },
	{ 0 },
};

static int prove(const struct settings *settings)
{
	struct jail_proof proof;
	char *error = NULL;
	struct jail *jail = jail_open(&error);
	int status;

	jail_prove(jail, error, &proof);
	status = judge(&proof, jail_level_of_name(settings->level), settings->format);
	jail_proof_free(&proof);
	jail_close(jail);
	free(error);
	return status;
}

static int doctor(int argc, char **argv)
{
	struct settings settings = { jail_level_name(JAIL_STRONG), "text" };
	char *error = NULL;
	int status;

	if (!options_take(&argc, argv, options, &settings, &error))
		return command_fail_with(error);
	if (argc > 1)
		return command_fail("course doctor takes no «%s»", argv[1]);
	if (jail_level_of_name(settings.level) == JAIL_LEVEL_COUNT)
		return command_fail(
			"--level «%s» is none: say none, basic, strong or full",
			settings.level);
	if (strcmp(settings.format, "text") != 0 && strcmp(settings.format, "json") != 0)
		return command_fail("there is no format «%s»: say text or json",
				    settings.format);
	interrupt_catch();
	status = prove(&settings);
	interrupt_deliver();
	return status;
}

const struct command command_doctor = {
	.name = "doctor",
	.usage = "[OPTION]...",
	.summary = "how far this machine can keep strangers' programs in",
	.about = "Strangers' programs are compiled and run in a jail of several layers. "
		 "Here each layer is proved: a program inside attempts what the layer "
		 "forbids. From those that hold follows the level of trust:\n\n"
		 "none: a program can do whatever its user can. basic: it is alone, no "
		 "other process, file or network is there. strong: and it has no rights, "
		 "and little of the kernel to try. full: and what matters most is held "
		 "twice.\n\n"
		 "Exit status: 0 the level holds, 2 it does not.",
	.options = options,
	.run = doctor,
};
