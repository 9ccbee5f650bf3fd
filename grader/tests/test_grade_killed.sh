#!/usr/bin/env bash
#
# Nothing is lost: a grader that is killed at any moment goes on with --resume to the
# very bytes that an undisturbed one gives; a full disk, a killed or stopped worker and a
# second grader cost nobody a mark.
#
# KILLS is the number of moments (10; `make soak` takes 100), KILL_SEED what they are
# drawn from.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
place=$(mktemp -d)
# A small disk, if there is one: only root may have it.
trap 'umount "$place/disk" 2>/dev/null; rm -rf "$place"' EXIT
# shellcheck source=grader/tests/class.sh
. "$(dirname "$0")/class.sh"
kills=${KILLS:-10}
[ "${TEST_UNDER:-plain}" = plain ] || kills=5
RANDOM=${KILL_SEED:-1}
options=(--exercise words --jobs 2 --report canvas --report junit --report html
	--report students --report gradescope)

# same_books ONE OTHER: but for how long it took
same_books() { diff -r -x times -x lock "$1" "$2"; }

one_line() {
	local wanted=$1 words=$2 status=0 said
	shift 2
	said=$("$@" 2>&1 >/dev/null) || status=$?
	printf '%s\n' "$said" "status $status"
	[ "$status" -eq "$wanted" ] && printf '%s\n' "$said" | grep -qF -- "$words"
}

for each in 1 2 3 4 5 6 7 8; do
	hand_in "good$each" words "/* $each */ $right_words"
	hand_in "slow$each" words "puts(\"one\"); sleep($each + 1); puts(\"two\");"
done
hand_in wrong words "puts(\"one\");"
hand_in crash words '*(volatile int *)0 = 1;'

# start OUT ARGUMENT…: grades in the process $grader
start() {
	"$course" grade "$class" --out "$1" --root "$made" --level "$level" "${options[@]}" "${@:2}" \
		>"$place/said" 2>&1 &
	grader=$!
}

# killed OUT: graded with kills at moments of its duration, each gone on with
killed() {
	local left=$kills moment
	while [ "$left" -gt 0 ]; do
		# A whole one after another, so that moments of every stage are met.
		rm -rf "$1"
		while [ "$left" -gt 0 ]; do
			left=$((left - 1))
			moment=$(((RANDOM * 32768 + RANDOM) % milliseconds))
			start "$1" --resume
			sleep "$((moment / 1000)).$(printf %03d $((moment % 1000)))"
			kill -KILL "$grader" 2>/dev/null || break
			wait "$grader" 2>/dev/null
		done
		wait 2>/dev/null
		grade "$1" "${options[@]}" --resume >/dev/null 2>"$place/said" ||
			{ cat "$place/said"; return 1; }
		same_books "$place/whole" "$1" || return 1
	done
}

# no_strays: nobody is left of those who were killed
no_strays() {
	local tries
	for tries in $(seq 1000); do
		pgrep -f -- "$place" >"$place/strays" || return 0
		read -rt 0.1 <>"$place/never" || :
	done
	cat "$place/strays"
	return 1
}

echo 1..16
check 'a class is graded' grade "$place/whole" "${options[@]}"
start=$(date +%s%N)
check 'and again, to the same bytes' grade "$place/again" "${options[@]}"
milliseconds=$((($(date +%s%N) - start) / 1000000))
check 'they are the same' same_books "$place/whole" "$place/again"
mkfifo "$place/never"
check "killed at $kills moments, it comes to the same bytes" killed "$place/killed"
check 'nobody is left of those who were killed' no_strays

# A grader that is stopped holds the lock.
start "$place/locked"
until [ -s "$place/locked/assignment.json" ]; do :; done
kill -STOP "$grader"
check 'a second grader says who is first' one_line 2 'is grading into' \
	grade "$place/locked" "${options[@]}" --resume
kill -CONT "$grader"
wait "$grader"
check 'and has spoilt nothing' same_books "$place/whole" "$place/locked"

