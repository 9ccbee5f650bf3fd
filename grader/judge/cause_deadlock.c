/* A deadlock, and from the trace who waits for whom: see cause.h. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/source_code.h"
#include "run/program.h"
#include "run/trace_reader.h"
#include "text/memory.h"
#include "text/text.h"

/* A trace may be a stranger's: what goes beyond is left out of the sentence. */
enum { MOST_TASKS = 512, MOST_HOLDS = 512, MOST_STEPS = 6 };

/* A task, as it stood when everything stopped. */
struct sleeper {
	uint32_t task;
	const char *name;
	size_t nth; /* of those with its name, from 1; 0: there is no other */
	bool begun, ended;
	bool told;                      /* it is in the sentence */
	const struct trace_entry *wait; /* what it waits for, or NULL */
	const struct trace_entry *suspended;
};

/* A lock or semaphore in somebody's hands. */
struct hold {
	struct sleeper *holder;
	const char *thing;
};

struct scene {
	const struct evidence *evidence;
	struct sleeper sleepers[MOST_TASKS];
	size_t count;
	struct hold holds[MOST_HOLDS];
	size_t hold_count;
};

/* ---- what the trace says ------------------------------------------------- */

static struct sleeper *find_sleeper(struct scene *scene, uint32_t task)
{
	for (size_t i = 0; i < scene->count; i++)
		if (scene->sleepers[i].task == task)
			return &scene->sleepers[i];
	if (task == 0 || scene->count == MOST_TASKS)
		return NULL;
	scene->sleepers[scene->count] = (struct sleeper){ .task = task };
	return &scene->sleepers[scene->count++];
}

static void take_hold(struct scene *scene, struct sleeper *holder, const char *thing)
{
	if (scene->hold_count < MOST_HOLDS)
		scene->holds[scene->hold_count++] = (struct hold){ holder, thing };
}

/* Its own, or, of a semaphore, anybody's. */
static void let_go(struct scene *scene, const struct sleeper *holder, const char *thing)
{
	size_t found = scene->hold_count;

	for (size_t i = 0; i < scene->hold_count; i++)
		if (strcmp(scene->holds[i].thing, thing) == 0 &&
		    (found == scene->hold_count || scene->holds[i].holder == holder))
			found = i;
	if (found < scene->hold_count)
		scene->holds[found] = scene->holds[--scene->hold_count];
}

static void read_entry(struct scene *scene, const struct trace_entry *entry)
{
	struct sleeper *sleeper = find_sleeper(scene, entry->task);

	if (!sleeper)
		return;
	switch (entry->kind) {
	case TRACE_TASK_CREATE: sleeper->name = entry->text; break;
	case TRACE_TASK_BEGIN: sleeper->begun = true; break;
	case TRACE_TASK_END: sleeper->ended = true; break;
	case TRACE_SUSPEND: sleeper->suspended = entry; break;
	case TRACE_RESUME: sleeper->wait = sleeper->suspended = NULL; break;
	case TRACE_WAIT:
		if (!sleeper->wait)
			sleeper->wait = entry;
		break;
	case TRACE_HOLD: take_hold(scene, sleeper, entry->text); break;
	case TRACE_LET_GO: let_go(scene, sleeper, entry->text); break;
	default: break;
	}
}

/* Tasks of one name are told apart by their number among these. */
static void number_names(struct scene *scene)
{
	for (size_t i = 0; i < scene->count; i++) {
		struct sleeper *one = &scene->sleepers[i];
		size_t before = 0, all = 0;

		for (size_t j = 0; one->name && j < scene->count; j++) {
			const char *name = scene->sleepers[j].name;

			all += name && strcmp(name, one->name) == 0;
			before += j <= i && name && strcmp(name, one->name) == 0;
		}
		one->nth = all > 1 ? before : 0;
	}
}

static struct scene *read_scene(const struct evidence *evidence)
{
	struct scene *scene = memory_new(1, sizeof(*scene));

	scene->evidence = evidence;
	for (size_t i = 0; i < evidence->trace->count; i++)
		read_entry(scene, &evidence->trace->entries[i]);
	number_names(scene);
	return scene;
}

/* ---- one step of the sentence -------------------------------------------- */

static void add_name(struct text *text, const struct sleeper *sleeper)
{
	if (!sleeper->name)
		text_add_format(text, "task %u", sleeper->task);
	else if (sleeper->nth)
		text_add_format(text, "%s %zu", sleeper->name, sleeper->nth);
	else
		text_add(text, sleeper->name);
}

/* Where it waits, if that is in a file of the learner's. */
static struct place place_of(const struct scene *scene, const struct sleeper *sleeper)
{
	const struct trace_entry *entries[] = { sleeper->wait, sleeper->suspended };
	struct place place = { 0 };

