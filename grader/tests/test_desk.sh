#!/usr/bin/env bash
#
# The learner's commands: where one is, the list, hints, solutions, beginning anew,
# predicting. Each test has a course of its own, a copy of this one.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
source=$(realpath "${COURSE_ROOT:-.}")
export NO_COLOR=1 LC_ALL=C.UTF-8 TERM=dumb TMPDIR=$place/temporary
mkdir -p "$TMPDIR"

# anew: a course as it is handed out; the working folder is in it
anew() {
	cd / && rm -rf "$place/mine" && mkdir "$place/mine" &&
		(cd "$source" && git ls-files -z lessons exercises solutions 2>/dev/null |
			tar -c --null -T - 2>/dev/null ||
			tar -c lessons exercises solutions) | tar -x -C "$place/mine" &&
		cd "$place/mine" || exit 1
	[ -d exercises/greetings ] || cp -R "$source"/{lessons,exercises,solutions} .
}

# solve NAME…: the reference solution as one's own work
solve() {
	local name
	for name; do cp solutions/"$name"/* exercises/"$name"/; done
}

noted() { grep -qE -- "$1" .course/progress || { cat .course/progress && return 1; }; }

# ---- where one is -------------------------------------------------------------

anew
check 'at first one is at the first exercise' says 'Greetings  greetings, exercise 1 of ' "$course"
check '… and told what to read' says 'course read 01_why_a_loop' "$course"
check 'a lesson is found without its number' says 'A task is a second pair of hands' "$course" read why_a_loop
check 'a lesson that is not there is called a lesson' says 'there is no lesson «99»: course list' "$course" read 99
check 'of a task, what is for the grader alone is left out' eval '! "$course" read greetings | grep -q order:'
check 'an exercise that is like no other is told where all are' says 'course list shows all' "$course" read xyzzy
check '… what to complete' says 'exercises/greetings/greetings.c' "$course"
check '… and the command' says 'course watch' "$course"
check 'check without a name is about that one' says 'WRONG  greetings' "$course" check
check 'a try is noted' noted '^exercise greetings tries 1 hints 0$'
solve greetings
check 'a pass is noted, with its time' \
	eval '"$course" check >/dev/null && noted "^exercise greetings tries 2 hints 0 passed 20..-"'
check 'then one is at the next' says 'three_kettles, exercise 2 of ' "$course"
check 'other files are not counted as one'"'"'s own' \
	eval '"$course" check lent_tools --file solutions/lent_tools >/dev/null; ! noted lent_tools'
check 'after a pass, next is the next' says 'three_kettles, exercise 2' "$course" next
check 'next goes on without a pass, and says so' says 'three_kettles is not passed yet' "$course" next
check '… and one is there' says 'plain_manager, exercise 3' "$course"
cd exercises/log_tail || exit 1
check 'in the folder of an exercise it is that one' says 'log_tail' "$course" check
cd ../../lessons || exit 1
check 'it works from any folder inside the course' says 'log_tail' "$course" check
cd .. || exit 1
check 'a damaged file is told of, and nothing is lost' \
	eval 'printf "junk\n" >.course/progress; says "damaged" "$course" && "$course" check greetings 2>&1 |
		grep -q "progress.damaged-1" && [ "$(cat .course/progress.damaged-1)" = junk ]'

anew
rm -rf .course && touch .course
check 'where nothing can be noted, that is said' says 'progress is not kept' "$course" check greetings
check '… and the verdict is the same' fails 1 "$course" check greetings
solve greetings
check '… and so is that of the right one' "$course" check greetings

# ---- the list -----------------------------------------------------------------

anew
solve greetings
"$course" check greetings >/dev/null
"$course" check three_kettles >/dev/null
echo >>exercises/plain_manager/plain_manager.c
"$course" list >"$place/list"
check 'the list marks what is passed' grep -q '^  ✓ greetings ' "$place/list"
check '… the current one' grep -q '^  > three_kettles ' "$place/list"
check '… and nothing else' grep -q '^    lent_tools ' "$place/list"
check 'in ASCII, too' eval 'LC_ALL=C "$course" list | grep -q "^  + greetings " &&
	! LC_ALL=C "$course" list | grep -P "[^\x00-\x7f]"'
check 'piped, it is plain lines' eval '! grep -P "[\x00-\x08\x0b-\x1f]" "$place/list" &&
	[ "$(grep -c " min  " "$place/list")" -eq "$(ls exercises/*/exercise.md | wc -l)" ]'

# ---- hints --------------------------------------------------------------------

anew
check 'the first hint' says 'Hint 1 of 4' "$course" hint greetings
check 'the next call shows the next' says 'Hint 2 of 4' "$course" hint greetings
check 'one can be asked for' says 'Hint 4 of 4' "$course" hint greetings 4
check 'after the last it is the last' says 'That was the last one' "$course" hint greetings
check 'another exercise has its own' says 'Hint 1 of' "$course" hint log_tail
check 'there is no fifth of four' fails 2 "$course" hint greetings 5

