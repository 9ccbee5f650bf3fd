#include "judge/diagnosis.h"

#include <signal.h>
#include <stdlib.h>

#include "judge/cause.h"
#include "run/program.h"
#include "text/memory.h"
#include "text/text.h"

/* In the order in which they are asked: what is certain and particular stands
 * above what is general. */
static const struct {
	const char *name;
	recogniser *recognise;
} causes[] = {
	{ "yields twice", cause_yields_twice },
	{ "never yields", cause_did_not_yield },
	{ "not awaited", cause_not_awaited },
	{ "semicolon too many", cause_empty_block },
	{ "crash", cause_crash },
	{ "memory error", cause_memory_error },
	{ "exception swallowed", cause_ignores_close },
	{ "return in try", cause_return_in_try },
	{ "except of another type", cause_type_as_name },
	{ "caught inside the block", cause_raised_at_block },
	{ "by luck of the order", cause_by_luck },
	{ "uncaught exception", cause_uncaught_exception },
	{ "ended by exit", cause_left_by_exit },
	{ "blocking call", cause_blocking_call },
	{ "as handed out", cause_as_handed_out },
	{ "as documented", cause_as_documented },
	{ "deadlock", cause_deadlock },
	{ "child holds its output back", cause_child_holds_back },
	{ "never ends", cause_never_ends },
	{ "waits for ever", cause_waits_for_ever },
	{ "does not stop", cause_does_not_stop },
	{ "computes for ever", cause_computes_for_ever },
	{ "limit", cause_limit },
	{ "standard error", cause_standard_error },
	{ "output closed", cause_output_closed },
	{ "nothing printed", cause_nothing_printed },
	{ "no newline", cause_no_newline },
	{ "no newline", cause_runs_on },
	{ "clean-up missing", cause_behind_yield },
	{ "clean-up missing", cause_nothing_behind_yield },
	{ "invisible difference", cause_invisible },
	{ "encoding", cause_encoding },
	{ "capital letters", cause_capitals },
	{ "numbers shifted", cause_numbers_shifted },
	{ "misspelt", cause_misspelt },
	{ "busy loop", cause_busy_loop },
	{ "written twice", cause_written_twice },
	{ "whole numbers", cause_whole_division },
	{ "whole numbers", cause_whole_variable },
	{ "never called", cause_never_called },
	{ "exit skipped", cause_entered_by_hand },
	{ "exit skipped", cause_popped },
	{ "exit skipped", cause_exit_empty },
	{ "exit skipped", cause_exit_in_if },
	{ "not asked for", cause_needless },
	{ "leaves the loop", cause_leaves_loop },
	{ "try around the loop", cause_try_around_loop },
	{ "try in the loop", cause_try_in_loop },
	{ "kept from cancelling", cause_shielded },
	{ "never waits", cause_never_waits },
	{ "all waits scaled", cause_scaled },
	{ "cut to whole seconds", cause_cut_to_seconds },
	{ "side by side", cause_side_by_side },
	{ "task not awaited", cause_task_dropped },
	{ "one after the other", cause_one_by_one },
	{ "one after the other", cause_starts_no_task },
	{ "side by side", cause_starts_tasks },
	{ "waits at the end", cause_waits_for_end },
	{ "wait in question", cause_slept_before },
	{ "output held back", cause_held_back },
	{ "one after the other", cause_one_after_the_other },
	{ "all together", cause_all_together },
	{ "wait on the wrong side", cause_wait_misplaced },
	{ "wait missing", cause_wait_missing },
	{ "wrong waits", cause_waits_wrong },
	{ "drift", cause_drift },
	{ "drift", cause_drift_of_each },
	{ "wait on the wrong side", cause_round_early },
	{ "generator left open", cause_left_open },
	{ "generator left open", cause_closed_late },
	{ "caught inside the block", cause_caught_inside },
	{ "behind the try", cause_behind_the_try },
	{ "exception replaced", cause_replaced },
	{ "exception replaced", cause_replaced_on_the_way },
	{ "task not awaited", cause_task_not_awaited },
	{ "task not awaited", cause_cancelled_not_awaited },
	{ "task not awaited", cause_task_kept },
	{ "task not awaited", cause_task_left_out },
	{ "loop goes round once", cause_goes_round_once },
	{ "one for all", cause_static },
	{ "iteration ends early", cause_ends_early },
	{ "iteration ends early", cause_round_missing },
	{ "iteration ends early", cause_series_cut },
	{ "run twice", cause_exit_by_hand },
	{ "iteration ends early", cause_stopped_early },
	{ "block left early", cause_block_left_early },
	{ "exits in another order", cause_exits_swapped },
	{ "order at one instant", cause_same_instant },
	{ "order at one instant", cause_started_otherwise },
	{ "ahead of its turn", cause_ahead },
	{ "behind its turn", cause_behind },
	{ "iteration ends early", cause_number_missing },
	{ "iteration ends early", cause_last_left_out },
	{ "one not counted", cause_one_less },
	{ "iteration ends late", cause_ends_late },
	{ "left running", cause_left_running },
	{ "nothing prints it", cause_nothing_prints },
	{ "iteration ends early", cause_left_early },
	{ "cancelled twice", cause_cancelled_twice },
	{ "wait in question", cause_overtook },
	{ "output held back", cause_file_not_closed },
	{ "items missing", cause_items_missing },
	{ "run twice", cause_twice },
	{ "set, and not added", cause_set_not_added },
	{ "one not counted", cause_stayed_zero },
	{ "run twice", cause_counted_twice },
	{ "blocking call", cause_blocking_call_besides },
	{ "blocking call", cause_blocks_for_child },
	{ "wait in question", cause_cancelled_at_once },
	{ "cancelled early", cause_cancelled_early },
	{ "wait in question", cause_wait_traced },
	{ "wait in question", cause_slept_between },
	{ "cancelled late", cause_cancelled_late },
	{ "neighbours swapped", cause_neighbours_swapped },
	{ "begins beside", cause_begins_beside },
	{ "never yields", cause_never_yields },
	{ "exception swallowed", cause_cancel_swallowed },
	{ "except takes too much", cause_caught_too_widely },
	{ "except of another type", cause_other_type },
	{ "except for finally", cause_in_except_alone },
	{ "exception swallowed", cause_swallowed },
	{ "exception swallowed", cause_caught_on_the_way },
	{ "after an exception", cause_after_exception },
	{ "after a cancellation", cause_after_cancellation },
	{ "nothing raised", cause_nothing_raised },
	{ "exception not swallowed", cause_not_swallowed },
	{ "after an exception", cause_raised_there },
	{ "items missing", cause_alike_missing },
	{ "exit skipped", cause_exit_skipped },
	{ "exit status", cause_exit_status },
	{ "given back too early", cause_given_too_early },
	{ "not left out", cause_not_left_out },
	{ "a round too many", cause_round_too_many },
	{ "iteration ends early", cause_round_too_few },
	{ "drift", cause_later_and_later },
	{ "result dropped", cause_result_dropped },
	{ "left over", cause_left_over },
	{ "one round behind", cause_number_behind },
	{ "not carried on", cause_not_carried },
	{ "wait in question", cause_wait_scaled },
	{ "wait in question", cause_begun_otherwise },
	{ "ends too early", cause_ends_there },
	{ "not used", cause_not_used },
	{ "used all the same", cause_used_all_the_same },
	{ "never given back", cause_leak },
};

