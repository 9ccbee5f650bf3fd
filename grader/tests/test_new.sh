#!/usr/bin/env bash
#
# Somebody else's course: laid out by one command, checked, and used, in a folder
# that this repository knows nothing of.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

# fill_in: what an author does, in as few words as will do
fill_in() {
	sed -i 's/^- concepts: TODO$/- concepts: waiting/; s/TODO/Said/g' \
		"$mine"/exercises/*/exercise.md
	sed -i 's/^- concepts: TODO$/- concepts: waiting\n- exercises: made, mended, guessed, planned/
		s/TODO/Said/g' "$mine"/lessons/01_waiting.md
	sed -i 's/^|---|---|---|$/&\n| [01_waiting](01_waiting.md) | waiting | made, mended |/
		s/TODO/Said/g' "$mine"/lessons/README.md
}

only_what_is_to_be_written() {
	local words=$place/words
	"$course" verify --root "$mine" >"$words"
	! grep -v -e 'still to be written' -e 'no lesson lists this exercise' \
		-e 'no table names the lesson' "$words" | grep '\.md:'
}

tells_no_further() {
	local words
	words=$("$course" check guessed --root "$mine" \
		--file "$mine/exercises/guessed/wrong/wait_after")
	printf '%s\n' "$words"
	printf '%s\n' "$words" | grep -q '0\.500 | step 1' &&
		! printf '%s\n' "$words" | grep 'step 2'
}

nothing_changed() {
	echo mine >"$mine/exercises/made/exercise.md"
	fails 2 "$course" new exercise made --root "$mine" &&
		fails 2 "$course" new course "$mine" &&
		fails 2 "$course" new lesson 01_waiting --root "$mine" &&
		[ "$(cat "$mine/exercises/made/exercise.md")" = mine ]
}

echo 1..21
mine=$place/their/course

check 'course new course lays out a folder' "$course" new course "$mine"
check 'course new lesson lays out a lesson' "$course" new lesson 01_waiting --root "$mine"
check 'an exercise to complete' "$course" new exercise made --root "$mine"
check 'an exercise to repair' "$course" new exercise mended --kind repair --root "$mine"
check 'an exercise to predict' "$course" new exercise guessed --kind predict --root "$mine"
check 'an exercise to design' "$course" new exercise planned --kind design --root "$mine"
check 'verify says what is still to be written' \
	says 'exercises/made/exercise.md:8: still to be written' "$course" verify --root "$mine"
check 'and has nothing else to say' only_what_is_to_be_written
check 'as long as it is there, that is a fault' fails 1 "$course" verify --root "$mine"
check 'an exercise that no lesson lists is listed so' \
	says 'in no lesson' "$course" list --root "$mine"
fill_in
check 'with its places filled in, all of it holds' "$course" verify --root "$mine"
check 'its exercises are listed' says 'Mended' "$course" list --root "$mine"
check 'a hint is given' says 'Hint 2 of 3' "$course" hint made 2 --root "$mine"
check 'as handed out, an exercise does not pass' fails 1 "$course" check made --root "$mine"
check 'its solution passes' \
	"$course" check made --root "$mine" --file "$mine/solutions/made"
check 'a prediction without its moments does not pass' \
	fails 1 "$course" check guessed --root "$mine"
check 'a prediction that is right passes, whatever its name' \
	"$course" check guessed --root "$mine" --file "$mine/solutions/guessed/prediction.txt"
check 'who predicts wrongly is not told what comes after' tells_no_further
echo 'int main(void) { return 1; }' >"$mine/exercises/guessed/guessed.c"
check 'a program that does not do what it should is the fault of the course' \
	fails 2 "$course" check guessed --root "$mine" --file "$mine/solutions/guessed"
check 'a name that is none is said' \
	says 'is no name for an exercise' "$course" new exercise '../up' --root "$mine"
check 'a kind that is none is said' \
	says 'is no kind of exercise' "$course" new exercise other --kind sing --root "$mine"
check 'nothing is ever replaced' nothing_changed
