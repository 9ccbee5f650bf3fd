#include "stage/demo.h"

#include <stdlib.h>
#include <string.h>

#include "show/screen.h"
#include "text/memory.h"
#include "text/text.h"

/* How long the audience waits for a program before a recording takes its place. */
enum { PATIENCE = 3000 };

static const nanoseconds patience = (nanoseconds)PATIENCE * 1000000;

/* A program that comes sooner than that needs no screen of its own before. */
static const nanoseconds a_moment = 400000000;

/* Rows that are not the slide's: its heading, a blank, the bar. */
enum { ROWS_AROUND = 4 };

/* For who turns the pages alone. */
static const nanoseconds shortest_look = 2500000000, longest_look = 12000000000,
			 look_at_end = 2500000000, time_a_row = 700000000;

static size_t room_of(const struct demo *demo)
{
	return demo->rows > ROWS_AROUND + 4 ? demo->rows - ROWS_AROUND : 4;
}

static const struct slide *slide_of(const struct demo *demo)
{
	return &demo->slides.slides[demo->at];
}

static bool lay_out(struct demo *demo, char **error)
{
	slides_free(&demo->slides);
	lesson_page_free(&demo->page);
	if (!reading_lay_out(demo->reading, &demo->terminal, &demo->page, error))
		return false;
	slides_make(&demo->slides, &demo->page, room_of(demo));
	if (!demo->slides.count)
		return text_error(error, "%s is empty", demo->reading->path);
	return true;
}

bool demo_begin(struct demo *demo, const struct reading *reading,
		const struct toolchain *toolchain, const struct terminal *terminal,
		size_t rows, char **error)
{
	*demo = (struct demo){ .reading = reading,
			       .toolchain = toolchain,
			       .terminal = *terminal,
			       .rows = rows,
			       .speed = 1 };
	return lay_out(demo, error);
}

static void leave_stage(struct demo *demo)
{
	if (demo->starting)
		live_run_stop(&demo->run);
	demo->starting = false;
	if (!demo->playing)
		return;
	playback_free(&demo->playback);
	recording_free(&demo->recording);
	demo->playing = false;
}

void demo_free(struct demo *demo)
{
	leave_stage(demo);
	free(demo->typed);
	slides_free(&demo->slides);
	lesson_page_free(&demo->page);
}

/* The same block is to be seen as before. */
bool demo_resize(struct demo *demo, const struct terminal *terminal, size_t rows,
		 char **error)
{
	size_t block = slide_of(demo)->first;

	demo->terminal = *terminal;
	demo->rows = rows;
	if (!lay_out(demo, error))
		return false;
	for (demo->at = 0; demo->at + 1 < demo->slides.count; demo->at++)
		if (demo->slides.slides[demo->at].end > block)
			break;
	demo->scroll = 0;
	return true;
}

/* ---- programs ------------------------------------------------------------ */

static void take_run(struct demo *demo, int longest)
{
	live_run_take(&demo->run, longest, &demo->recording);
	playback_begin(&demo->playback, &demo->recording.picture);
	demo->playback.speed = demo->speed;
	demo->starting = false;
	demo->playing = true;
}

/* The run is made here and now; and then shown at its own pace. */
static void play(struct demo *demo)
{
	const struct lesson *lesson = &demo->reading->lesson;
	const struct lesson_program *program =
		lesson_find_program(lesson, slide_of(demo)->program);

	leave_stage(demo);
	if (!program)
		return;
	live_run_start(&demo->run, lesson, program, demo->toolchain);
	demo->starting = true;
	demo->waited = 0;
	if (!demo->meanwhile)
		take_run(demo, PATIENCE);
}

/* What takes too long is replaced. */
static void wait_for_run(struct demo *demo, nanoseconds elapsed)
{
	demo->waited += elapsed;
	if (live_run_is_over(&demo->run) || demo->waited >= patience)
		take_run(demo, 0);
}

int demo_descriptor(const struct demo *demo)
{
	return demo->starting ? demo->run.process_file : -1;
}

bool demo_is_about_to_play(const struct demo *demo)
{
	return demo->starting && demo->waited < a_moment && !demo->help;
}

static void enter_slide(struct demo *demo)
{
	leave_stage(demo);
	demo->scroll = 0;
	demo->on_slide = 0;
	if (slide_of(demo)->program)
		play(demo);
}

static void turn(struct demo *demo, int step)
{
	size_t next = demo->at + (size_t)step;

	if (next >= demo->slides.count)
		return;
	demo->at = next;
	enter_slide(demo);
}

