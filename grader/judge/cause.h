/*
 * A cause: why a program's output is not as expected.
 *
 * Each recogniser looks at the evidence for one kind of mistake. It accuses
 * nobody falsely: what does not follow from the evidence is worded as a
 * question, and a recogniser in doubt stays silent.
 *
 * To add one: write it in the file of its subject, declare it here, and give it
 * a row in diagnosis.c, above those that are less particular.
 */
#ifndef COURSE_JUDGE_CAUSE_H
#define COURSE_JUDGE_CAUSE_H

#include <stdbool.h>
#include <stdint.h>

#include "judge/evidence.h"
#include "judge/verdict.h"

struct trace_entry;

struct cause {
	char *sentence;
	struct place where;
	/* Certain: the sentence is the message. Else it is a question, and the
	 * message says the divergence first. */
	bool certain;
	/* What the verdict is if it would else be PASS; VERDICT_PASS: no matter. */
	enum verdict_kind if_right;
	/* What it is whatever it would else be; VERDICT_PASS: no matter. */
	enum verdict_kind rather;
};

/* Fills in the cause and returns true, or returns false. A cause comes zeroed. */
typedef bool recogniser(const struct evidence *evidence, struct cause *cause);

/* cause_end.c: how the program ended. */
recogniser cause_crash;
recogniser cause_memory_error;
recogniser cause_never_ends;
recogniser cause_waits_for_ever;
recogniser cause_does_not_stop;
recogniser cause_computes_for_ever;
recogniser cause_limit;
recogniser cause_exit_status;
recogniser cause_left_by_exit;

/* cause_uncaught.c: an exception that nobody caught. */
recogniser cause_ignores_close;
recogniser cause_raised_at_block;
recogniser cause_uncaught_exception;

/* cause_deadlock.c: everything waits, and for what. */
recogniser cause_deadlock;

/* cause_blocking.c: a call that holds up the whole program. */
recogniser cause_blocking_call;
recogniser cause_blocking_call_besides;
recogniser cause_blocks_for_child;

/* cause_output.c: where output goes, and when it leaves a buffer. */
recogniser cause_as_handed_out;
recogniser cause_as_documented;
recogniser cause_standard_error;
recogniser cause_output_closed;
recogniser cause_nothing_printed;
recogniser cause_child_holds_back;
recogniser cause_held_back;
recogniser cause_file_not_closed;

/* cause_text.c: nearly the right text. */
recogniser cause_no_newline;
recogniser cause_runs_on;
recogniser cause_invisible;
recogniser cause_encoding;
recogniser cause_capitals;
recogniser cause_numbers_shifted;
recogniser cause_misspelt;

/* cause_time.c: the right lines at the wrong moments. */
recogniser cause_never_waits;
recogniser cause_scaled;
recogniser cause_cut_to_seconds;
recogniser cause_one_after_the_other;
recogniser cause_all_together;
recogniser cause_wait_misplaced;
recogniser cause_wait_missing;
recogniser cause_waits_wrong;

/* cause_scaled.c: one wait that is a multiple, or a part, of what it should be. */
recogniser cause_wait_scaled;

/* cause_drift.c: moments that are wrong by more each time, or by a round. */
recogniser cause_drift;
recogniser cause_drift_of_each;
recogniser cause_round_early;
recogniser cause_later_and_later;

/* cause_lines.c: lines twice, not at all, or in another order. */
recogniser cause_by_luck;
recogniser cause_same_instant;
recogniser cause_started_otherwise;
recogniser cause_exit_by_hand;
recogniser cause_ahead;
recogniser cause_behind;
recogniser cause_twice;
recogniser cause_exit_skipped;
recogniser cause_counted_twice;
recogniser cause_neighbours_swapped;

/* cause_loop.c: a loop that its own body ends, in any case or too early. */
recogniser cause_goes_round_once;
recogniser cause_leaves_loop;

