#!/usr/bin/env bash
#
# A course that lies is found out: a sound one is bent in one place at a time, and
# each time verify must say what is wrong, and where.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
sound=$place/sound
lesson=lessons/01_waiting.md
made=exercises/made

# make_sound: a course with a lesson and two exercises in which all holds
make_sound() {
	"$course" new course "$sound"
	"$course" new lesson 01_waiting --root "$sound"
	"$course" new lesson 02_more --root "$sound"
	"$course" new exercise made --root "$sound"
	"$course" new exercise guessed --kind predict --root "$sound"
	sed -i 's/^- concepts: TODO$/- concepts: waiting/; s/TODO/Said/g' \
		"$sound"/exercises/*/exercise.md
	sed -i 's/^- concepts: TODO$/- concepts: waiting\n- exercises: made, guessed/
		s/TODO/Said/g' "$sound"/lessons/01_waiting.md
	sed -i 's/^- concepts: TODO$/- concepts: more/; s/TODO/Said/g' "$sound"/lessons/02_more.md
	sed -i 's/^|---|---|---|$/&\n| 01_waiting | waiting | made |\n| 02_more | more | made |/
		s/TODO/Said/g' "$sound"/lessons/README.md
}

# bent NAME ITEM SENTENCE COMMAND…: the command runs in a copy of the course;
# verify of the item must then fail, and say the sentence
bent() {
	local name=$1 item=$2 sentence=$3 words status=0 good=no
	shift 3
	rm -rf "$place/bent"
	cp -a "$sound" "$place/bent"
	(cd "$place/bent" && "$@")
	# shellcheck disable=SC2086 # it may be none
	words=$(cd "$place/bent" && "$course" verify $item 2>&1) || status=$?
	[ "$status" -eq 1 ] && printf '%s\n' "$words" | grep -qF -- "$sentence" && good=yes
	report $good "$name" "it should say: $sentence
$words"
}

# interrupted: told to stop, it stops at once, and leaves nothing behind
interrupted() {
	local mine=$place/temporary status=0
	mkdir "$mine"
	TMPDIR=$mine "$course" verify --root "$sound" >/dev/null 2>&1 &
	until [ "$(ls -A "$mine")" ]; do :; done
	kill -TERM $!
	wait $! || status=$?
	ls -A "$mine"
	[ "$status" -eq 143 ] && [ -z "$(ls -A "$mine")" ]
}

add() { printf '%s\n' "$2" >>"$1"; }

echo 1..41
make_sound >/dev/null

check 'a sound course is found sound' "$course" verify --root "$sound"
check 'also one exercise of it, under sanitizers' \
	"$course" verify made --root "$sound" --sanitize --jobs 1
check 'a name that is not there is said' \
	says 'there is no lesson or exercise «maid»: did you mean made?' \
	fails 2 "$course" verify maid --root "$sound"

# A runtime to whose table of optional parts lines can be added.
poor=$place/poor
mkdir "$poor"
ln -s "$(realpath "$PROGRAMS/../..")/libasync.a" "$poor"
ln -s "$(realpath "$COURSE_ROOT")/runtime/include" "$poor/include"
echo 'label.h labels missing liblabel-dev' >"$poor/parts"
# wanting: a course with a lesson and an exercise that need what is not there
wanting=$place/wanting
cp -a "$sound" "$wanting"
sed -i 's|#include <async.h>|&\n#include <async/label.h>|' "$wanting"/lessons/01_waiting.md \
	"$wanting"/exercises/made/made.c "$wanting"/solutions/made/made.c
check 'what needs a part of the runtime that is not there is left out' \
	says ', 2 left out' env COURSE_RUNTIME="$poor" "$course" verify --root "$wanting"
check '… and that is said, with the command that brings it' \
	says 'without liblabel-dev: run `make setup-library`, then `make`' \
	env COURSE_RUNTIME="$poor" "$course" verify --root "$wanting"
check 'nothing left to be held is no success' \
	says 'Nothing could be held' \
	fails 2 env COURSE_RUNTIME="$poor" "$course" verify made --root "$wanting"
check 'nor is it a mark against a learner' \
	says 'without liblabel-dev: run `make setup-library`, then `make`' \
	fails 2 env COURSE_RUNTIME="$poor" "$course" check made --root "$wanting"

check 'told to stop, it leaves nothing behind' interrupted

# Names
bent 'a folder with a blank in its name' '' "the folder's name is no name for an exercise" \
	eval 'mv exercises/made "exercises/made too"; mv solutions/made "solutions/made too"'

# Lessons
bent 'an output that is shown wrong' 01_waiting "$lesson:33: first.c prints something else than is shown. Line 2" \
	sed -i 's/^   1.000 | end/   1.001 | end/' $lesson
bent 'a program that does not compile' 01_waiting "$lesson:13: first.c does not compile" \
	sed -i 's/puts("begin");/puts("begin")/' $lesson
bent 'another exit status' 01_waiting 'first.c does not end with exit status 3' \
	sed -i 's/^```timed first.c/```timed first.c exit 3/' $lesson
bent 'a message that is another' 01_waiting "what is said of forgotten.c is another sentence than the one shown" \
	sed -i 's/but did not await it/but forgot to await it/' $lesson
bent 'a wrong program that is right' 01_waiting 'forgotten.c is meant to be wrong, and passes' \
	sed -i '/^```message forgotten.c/,/^```$/d; s/^	async_sleep(1.0);/	await (async_sleep(1.0));/
		$a ```stderr forgotten.c\n```\n```timed forgotten.c\n   1.000 | end\n```' $lesson
bent 'a program that runs, and shows nothing' 01_waiting 'forgotten.c runs, and nothing shows' \
	sed -i '/^```message forgotten.c/,/^```$/d; s/^	async_sleep(1.0);/	await (async_sleep(1.0));/
		$a ```stderr forgotten.c\n```' $lesson
bent 'a program of which nothing is shown' 01_waiting 'nothing shows what first.c prints' \
	sed -i '/^```timed first.c/,/^```$/d' $lesson
bent 'a snippet that is no part' 01_waiting 'does not stand in first.c' \
	add $lesson $'```c part of first.c\nputs("middle");\n```'
bent 'a snippet of a file that is not there' 01_waiting 'there is no file made/up.c' \
	add $lesson $'```c part of made/up.c\nint x;\n```'
bent 'output on standard error that is not shown' 01_waiting 'which is not shown' \
	sed -i 's/	puts("begin");/&\n	fputs("oh\\n", stderr);/' $lesson
bent 'a block that does not say what it is' 01_waiting 'the block does not say what it is' \
	add $lesson $'```\nint x;\n```'
bent 'a dead link' 01_waiting "$lesson:" add $lesson '[there](nowhere.md)'
bent 'a link to no heading' 01_waiting 'there is no #nothing' add $lesson '[there](02_more.md#nothing)'
bent 'an address that is none' 01_waiting 'is not the address of a page' add $lesson '[there](http:/x)'
bent 'an exercise that is not there' 01_waiting 'there is no exercise «maid»' \
	sed -i 's/^- exercises: made/- exercises: made, maid/' $lesson
bent 'a need that comes later' 01_waiting 'it needs 02_more, which comes later' \
	sed -i 's/^- exercises:/- needs: 02_more\n&/' $lesson

# Exercises
bent 'a concept that is not taught yet' made 'the concept «more» is not taught by 01_waiting' \
	sed -i 's/^- concepts: waiting/- concepts: more/' $made/exercise.md
bent 'an exercise that no lesson lists' made 'no lesson lists this exercise' \
	sed -i 's/^- exercises: made, /- exercises: /' $lesson
bent 'handed out, it passes' made 'as it is handed out, it passes' \
	cp solutions/made/made.c $made/made.c
bent 'handed out, it does not compile' made 'as it is handed out, it does not compile' \
	add $made/made.c 'int'
bent 'a solution that does not pass' made 'the solution does not pass' \
	cp $made/wrong/no_wait/made.c solutions/made/made.c
bent 'a right answer that does not pass' made 'the right answer does not pass' \
	cp $made/wrong/no_wait/made.c $made/right/with_while/made.c
bent 'another verdict' made 'the verdict on one_too_few is TIME, not WRONG' \
	cp $made/wrong/no_wait/made.c $made/wrong/one_too_few/made.c
bent 'another sentence' made 'what is said of no_wait is another sentence' \
	sed -i 's/^> the program never waits/> the program is too fast/' $made/exercise.md
bent 'another line' made 'the line named for blocking_sleep is not one with «usleep(1);»' \
	sed -i 's/at `usleep(500000);`/at `usleep(1);`/' $made/exercise.md
bent 'a mistake without its answer' made 'there is no folder wrong/no_wait' \
	rm -r $made/wrong/no_wait
bent 'an answer without its mistake' made 'wrong/other is not among the mistakes' \
	cp -r $made/wrong/no_wait $made/wrong/other
bent 'too few hints' made 'it has 2 of at least 3 hints' \
	sed -i '0,/^### Said/s//Said/' $made/exercise.md
bent 'too few right answers' made 'it has 1 of at least 2 right answers' \
	rm -r $made/right/with_while
bent 'a file that is not named' made 'it is not named under «Files»' \
	touch $made/wrong/no_wait/notes.txt
bent 'a prediction that is right after all' guessed 'the verdict on wait_after is PASS, not TIME' \
	cp solutions/guessed/prediction.txt exercises/guessed/wrong/wait_after/prediction.txt

# The page of all lessons
bent 'a table that names what is not there' '' 'there is no lesson «03_other»' \
	sed -i 's/^| 02_more |.*/&\n| 03_other | x | made |/' lessons/README.md
bent 'a lesson that no table names' '' 'no table names the lesson 02_more' \
	sed -i '/^| 02_more/d' lessons/README.md