static enum verdict_kind kind_of_signal(int number)
{
	switch (number) {
	case SIGXCPU: return VERDICT_CPU;
	case SIGXFSZ: return VERDICT_OUTPUT;
	case SIGSYS: return VERDICT_FORBIDDEN;
	default: return VERDICT_CRASH;
	}
}

static enum verdict_kind kind_of_divergence(const struct evidence *evidence)
{
	switch (evidence->divergence.kind) {
	case DIVERGENCE_NONE:
		return evidence->result->status == 0 ? VERDICT_PASS : VERDICT_WRONG;
	case DIVERGENCE_EARLY:
	case DIVERGENCE_LATE: return VERDICT_TIME;
	default: return VERDICT_WRONG;
	}
}

static enum verdict_kind kind_of(const struct evidence *evidence)
{
	switch (evidence->result->end) {
	case PROGRAM_EXITED: return kind_of_divergence(evidence);
	case PROGRAM_SIGNALED: return kind_of_signal(evidence->result->status);
	case PROGRAM_DEADLOCK: return VERDICT_DEADLOCK;
	case PROGRAM_REAL_LIMIT:
	case PROGRAM_VIRTUAL_LIMIT: return VERDICT_WALL;
	case PROGRAM_CPU_LIMIT: return VERDICT_CPU;
	case PROGRAM_OUTPUT_LIMIT: return VERDICT_OUTPUT;
	case PROGRAM_MEMORY_LIMIT: return VERDICT_MEMORY;
	case PROGRAM_FORBIDDEN: return VERDICT_FORBIDDEN;
	case PROGRAM_NOT_STARTED:
		return evidence->result->refused ? VERDICT_CRASH : VERDICT_JE;
	case PROGRAM_INTERRUPTED: break;
	}
	return VERDICT_JE;
}