# ---- solutions ----------------------------------------------------------------

anew
check 'no solution before the pass' fails 2 "$course" solution greetings
# On a terminal it asks, also on one that has ASCII alone.
asks_in_ascii() {
	local words
	words=$(echo no | LC_ALL=C script -qec "'$course' solution greetings" /dev/null)
	printf '%s\n' "$words"
	printf '%s\n' "$words" | grep -qF "Type 'yes' to see it" &&
		! printf '%s\n' "$words" | grep -P '[^\x00-\x7f]'
}
check '… and on a terminal it asks' asks_in_ascii
check '… unless it is asked for' says 'create_task(say_hello("Alice"' "$course" solution greetings --yes
solve greetings
"$course" check greetings >/dev/null
check 'after it, at once' says 'create_task(say_hello("Alice"' "$course" solution greetings
check '… with what its tasks do when' says '├─alice─' "$course" solution greetings
check 'of a prediction, only the prediction' \
	eval '"$course" solution three_kettles --yes | grep -q "|" && ! "$course" solution three_kettles --yes | grep -q "#include"'

# ---- beginning anew -----------------------------------------------------------

anew
"$course" reset --keep
cp exercises/greetings/greetings.c "$place/handed_out.c"
solve greetings
check 'reset says where it keeps what was there' \
	says 'What you had is kept in .course/kept/greetings/' "$course" reset greetings
check '… it is the file as it was handed out' cmp exercises/greetings/greetings.c "$place/handed_out.c"
check '… and what was there is there' \
	cmp .course/kept/greetings/*/greetings.c solutions/greetings/greetings.c
check 'there is nothing to reset twice' says 'nothing to reset' "$course" reset greetings
solve greetings
check 'within one second both are kept' eval '"$course" reset greetings >/dev/null; solve greetings
	"$course" reset greetings >/dev/null; [ "$(ls .course/kept/greetings | wc -l)" -eq 3 ]'
rm exercises/greetings/greetings.c
check 'a file that is gone comes back' eval '"$course" reset greetings >/dev/null
	cmp exercises/greetings/greetings.c "$place/handed_out.c"'
echo '// changed by its author' >>exercises/log_tail/log_tail.c
"$course" reset log_tail --keep >/dev/null
check 'its author has it handed out anew' says 'nothing to reset' "$course" reset log_tail
mkdir -p "$place/away" && mv .course/handed_out/greetings "$place/away/" && chmod a-w .course/handed_out
if [ "$(id -u)" = 0 ]; then
	# Root writes everywhere: a file in the place of the folder stops it, too.
	chmod u+w .course/handed_out && touch .course/handed_out/greetings
fi
check 'without a copy it says so' says 'there is no copy of greetings.c' "$course" reset greetings
chmod u+w .course/handed_out

# ---- predicting ---------------------------------------------------------------

# predicts STATUS SENTENCE LINES EXERCISE: the prediction ends so, and draws that
predicts() {
	local words status=0
	words=$(printf "$3" | "$course" predict "$4" 2>&1) || status=$?
	printf '%s\n' "$words"
	[ "$status" -eq "$1" ] && printf '%s\n' "$words" | grep -qF -- "$2"
}

anew
right=$(grep '|' solutions/three_kettles/prediction.txt | grep -v '^#')
first=${right%%$'\n'*}
check 'a wrong moment is named' predicts 1 'it comes at' "9.999 | ${first#*| }\n" three_kettles
check '… but not when the program ends' eval '! "$course" check three_kettles | grep -q "on the virtual clock"'
check '… and the prediction stands in the file' grep -q '^9.999' exercises/three_kettles/prediction.txt
check '… and what stood there is kept' grep -rq 'milk boils over' .course/kept/three_kettles
check 'what cannot be read is told with its line' predicts 1 'Line 1 of your prediction has no bar' 'nothing\n' three_kettles
check 'the right one passes' predicts 0 'You predicted every line' "$right\n" three_kettles
check '… and counts' noted '^exercise three_kettles tries 4 hints 0 passed'
check 'from a file, too' eval 'printf "%s\n" "$right" >../prediction
	"$course" predict three_kettles --file ../prediction >/dev/null'
solve greetings
check 'of one'"'"'s own program it is held against the run' \
	predicts 1 'You predicted "Hello, Bob!" at 3.000 s; it comes at 1.000 s' '3 | Hello, Bob!\n' greetings
check '… and passes' predicts 0 'PASS' \
	'1 | Hello, Bob!\n2 | Hello, Alice!\n2 | All greetings completed, 26 letters\n' greetings
check '… but is no pass of the exercise' eval '! noted "greetings .*passed"'
check 'no prediction is none' predicts 2 'nothing was predicted' '' greetings

echo "1..$number"
