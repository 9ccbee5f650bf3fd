#!/usr/bin/env bash
#
# The jail from outside: what course doctor says, that a jail changes no verdict and
# no stamp, and that a grader which is killed leaves nothing behind.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
root=$(realpath "$(dirname "$0")/../..")
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export NO_COLOR=1 TMPDIR=$place

# left_out WHY: a test that cannot be made here
left_out() {
	number=$((number + 1))
	echo "ok $number - $2 # SKIP $1"
}

# What the doctor says, for those who ask why a test was left out.
proof=$("$course" doctor --level basic 2>&1) && there=yes || there=no

# in_jail NAME COMMAND…: the same as check, where there is a jail
in_jail() {
	if [ "$there" = yes ]; then
		check "$@"
	else
		left_out 'there is no jail here' "$1"
		printf '%s\n' "$proof" | sed 's/^/# /'
	fi
}

# member NAME: of the report in JSON on standard input
member() { grep -oE "\"$1\":(\[[^]]*\]|[^,}]*)" | head -n 1; }

# judge ANSWER OPTION…: all that is reported of an answer to three_steps but real time,
# and the folder of the answer, which is not there in a jail
judge() {
	local answer=$1
	shift
	"$course" check three_steps --root "$root/grader/tests/data/course" --format json \
		--file "$answer" "$@" 2>&1 |
		sed -E 's/"(real|compile)_seconds":[0-9.e-]+//g; s/course-work-[A-Za-z0-9]*//g; s/-iquote .* (-I.* -I)/\1/'
}

same_with_and_without() {
	local data=$root/grader/tests/data/course answer
	for answer in "$data"/solutions/three_steps "$data"/exercises/three_steps/*/*/; do
		diff <(judge "$answer") <(judge "$answer" --jail) || return 1
	done
}

# groups_of PROCESS: the control groups that it has made
groups_of() { find /sys/fs/cgroup -type d -name "course-$1-*" 2>/dev/null; }

# What is mounted for a jail, seen from outside: nothing. (Others may mount what is theirs.)
mounts() { grep -F "$place" /proc/self/mountinfo | sort; }

# The program sleeps in a way that takes real time; the grader is killed meanwhile. Of
# what there is then (bubblewrap, the warden, the first process inside, the shell and
# its sleep), each has to go by itself.
killed_grader_leaves_nothing() {
	local seen=0
	mounts >"$place/mounts"
	"$course" run --jail --clock real -- /bin/sh -c 'sleep 100; echo never' &
	grader=$!
	for _ in $(seq 500); do
		seen=$(children_of "$grader")
		[ "$seen" -lt 5 ] || break
		sleep 0.02
	done
	echo "it had $seen"
	inside=$(descendants "$grader")
	groups_of "$grader" >"$place/groups"
	kill -KILL "$grader"
	wait "$grader" 2>/dev/null
	for _ in $(seq 500); do
		# shellcheck disable=SC2086 # a list of numbers
		kill -0 $inside 2>/dev/null || break
		sleep 0.02
	done
	# shellcheck disable=SC2086
	[ "$seen" -ge 5 ] && ! kill -0 $inside 2>/dev/null
}

no_mount_is_left() { mounts | diff "$place/mounts" -; }

# They are the kernel's, which removes none by itself: the next grader does.
no_group_is_left() {
	cat "$place/groups"
	if "$course" doctor 2>/dev/null | grep -q 'yes  memory of all'; then
		[ -s "$place/groups" ] || return 1
	fi
	! groups_of "$grader" | grep .
}