	for (size_t i = 0; i < 2 && !place.file; i++)
		if (entries[i] && entries[i]->place)
			place = evidence_place(scene->evidence, entries[i]->place->file,
					       entries[i]->place->line);
	return place;
}

/* The number behind the last space: of a task. */
static uint32_t number_at_end(const char *text)
{
	const char *space = strrchr(text, ' ');

	return space ? (uint32_t)strtoul(space, NULL, 10) : 0;
}

/* The first task that has not ended of those that the future consists of, and
 * how many more there are. */
static struct sleeper *find_part(struct scene *scene, const char *future, size_t *more)
{
	const struct trace *trace = scene->evidence->trace;
	size_t length = strlen(future);
	struct sleeper *first = NULL;

	*more = 0;
	for (size_t i = 0; i < trace->count; i++) {
		const struct trace_entry *entry = &trace->entries[i];
		struct sleeper *part;

		if (entry->kind != TRACE_PART ||
		    strncmp(entry->text, future, length) != 0 ||
		    entry->text[length] != ' ')
			continue;
		part = find_sleeper(scene, number_at_end(entry->text));
		if (!part || part->ended || part == first)
			continue;
		if (first)
			++*more;
		else
			first = part;
	}
	return first;
}

static struct sleeper *add_task(struct text *text, struct scene *scene,
				const struct sleeper *sleeper)
{
	struct sleeper *other = find_sleeper(scene, number_at_end(sleeper->wait->text));

	if (other)
		add_name(text, other);
	return other;
}

static struct sleeper *add_future(struct text *text, struct scene *scene,
				  const struct sleeper *sleeper)
{
	size_t more;
	struct sleeper *part = find_part(scene, sleeper->wait->text, &more);

	if (!part) {
		text_add(text, "a future that nobody completes");
		return NULL;
	}
	add_name(text, part);
	if (more)
		text_add_format(text, " and %zu more", more);
	return part;
}

/* «the lock that worker holds»: gives who holds it, or the last who does. */
static struct sleeper *add_held(struct text *text, struct scene *scene,
				const struct sleeper *sleeper)
{
	const char *thing = sleeper->wait->text;
	int word = (int)strcspn(thing, " ");
	struct sleeper *holder = NULL;
	size_t count = 0;

	for (size_t i = 0; i < scene->hold_count; i++) {
		if (strcmp(scene->holds[i].thing, thing) != 0)
			continue;
		if (count++ == 0)
			text_add_format(text, "the %.*s that ", word, thing);
		else
			text_add(text, " and ");
		holder = scene->holds[i].holder;
		if (holder == sleeper)
			text_add(text, "it");
		else
			add_name(text, holder);
	}
	if (!holder)
		text_add_format(text, "a %.*s that nobody releases", word, thing);
	else if (holder->ended)
		text_add(text, " has taken and never released");
	else if (holder == sleeper)
		text_add(text, " holds itself");
	else
		text_add(text, count > 1 ? " hold" : " holds");
	return holder;
}

static const struct {
	const char *word; /* the thing's */
	/* Adds what is waited for; gives who is to wake it, or NULL. Or the words. */
	struct sleeper *(*add)(struct text *text, struct scene *scene,
			       const struct sleeper *sleeper);
	const char *words;
} things[] = {
	{ "task ", add_task, NULL },
	{ "future ", add_future, NULL },
	{ "lock ", add_held, NULL },
	{ "semaphore ", add_held, NULL },
	{ "event ", NULL, "an event that nobody sets" },
	{ "condition ", NULL, "a condition that nobody notifies" },
	{ "item of queue ", NULL, "an item of a queue into which nobody puts one" },
	{ "room in queue ", NULL, "room in a queue from which nobody takes an item" },
	{ "end of queue ", NULL,
	  "a queue to be worked off, and task_done was not called for every item" },
};

/* Adds what it waits for; gives who is to wake it, or NULL. */
static struct sleeper *add_wait(struct text *text, struct scene *scene,
				const struct sleeper *sleeper)
{
	const struct trace_entry *suspended = sleeper->suspended;

	for (size_t i = 0; sleeper->wait && i < sizeof(things) / sizeof(*things); i++) {
		if (strncmp(sleeper->wait->text, things[i].word,
			    strlen(things[i].word)) != 0)
			continue;
		if (things[i].add)
			return things[i].add(text, scene, sleeper);
		text_add(text, things[i].words);
		return NULL;
	}
	if (suspended->place && source_code_word(suspended->place->text, "async_sleep")) {
		text_add_format(text, "a time that never comes, in \"%s\"",
				suspended->place->text);
		return NULL;
	}
	text_add(text, "something that does not come");
	if (suspended->place && *suspended->place->text)
		text_add_format(text, ", in \"%s\"", suspended->place->text);
	return NULL;
}