# interrupted: told to stop, it stops, says so, and goes on
interrupted() {
	local status=0
	start "$place/interrupted"
	until [ -s "$place/interrupted/assignment.json" ]; do :; done
	kill -TERM "$grader"
	wait "$grader" || status=$?
	cat "$place/said"
	[ "$status" -eq 143 ] && [ -z "$(ls -A "$TMPDIR")" ] &&
		grade "$place/interrupted" "${options[@]}" --resume &&
		same_books "$place/whole" "$place/interrupted"
}
check 'told to stop, it stops, and goes on' interrupted

# Whoever kills or stops the grader's worker: the workers are children of the grader.
# disturbed SIGNAL: each new worker gets that signal once
disturbed() {
	local out=$place/disturbed worker hit=0
	rm -rf "$out"
	start "$out"
	while kill -0 "$grader" 2>/dev/null && [ $hit -lt 4 ]; do
		for worker in $(cat "/proc/$grader/task/$grader/children" 2>/dev/null); do
			if [ -s "$out/assignment.json" ]; then
				kill "-$1" "$worker" 2>/dev/null && hit=$((hit + 1))
			fi
		done
	done
	wait "$grader"
	cat "$place/said"
	[ $hit -gt 0 ] && same_books "$place/whole" "$out"
}
check 'workers that are killed cost nobody a mark' disturbed KILL
check 'workers that are stopped cost nobody a mark' disturbed STOP

# What lies between the beginning of a record and its end is short. A worker with this
# library comes to $there before it begins its first one, and goes on from $on; over it,
# it is killed. It is not killed with its grader, as if the kernel had other things to do.
last_moments() {
	export there=$place/there on=$place/on once=$place/once
	mkfifo "$there" "$on"
	cat >"$place/moments.c" <<-'END'
		#define _GNU_SOURCE
		#include <fcntl.h>
		#include <signal.h>
		#include <stdarg.h>
		#include <stdlib.h>
		#include <string.h>
		#include <sys/prctl.h>
		#include <sys/syscall.h>
		#include <unistd.h>

		static int open_now(const char *path, int flags, int mode)
		{
			return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
		}

		int prctl(int option, ...)
		{
			unsigned long words[4];
			va_list rest;

			va_start(rest, option);
			for (int i = 0; i < 4; i++)
				words[i] = va_arg(rest, unsigned long);
			va_end(rest);
			return option == PR_SET_PDEATHSIG ? 0 : (int)syscall(SYS_prctl, option,
				words[0], words[1], words[2], words[3]);
		}

		static int chosen = -1;

		int open(const char *path, int flags, ...)
		{
			va_list rest;
			int mode, file;

			va_start(rest, flags);
			mode = va_arg(rest, int);
			va_end(rest);
			if (!strstr(path, "/records/") || !strstr(path, ".part") ||
			    open_now(getenv("once"), O_CREAT | O_EXCL, 0600) < 0)
				return open_now(path, flags, mode);
			open_now(getenv("there"), O_WRONLY, 0);
			open_now(getenv("on"), O_RDONLY, 0);
			return chosen = open_now(path, flags, mode);
		}

		int fsync(int file)
		{
			return file == chosen ? raise(SIGKILL) : (int)syscall(SYS_fsync, file);
		}
	END
	"${CC:-cc}" -shared -fPIC -o "$place/moments.so" "$place/moments.c"
}

# waits_for FILE: somebody waits for a lock on it
waits_for() { grep -q -- "-> .*:$(stat -c %i "$1") " /proc/locks; }

# outlived: a worker writes when its grader is dead, and another one there
outlived() {
	local second
	LD_PRELOAD=$place/moments.so start "$place/outlived"
	: <"$there"
	kill -KILL "$grader"
	wait "$grader"
	grade "$place/outlived" "${options[@]}" --resume >"$place/said" 2>&1 &
	second=$!
	until waits_for "$place/outlived/lock" || ! kill -0 "$second" 2>/dev/null; do :; done
	: >"$on"
	wait "$second" || { cat "$place/said"; return 1; }
	no_strays && same_books "$place/whole" "$place/outlived"
}