# descendants PROCESS: their numbers
descendants() {
	local child
	for child in $(cat /proc/"$1"/task/*/children 2>/dev/null); do
		echo "$child"
		descendants "$child"
	done
}

children_of() { descendants "$1" | wc -l; }

# Where a program lies: what it prints of addresses is a part of its record.
same_addresses() {
	local tries
	for tries in 1 2; do
		"$course" run "$@" -- /bin/sh -c 'exec cut -d " " -f 1 /proc/self/maps' >"$place/maps$tries"
	done
	grep -q ffff "$place/maps1" && diff "$place/maps1" "$place/maps2"
}

# What a jail calls /dev/shm is a link, but not where the grader's own files lie below it.
in_shared_memory() {
	local folder status=0
	folder=$(mktemp -d /dev/shm/course-test-XXXXXX) || return 1
	TMPDIR=$folder judge "$root/grader/tests/data/course/solutions/three_steps" --jail |
		grep '"PASS"' || status=1
	rm -rf "$folder"
	return $status
}

left_in_place() { find "$place" -maxdepth 1 -name 'course-*' | grep .; }

# kill_at_work COMMAND…: it is killed as soon as it has put something down. It may have
# taken that away again by then: another one is killed.
kill_at_work() {
	local process
	rm -rf "$place"/course-*
	for _ in $(seq 100); do
		"$@" >/dev/null 2>&1 &
		process=$!
		until compgen -G "$place/course-*" || ! kill -0 "$process"; do :; done >/dev/null 2>&1
		kill -KILL "$process" 2>/dev/null
		wait "$process" 2>/dev/null
		left_in_place && return
	done
	return 1
}

# swept_after COMMAND…: what it left as it was killed, the next grader sweeps away
swept_after() {
	kill_at_work "$@" &&
		judge "$root/grader/tests/data/course/solutions/three_steps" --jail |
		grep -q '"PASS"' && ! left_in_place
}

valid_json() {
	"$course" doctor --format json >"$place/doctor.json" 2>/dev/null
	"$course" doctor --format json 2>/dev/null | wc -l | grep -qx 1 &&
		grep -q '"layers":\[{"layer":"a jail at all"' "$place/doctor.json"
}

columns() {
	local words
	words=$("$course" doctor 2>/dev/null | LC_ALL=C.UTF-8 grep -E '.{81}')
	printf '%s\n' "$words"
	[ -z "$words" ]
}

echo 1..22

check 'the level none is everywhere' fails 0 "$course" doctor --level none
check 'a level that is none is said' says 'say none, basic, strong or full' \
	"$course" doctor --level high
check 'it ends with 2 then' fails 2 "$course" doctor --level high
check 'the report is one line of JSON' valid_json
check 'no line is longer than a terminal' columns

export COURSE_BUBBLEWRAP=$place/none
check 'without bubblewrap there is no level' says 'The level of trust here: none' \
	"$course" doctor
check 'and it says what to do' says 'install bubblewrap' "$course" doctor
check 'and ends with 2' fails 2 "$course" doctor --level basic
check 'and nothing is judged in a jail' fails 2 "$course" check three_steps \
	--root "$root/grader/tests/data/course" --jail
unset COURSE_BUBBLEWRAP

in_jail 'a jail changes no verdict, no line and no moment' same_with_and_without
in_jail 'the program begins in an empty folder' says '   0.000 | /tmp' \
	"$course" run --jail -- /bin/sh -c 'pwd; ls -A'
in_jail 'an hour takes no time' says '3600.000 | done' \
	"$course" run --jail -- /bin/sh -c 'sleep 3600; echo done'
in_jail 'what is forbidden is named' says 'it called unshare' \
	"$course" run --jail -- unshare -U true
in_jail 'its status is its own' fails 1 "$course" run --jail -- /bin/sh -c 'exit 159'
if [ -w /dev/shm ]; then
	in_jail 'it is made where temporary files are in shared memory, too' in_shared_memory
else
	left_out 'no shared memory may be had here' 'it is made where temporary files are in shared memory'
fi
check 'a program lies at the same addresses each time' same_addresses
in_jail 'and in a jail' same_addresses --jail
in_jail 'a grader that is killed leaves no process' killed_grader_leaves_nothing
in_jail 'no mount' no_mount_is_left
in_jail 'and, once the next one has begun or a doctor has looked, no control group' no_group_is_left
in_jail 'and its files are swept away by the next' swept_after \
	"$course" check three_steps --root "$root/grader/tests/data/course" --jail \
	--clock 0.01x --no-picture --file "$root/grader/tests/data/course/solutions/three_steps"
in_jail 'nor is anything left of a doctor who is killed' swept_after "$course" doctor