/* cause_series.c: series that end too early or too late, by items or by rounds. */
recogniser cause_ends_early;
recogniser cause_ends_late;
recogniser cause_stopped_early;
recogniser cause_round_missing;
recogniser cause_series_cut;
recogniser cause_left_early;
recogniser cause_alike_missing;
recogniser cause_items_missing;

/* cause_round.c: a loop that goes round once too often, or too seldom. */
recogniser cause_round_too_many;
recogniser cause_round_too_few;
recogniser cause_begins_beside;

/* cause_wait.c: a wait that is too long, too short or not there, by the trace. */
recogniser cause_wait_traced;
recogniser cause_slept_before;
recogniser cause_slept_between;
recogniser cause_overtook;
recogniser cause_waits_for_end;
recogniser cause_begun_otherwise;

/* cause_exception.c: what was raised, and what came of it. */
recogniser cause_caught_on_the_way;
recogniser cause_raised_there;
recogniser cause_after_cancellation;
recogniser cause_after_exception;
recogniser cause_return_in_try;
recogniser cause_nothing_raised;

/* cause_swallowed.c: an exit that stops an exception, or should. */
recogniser cause_swallowed;
recogniser cause_not_swallowed;

/* cause_cancelled.c: a task that is cancelled at a wrong moment, or twice. */
recogniser cause_cancelled_late;
recogniser cause_cancelled_twice;
recogniser cause_cancelled_early;
recogniser cause_cancelled_at_once;
recogniser cause_shielded;

/* cause_replaced.c: an exception in the place of another one. */
recogniser cause_replaced;
recogniser cause_replaced_on_the_way;

/* cause_count.c: a number that is too high or too low, or of which nothing came. */
recogniser cause_number_missing;
recogniser cause_one_less;
recogniser cause_left_over;
recogniser cause_stayed_zero;
recogniser cause_last_left_out;
recogniser cause_given_too_early;

/* cause_carried.c: a number that goes wrong on its way from round to round. */
recogniser cause_number_behind;
recogniser cause_not_carried;

/* cause_needless.c: lines that nobody asks for. */
recogniser cause_needless;
recogniser cause_not_left_out;

/* cause_slip.c: what C does otherwise than somebody meant who has Python in mind. */
recogniser cause_written_twice;
recogniser cause_whole_division;
recogniser cause_whole_variable;
recogniser cause_set_not_added;
recogniser cause_static;

/* cause_words.c: what the task asks for, and no output can show. */
recogniser cause_not_used;
recogniser cause_used_all_the_same;
recogniser cause_empty_block;
recogniser cause_result_dropped;

/* cause_leak.c: what is taken and never given back. */
recogniser cause_leak;

/* cause_clean_up.c: what is entered and not left, or not on every way. */
recogniser cause_behind_yield;
recogniser cause_nothing_behind_yield;
recogniser cause_entered_by_hand;
recogniser cause_popped;
recogniser cause_exit_empty;
recogniser cause_exit_in_if;

/* cause_block.c: a block that is left at the wrong moment, or in the wrong order. */
recogniser cause_block_left_early;
recogniser cause_exits_swapped;

/* cause_missing.c: a line that nothing in the program can print. */
recogniser cause_never_called;
recogniser cause_nothing_prints;
recogniser cause_ends_there;

/* cause_busy.c: a loop that reads the clock until the moment has come. */
recogniser cause_busy_loop;

/* cause_beside.c: what runs side by side, and in the solution does not; the reverse. */
recogniser cause_starts_no_task;
recogniser cause_starts_tasks;
recogniser cause_one_by_one;
recogniser cause_side_by_side;

/* cause_handler.c: an except at the wrong place, or of the wrong type. */
recogniser cause_caught_inside;
recogniser cause_behind_the_try;
recogniser cause_in_except_alone;
recogniser cause_other_type;
recogniser cause_type_as_name;
recogniser cause_cancel_swallowed;

/* cause_try.c: a try around too much or too little, an except that takes too much. */
recogniser cause_try_around_loop;
recogniser cause_try_in_loop;
recogniser cause_caught_too_widely;

