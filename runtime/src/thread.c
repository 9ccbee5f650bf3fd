#include <async/thread.h>

#include <stdlib.h>
#include <string.h>

#include "exception.h"
#include "loop.h"
#include "sanitizer.h"
#include "task.h"
#include "thread.h"

/* One call. While the thread is at it, the thread owns it; then the loop; then
 * who awaits it, if he still does. */
struct work {
	uv_work_t uv;
	struct work *next, *previous; /* of the loop's */
	struct handle finished;
	struct future done;
	const struct thread_call *call;
	struct exception *raised;
	bool is_finished, is_abandoned;
	void *result;
	max_align_t object[];
};

/* ---- the loop's list ---- */

static void enlist(struct work *work)
{
	work->next = loop_current->work;
	if (work->next)
		work->next->previous = work;
	loop_current->work = work;
}

static void strike_off(struct work *work)
{
	struct loop *loop = loop_current;

	if (work->previous)
		work->previous->next = work->next;
	else
		loop->work = work->next;
	if (work->next)
		work->next->previous = work->previous;
	if (!loop->work && loop->work_is_done)
		future_set_result(loop->work_is_done);
}

void threads_wait_for_all(void)
{
	struct future done;

	if (!loop_current->work)
		return;
	future_init(&done);
	loop_current->work_is_done = &done;
	future_wait(&done, NULL);
	loop_current->work_is_done = NULL;
}

/* ---- in the thread ---- */

static void call(void *argument)
{
	struct work *work = argument;

	work->call->call(work->object, work->result);
}

/* A thread's own stack is a coroutine, too: the one where it raises and
 * catches. */
static void work_in_thread(uv_work_t *uv)
{
	struct coroutine thread = { .name = "thread" };

	if (SANITIZER_THREAD)
		thread.fiber = __tsan_get_current_fiber();
	coroutine_current = &thread;
	((struct work *)uv)->raised = exception_caught(call, uv);
	coroutine_current = NULL;
	exception_free_spare();
}

/* ---- back in the loop ---- */

static void free_work(struct work *work)
{
	exception_release(work->raised);
	free(work);
}

static void finish(struct handle *handle)
{
	struct work *work =
		(struct work *)((char *)handle - offsetof(struct work, finished));

	work->is_finished = true;
	strike_off(work);
	if (work->is_abandoned)
		free_work(work);
	else
		future_set_result(&work->done);
}

/* As call_soon_threadsafe: the outcome is passed on in the turn that begins,
 * and who waits for it runs in the next. */
static void after_work(uv_work_t *uv, int status)
{
	(void)status;
	loop_call_soon(&((struct work *)uv)->finished);
}

static void abandon(struct work *work)
{
	if (work->is_finished) {
		free_work(work);
		return;
	}
	work->is_abandoned = true;
	uv_cancel((uv_req_t *)&work->uv);
}

static struct work *begin(const void *object, const struct thread_call *thread_call)
{
	size_t size = (thread_call->size + sizeof(max_align_t) - 1) /
		      sizeof(max_align_t) * sizeof(max_align_t);
	struct work *work = calloc(1, sizeof *work + size + thread_call->result_size);
	int code;

	if (!work)
		raise (MemoryError, "no room for a call in a thread");
	work->finished.run = finish;
	work->call = thread_call;
	work->result = (char *)work->object + size;
	memcpy(work->object, object, thread_call->size);
	future_init(&work->done);
	code = uv_queue_work(loop_uv(), &work->uv, work_in_thread, after_work);
	if (code < 0) {
		free(work);
		loop_raise_uv(code, "thread");
	}
	enlist(work);
	return work;
}

void to_thread_start(void *object, void *result)
{
	const struct thread_call *thread_call =
		*(const struct thread_call *const *)object;
	struct work *work = begin(object, thread_call);
	struct exception *raised = future_wait_caught(&work->done);

	if (raised) {
		abandon(work);
		exception_pass_on(raised);
	}
	raised = work->raised;
	work->raised = NULL;
	if (!raised)
		memcpy(result, work->result, thread_call->result_size);
	free_work(work);
	if (raised)
		exception_throw(raised);
}