/* ---- the sentence -------------------------------------------------------- */

static bool is_task(const struct sleeper *sleeper)
{
	return sleeper->wait && (strncmp(sleeper->wait->text, "task ", 5) == 0 ||
				 strncmp(sleeper->wait->text, "future ", 7) == 0);
}

static struct sleeper *first_waiting(struct scene *scene)
{
	for (size_t i = 0; i < scene->count; i++)
		if (!scene->sleepers[i].ended && scene->sleepers[i].suspended)
			return &scene->sleepers[i];
	return NULL;
}

/* The task that runs and awaits nothing: it stands in a call that does not come back. */
static const struct sleeper *find_running(const struct scene *scene)
{
	for (size_t i = 0; i < scene->count; i++)
		if (scene->sleepers[i].begun && !scene->sleepers[i].ended &&
		    !scene->sleepers[i].suspended)
			return &scene->sleepers[i];
	return NULL;
}

/* The first call in the learner's source that waits for another thread, or for
 * somebody who types: it holds up all tasks; NULL if there is none. */
static const char *find_thread_call(const char *code, const char **name)
{
	static const char *const names[] = {
		"pthread_mutex_lock",
		"pthread_cond_wait",
		"pthread_join",
		"mtx_lock",
		"cnd_wait",
		"thrd_join",
		"sem_wait",
		"flock",
		"pause",
		"wait",
		"waitpid",
		"getchar",
		"fgets",
		"scanf",
		"read",
	};
	const char *first = NULL;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *found = source_code_word(code, names[i]);

		if (found && *source_code_skip_space(found + strlen(names[i])) == '(' &&
		    (!first || found < first)) {
			first = found;
			*name = names[i];
		}
	}
	return first;
}

static void add_running(struct text *text, const struct scene *scene,
			const struct sleeper *running, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(scene->evidence);
	char *code = source_code_if_short(source && source->text ? source->text : "");
	const char *name = "", *call = find_thread_call(code, &name);

	text_add(text, " ");
	add_name(text, running);
	text_add(text, " awaits nothing, but stands in a call that does not come back, "
		       "and holds up all others");
	if (call && source) {
		cause->where = evidence_place(scene->evidence, source->name,
					      source_code_line(code, call));
		text_add_format(text, ": is it %s (line %d)?", name, cause->where.line);
	} else {
		text_add(text, ".");
	}
	free(code);
}

/* «main waits for worker (line 20), which waits for the lock that main holds». */
static void add_chain(struct text *text, struct scene *scene, struct cause *cause)
{
	struct sleeper *sleeper = first_waiting(scene);
	const struct sleeper *before = NULL;

	for (int step = 0; sleeper && step < MOST_STEPS && !sleeper->told &&
			   !sleeper->ended && sleeper->suspended;
	     step++) {
		struct sleeper *next;
		struct place place = place_of(scene, sleeper);

		if (!before) {
			text_add(text, " ");
			add_name(text, sleeper);
		} else if (is_task(before)) {
			text_add(text, ", which");
		} else {
			text_add(text, "; ");
			add_name(text, sleeper);
		}
		text_add(text, " waits for ");
		sleeper->told = true;
		next = add_wait(text, scene, sleeper);
		if (place.file) {
			text_add_format(text, " (line %d)", place.line);
			place_free(&cause->where);
			cause->where = place;
		}
		before = sleeper;
		sleeper = next;
	}
	if (before)
		text_add(text, ".");
}

static void add_fact(struct text *text, const struct evidence *evidence)
{
	char *moment = timed_output_seconds(evidence->result->ended_at / 1000000);
	size_t count = evidence->actual->count;

	if (evidence->divergence.kind == DIVERGENCE_NONE)
		text_add_format(text,
				"Every line is right, but the program does not end: at "
				"%s all of it waits, and nothing is left that could wake "
				"it.",
				moment);
	else if (count)
		text_add_format(text,
				"After line %zu everything waits for ever: from %s on "
				"nothing is left that could wake the program.",
				count, moment);
	else
		text_add_format(text,
				"Everything waits for ever: at %s nothing is left that "
				"could wake the program.",
				moment);
	free(moment);
}

bool cause_deadlock(const struct evidence *evidence, struct cause *cause)
{
	struct text text = { 0 };
	struct scene *scene;

	if (evidence->result->end != PROGRAM_DEADLOCK)
		return false;
	add_fact(&text, evidence);
	if (evidence->trace) {
		scene = read_scene(evidence);
		if (find_running(scene))
			add_running(&text, scene, find_running(scene), cause);
		else
			add_chain(&text, scene, cause);
		free(scene);
	}
	cause->sentence = text_take(&text);
	cause->certain = true;
	return true;
}
