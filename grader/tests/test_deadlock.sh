#!/usr/bin/env bash
#
# Deadlocks: the verdict says who waits for whom, and for what.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
made=$place/made
task=$made/exercises/stuck
export NO_COLOR=1 TMPDIR=$place/temporary
mkdir -p "$TMPDIR" "$task"
printf '%s\n' '# Stuck' '' '- kind: complete' '- minutes: 5' '' '## Files' '' \
	'- `stuck.c`, a *program*.' '' '## Expected output' '' '```timed' \
	'   0.000 | a' '   1.000 | b' '```' >"$task/exercise.md"
echo 'int main(void) { return 0; }' >"$task/stuck.c"

# program FUNCTIONS BODY: what stands before the first coroutine, and in it; the
# body begins in line 5
program() {
	printf '%s\n' '#include <async.h>' '#include <stdio.h>' "$1" \
		'async (void, first) { puts("a");' "$2" '}' \
		'int main(void) { return async_run(first()); }' >"$place/stuck.c"
}

# verdict: what is said of it, on one line
verdict() {
	"$course" check stuck --file "$place/stuck.c" --root "$made" --no-picture |
		tr -s '\n ' ' '
}

# tells NAME SENTENCE: the verdict is a deadlock and says so
tells() {
	check "$1" says "$2" verdict
}

lock='static struct lock lock, other; static struct event event;
static struct semaphore semaphore;'

program "$(echo "$lock" | tr '\n' ' ') async (void, worker) { async_with (&lock) { } end_with }" \
	'Task(void) task = create_task(worker()); async_with (&lock) { await (task); } end_with'
tells 'a task and a lock that waits for it' \
	'first waits for worker (line 5), which waits for the lock that first holds (line 3).'
program "$(echo "$lock" | tr '\n' ' ') async (void, both, (struct lock *, one), (struct lock *, two)) {
	async_with (one) { await (async_sleep(1)); async_with (two) { } end_with } end_with }" \
	'await (gather(both(&lock, &other), both(&other, &lock)));'
tells 'two locks taken in two orders' \
	'first waits for both 1 and 1 more (line 6), which waits for the lock that both 2 holds (line 4); both 2 waits for the lock that both 1 holds (line 4).'
program "$(echo "$lock" | tr '\n' ' ') async (void, keep) { await (lock_acquire(&lock)); }" \
	'Task(void) task = create_task(keep()); await (task); await (lock_acquire(&lock));'
tells 'a lock that was never released' \
	'first waits for the lock that keep has taken and never released (line 5).'
program "$(echo "$lock" | tr '\n' ' ')" \
	'await (lock_acquire(&lock)); await (lock_acquire(&lock));'
tells 'a lock that is taken twice' 'first waits for the lock that it holds itself (line 5).'
program '#include <pthread.h>
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; async (void, worker) { pthread_mutex_lock(&mutex); await (async_sleep(1)); }' \
	'await (gather(worker(), worker()));'
tells 'a lock of threads that holds up the loop' \
	'worker 2 awaits nothing, but stands in a call that does not come back, and holds up all others: is it pthread_mutex_lock (line 4)?'
program '' 'await (async_sleep(1e300));'
tells 'a wait without an end' \
	'first waits for a time that never comes, in "async_sleep(1e300)" (line 5).'
program "$(echo "$lock" | tr '\n' ' ')" \
	'semaphore = Semaphore(1); await (semaphore_acquire(&semaphore)); await (semaphore_acquire(&semaphore));'
tells 'a semaphore that is taken too often' \
	'first waits for the semaphore that it holds itself (line 5).'
program "$(echo "$lock" | tr '\n' ' ')" 'await (event_wait(&event));'
tells 'an event' 'first waits for an event that nobody sets (line 5).'
program '' 'Queue(int) queue = queue_create(int, 0); await (queue_get(queue));'
tells 'an item of a queue' \
	'first waits for an item of a queue into which nobody puts one (line 5).'
program '' 'Queue(int) queue = queue_create(int, 1); await (queue_put(queue, 1)); await (queue_put(queue, 2));'
tells 'room in a queue' \
	'first waits for room in a queue from which nobody takes an item (line 5).'
program '' 'Queue(int) queue = queue_create(int, 1); await (queue_put(queue, 1)); await (queue_get(queue)); await (queue_join(queue));'
tells 'the end of a queue' 'task_done was not called for every item (line 5).'
program '' 'struct condition condition = Condition(); async_with (&condition) { await (condition_wait(&condition)); } end_with'
tells 'a condition' 'first waits for a condition that nobody notifies (line 5).'
program "$(echo "$lock" | tr '\n' ' ') async (void, worker) { await (event_wait(&event)); }" \
	'async_with (group, task_group()) { (void)group_create_task(group, worker()); } end_with'
tells 'a task group, its task, and an event' \
	'first waits for worker (line 5), which waits for an event that nobody sets (line 3).'
program "$(echo "$lock" | tr '\n' ' ') async (void, worker) { await (event_wait(&event)); }" \
	'Task(void) task = create_task(worker()); await (wait_for(task, FOREVER));'
tells 'a task that is waited for without a limit' 'first waits for worker (line 5), which waits for'
program '' 'int ends[2]; char byte; if (pipe(ends)) return; (void)!read(ends[0], &byte, 1);'
sed -i '2i #include <unistd.h>' "$place/stuck.c"
tells 'a wait that is none of ours is told without' 'nothing is left that could wake the program. '
echo 1..15
