#!/bin/sh
# The soak, with as few runs as a test run has time for.
echo 1..1
if SOAK_RUNS=${SOAK_RUNS:-40} "$(dirname "$0")/soak_log_tail.sh" >/dev/null 2>&1; then
	echo "ok 1 - the log tail gives one and the same timed output on a busy machine"
else
	echo "not ok 1 - the log tail gives one and the same timed output on a busy machine"
fi