/* To the next slide on which a program runs, if there is one. */
static void turn_to_program(struct demo *demo, int step)
{
	size_t next = demo->at + (size_t)step;

	while (next < demo->slides.count && !demo->slides.slides[next].program)
		next += (size_t)step;
	if (next < demo->slides.count)
		turn(demo, (int)(next - demo->at));
}

static void jump(struct demo *demo)
{
	char *end;
	double seconds = strtod(demo->typed, &end);

	if (*demo->typed && !*end && seconds >= 0 && seconds < 1e9)
		playback_jump(&demo->playback, (nanoseconds)(seconds * 1e9));
	free(demo->typed);
	demo->typed = NULL;
}

static void type(struct demo *demo, int key)
{
	size_t length = strlen(demo->typed);
	char *longer;

	if (key == KEY_ENTER) {
		jump(demo);
		return;
	}
	if (key == KEY_ESCAPE) {
		free(demo->typed);
		demo->typed = NULL;
		return;
	}
	if (key == KEY_BACKSPACE && length)
		demo->typed[length - 1] = '\0';
	if (((key < '0' || key > '9') && key != '.') || length > 9)
		return;
	longer = text_format("%s%c", demo->typed, key);
	free(demo->typed);
	demo->typed = longer;
}

static void change_speed(struct demo *demo, int step)
{
	playback_change_speed(&demo->playback, step);
	demo->speed = demo->playback.speed;
}

static bool play_key(struct demo *demo, int key)
{
	switch (key) {
	case ' ':
		if (playback_is_over(&demo->playback))
			return false;
		demo->playback.paused = !demo->playback.paused;
		return true;
	case '.':
	case KEY_DOWN: playback_step(&demo->playback, 1); return true;
	case ',':
	case KEY_UP: playback_step(&demo->playback, -1); return true;
	case '+':
	case '=': change_speed(demo, 1); return true;
	case '-': change_speed(demo, -1); return true;
	case '0':
	case KEY_HOME: playback_jump(&demo->playback, 0); return true;
	case KEY_END: playback_jump(&demo->playback, demo->playback.end); return true;
	case 'j': demo->typed = memory_copy_text(""); return true;
	default: return false;
	}
}

static void scroll(struct demo *demo, int step)
{
	if (step > 0 || demo->scroll)
		demo->scroll += (size_t)step;
}

void demo_key(struct demo *demo, int key)
{
	if (demo->help) {
		demo->help = false;
		return;
	}
	if (demo->typed) {
		type(demo, key);
		return;
	}
	if (demo->playing && play_key(demo, key))
		return;
	if (demo->starting && key == ' ')
		return; /* it is for the program */
	switch (key) {
	case 'q': demo->over = true; break;
	case ' ':
	case 'n':
	case KEY_RIGHT:
	case KEY_PAGE_DOWN: turn(demo, 1); break;
	case 'p':
	case KEY_LEFT:
	case KEY_BACKSPACE:
	case KEY_PAGE_UP: turn(demo, -1); break;
	case KEY_TAB: turn_to_program(demo, 1); break;
	case KEY_BACK_TAB: turn_to_program(demo, -1); break;
	case 'r':
	case KEY_ENTER:
		if (slide_of(demo)->program)
			play(demo);
		else
			turn(demo, 1);
		break;
	case KEY_DOWN: scroll(demo, 1); break;
	case KEY_UP: scroll(demo, -1); break;
	case KEY_HOME:
		demo->at = 0;
		enter_slide(demo);
		break;
	case '?': demo->help = true; break;
	default: break;
	}
}

/* ---- time ---------------------------------------------------------------- */

void demo_pass(struct demo *demo, nanoseconds elapsed)
{
	demo->on_slide += elapsed;
	if (demo->starting)
		wait_for_run(demo, elapsed);
	else if (demo->playing)
		playback_pass(&demo->playback, elapsed);
}

bool demo_moves(const struct demo *demo)
{
	return demo->starting || (demo->playing && !demo->playback.paused &&
				  !playback_is_over(&demo->playback));
}

static nanoseconds reading_time(const struct demo *demo)
{
	const struct slide *slide = slide_of(demo);
	nanoseconds time = shortest_look;

	if (demo->playing)
		return look_at_end;
	for (size_t i = slide->first; i < slide->end; i++)
		time += time_a_row * (nanoseconds)demo->page.blocks[i].sheet.count;
	return time < longest_look ? time : longest_look;
}

void demo_pass_alone(struct demo *demo, nanoseconds elapsed)
{
	bool moved = demo_moves(demo);

	demo_pass(demo, elapsed);
	if (moved) {
		demo->on_slide = 0; /* the look at the end begins then */
		return;
	}
	if (demo->on_slide < reading_time(demo))
		return;
	if (demo->at + 1 < demo->slides.count)
		turn(demo, 1);
	else
		demo->over = true;
}