/* A cause that is in doubt is said after what is beyond doubt. */
static char *message_of(const struct evidence *evidence, struct cause *cause)
{
	char *fact, *message;

	if (cause->certain)
		return memory_copy_text(cause->sentence);
	fact = divergence_sentence(&evidence->divergence);
	message = text_format("%s %s", fact, cause->sentence);
	free(fact);
	return message;
}

static void take_cause(const struct evidence *evidence, struct cause *cause,
		       const char *name, struct verdict *verdict)
{
	verdict->message = message_of(evidence, cause);
	verdict->cause = memory_copy_text(name);
	verdict->certain = cause->certain;
	verdict->where = cause->where;
	if (verdict->kind == VERDICT_PASS && cause->if_right != VERDICT_PASS)
		verdict->kind = cause->if_right;
	if (cause->rather != VERDICT_PASS)
		verdict->kind = cause->rather;
	free(cause->sentence);
}

static void find_cause(const struct evidence *evidence, struct verdict *verdict)
{
	for (size_t i = 0; i < sizeof(causes) / sizeof(*causes); i++) {
		struct cause cause = { 0 };

		if (!causes[i].recognise(evidence, &cause))
			continue;
		/* A right program is accused only of what breaks the protocol. */
		if (verdict->kind == VERDICT_PASS && cause.if_right == VERDICT_PASS &&
		    cause.rather == VERDICT_PASS) {
			free(cause.sentence);
			place_free(&cause.where);
			continue;
		}
		take_cause(evidence, &cause, causes[i].name, verdict);
		return;
	}
	verdict->message = divergence_sentence(&evidence->divergence);
	verdict->certain = true;
}

void diagnose(struct evidence *evidence, struct verdict *verdict)
{
	*verdict = (struct verdict){ 0 };
	evidence->divergence = divergence_find(evidence->expected, evidence->actual,
					       evidence->tolerance);
	verdict->divergence = evidence->divergence;
	verdict->kind = kind_of(evidence);
	if (verdict->kind == VERDICT_JE) {
		verdict->message = memory_copy_text(evidence->result->error
							    ? evidence->result->error
							    : "The run was interrupted.");
		return;
	}
	if (evidence->result->end == PROGRAM_FORBIDDEN || evidence->result->refused) {
		verdict->message = text_format(
			"%s: %s.",
			evidence->result->refused ? "The program was made, but is none"
						  : "The program was stopped",
			evidence->result->error);
		verdict->certain = true;
		return;
	}
	find_cause(evidence, verdict);
}