# over_a_record: a worker is killed over a record, and the grader goes on
over_a_record() {
	rm -f "$once"
	LD_PRELOAD=$place/moments.so start "$place/over"
	: <"$there"
	: >"$on"
	wait "$grader" || { cat "$place/said"; return 1; }
	same_books "$place/whole" "$place/over"
}

if [ "${TEST_UNDER:-plain}" = plain ] && last_moments; then
	check 'a worker that outlives its grader leaves nothing to the next' outlived
	check 'a worker that is killed over a record leaves nothing' over_a_record
else # what is preloaded comes before the sanitizers
	for name in 'a worker that outlives its grader' 'a worker killed over a record'; do
		number=$((number + 1))
		echo "ok $number - $name # skip: the sanitizers want to be first"
	done
fi

# Beside the picture of a wrong answer stands what the solution does, which is compiled
# last. A compiler that is killed over that costs nobody the half of a picture.
pictured() {
	local class=$place/one level=none compiler=${CC:-cc}
	mkdir -p "$class/wrong"
	cp -R "$place/class/wrong/words" "$class/wrong"
	cat >"$place/compiler" <<-END
		#!/bin/sh
		case " \$* " in *' -o '*)
			echo >>'$place/calls'
			[ "\$(wc -l <'$place/calls')" != "\$(cat '$place/last')" ] || kill -KILL \$\$
		esac
		exec $compiler "\$@"
	END
	chmod +x "$place/compiler"
	: | tee "$place/calls" >"$place/last"
	CC=$place/compiler grade "$place/at_peace" --exercise words --report html || return 1
	wc -l <"$place/calls" >"$place/last"
	: >"$place/calls"
	CC=$place/compiler grade "$place/disturbed_once" --exercise words --report html || return 1
	[ "$(wc -l <"$place/calls")" -gt "$(cat "$place/last")" ] &&
		same_books "$place/at_peace" "$place/disturbed_once"
}
check 'a compiler that is killed over the solution costs nobody a picture' pictured

# full WHAT: with room for next to nothing, nobody has a mark and nobody a zero; with
# room again, all have theirs
full() {
	local out=$place/full status=0
	mkdir -p "$place/disk"
	mount -t tmpfs -o "size=$2" none "$place/disk" || return 1
	rm -rf "$out"
	[ "$1" = records ] && out=$place/disk/out
	[ "$1" = temporary ] && TMPDIR=$place/disk
	grade "$out" "${options[@]}" >"$place/said" 2>&1 || status=$?
	TMPDIR=$place/temporary
	cat "$place/said"
	[ "$status" -eq 2 ] || return 1
	if [ "$1" = temporary ]; then # a mark that is there is the right one
		grep -v ',$' <(tr -d '\r' <"$out/canvas.csv") |
			grep -vxFf <(tr -d '\r' <"$place/whole/canvas.csv") && return 1
		grep -q ',.$' "$out/canvas.csv" || return 1
	fi
	mount -o remount,size=64m "$place/disk"
	grade "$out" "${options[@]}" --resume >"$place/said" 2>&1 || { cat "$place/said"; return 1; }
	same_books "$place/whole" "$out" || return 1
	umount "$place/disk"
}
mkdir -p "$place/disk"
if mount -t tmpfs none "$place/disk" 2>/dev/null && umount "$place/disk"; then
	check 'no room for what is compiled: no mark, then all of them' full temporary 300k
	check 'no room for records: the same' full records 100k
else
	number=$((number + 1))
	echo "ok $number - no room for what is compiled # skip: no disk may be mounted here"
	number=$((number + 1))
	echo "ok $number - no room for records # skip: no disk may be mounted here"
fi
check 'sanitizers have found nothing' nothing_found