/* cause_generator.c: what generators yield, and when they are closed. */
recogniser cause_never_yields;
recogniser cause_yields_twice;
recogniser cause_did_not_yield;
recogniser cause_left_open;
recogniser cause_closed_late;

/* cause_task.c: what is never awaited, and who is left behind. */
recogniser cause_not_awaited;
recogniser cause_task_not_awaited;
recogniser cause_cancelled_not_awaited;
recogniser cause_task_left_out;
recogniser cause_task_dropped;
recogniser cause_task_kept;
recogniser cause_left_running;

/* Helpers that several of them need. */

/* Are these lines alike but for their numbers, as the items of a series are? */
bool cause_alike(const struct output_line *one, const struct output_line *other);

/* The last number in a line. False if there is none. */
bool cause_number(const struct output_line *line, intmax_t *number);

/* The line that should stand where the first one is wrong, or NULL: none. */
const struct output_line *cause_wanted(const struct evidence *evidence);

/* When a line of that text is due, from the first divergence on; -1: never. */
milliseconds cause_due(const struct evidence *evidence, const struct output_line *line);

/* The first line of that text that came, from the first divergence on; or NULL. */
const struct output_line *cause_came(const struct evidence *evidence,
				     const struct output_line *line);

/* Does the trace show that the program was one task only? */
bool cause_one_task(const struct evidence *evidence);

/* How many lines of just that text there are. */
size_t cause_times_in(const struct timed_output *output, const struct output_line *line);

/* Does the line speak of an end, such as «released» or «closing»? */
bool cause_speaks_of_exit(const struct output_line *line);

/* Does every expected line have its partner with the same text at the same
 * place? (Newlines and moments are not looked at.) */
bool cause_all_texts_right(const struct evidence *evidence);

/* Is the output that of the files as they were handed out, and is there something
 * to say then? */
bool cause_is_as_handed_out(const struct evidence *evidence);

/* Does a line that should not be there go on with a series, by the next number? */
bool cause_goes_on(const struct evidence *evidence);

/* Did a line come too many since what should come in its place, from another task, was
 * still waiting? */
bool cause_ended_by_another(const struct evidence *evidence);

/* Is it the lines themselves that are wrong, not only their moments? */
bool cause_texts_are_wrong(const struct evidence *evidence);

/* Does the reference solution run several things side by side? True also where it is
 * not at hand: who does not know does not say no. */
bool cause_solution_is_concurrent(const struct evidence *evidence);

/* Does the function around that place stand so in the reference solution, too? */
bool cause_is_as_in_solution(const struct evidence *evidence, struct place place);

/* Is the line printed by a finally, of the program's or of the solution's? */
bool cause_is_in_finally(const struct evidence *evidence, const struct output_line *line);

/* Is the line printed where the learner's program catches an exception? */
bool cause_is_in_except(const struct evidence *evidence, const struct output_line *line);

/* Is the line one that cleans up: by its words, or since a finally or the method that
 * leaves a block prints it, of the program's or of the solution's? */
bool cause_cleans_up(const struct evidence *evidence, const struct output_line *line);

/* Did what came late begin its wait before that moment? Then it did not stand in the
 * queue behind what came then, but waited too long by itself. */
bool cause_was_under_way(const struct evidence *evidence, milliseconds late,
			 milliseconds moment);

/* When the last line came that is right; 0 if none is. */
milliseconds cause_last_right(const struct evidence *evidence);

/* Of an entry of the trace: when, and where in a file of the learner's. */
milliseconds cause_at(const struct trace_entry *entry);
struct place cause_place(const struct evidence *evidence,
			 const struct trace_entry *entry);

/* Was the last line that is right printed by an except that stands around blocks, and in
 * none? Then what a block was left by did get out of it. */
bool cause_was_caught_outside(const struct evidence *evidence);

/* Did the program itself end, with nothing to complain of? */
bool cause_ended_well(const struct evidence *evidence);

/* «"text"», drawn and not too long; to be freed. */
char *cause_quote(const struct output_line *line);

#endif
