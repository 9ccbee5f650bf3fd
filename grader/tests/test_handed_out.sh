#!/usr/bin/env bash
#
# An update of the course while learners are at it: what is kept as it was handed out
# follows, where that is certain; and nobody's work is lost or taken for another's.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
source=$(realpath "${COURSE_ROOT:-.}")
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export NO_COLOR=1 LC_ALL=C.UTF-8 HOME=$place GIT_CONFIG_NOSYSTEM=1 GIT_CEILING_DIRECTORIES=$place
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
skeleton=exercises/greetings/greetings.c
copy=.course/handed_out/greetings/greetings.c

# a_course FOLDER: one exercise, as its author has it
a_course() {
	mkdir -p "$1"/{lessons,exercises,solutions}
	cp -R "$source"/exercises/greetings "$1"/exercises
	cp -R "$source"/solutions/greetings "$1"/solutions
	echo .course/ >"$1/.gitignore"
}

# updated FOLDER: its author changes the task, and the skeleton with it
updated() {
	echo 'And mind your manners.' >>"$1/exercises/greetings/exercise.md"
	sed -i '1i // of the second year' "$1/$skeleton"
}

works() { echo '// my work' >>"$skeleton"; }
is_silent() { local words; words=$("$@" 2>&1) && [ -z "$words" ] || { echo "$words" && return 1; }; }
is_begun() { "$course" list --plain | grep -q '~ greetings'; }

# ---- without version control ----------------------------------------------------

a_course "$place/plain"
cd "$place/plain" || exit 1
"$course" reset --keep
sed -i 's/$/ /' exercises/greetings/exercise.md
check 'an update of the task alone is followed without a word' is_silent "$course" reset --keep
works
check 'an edit without an update is a learner'"'"'s' is_begun
check '… and put back' says 'What you had is kept' "$course" reset greetings
check '… to what was handed out' cmp "$skeleton" "$source/$skeleton"

updated .
cp "$skeleton" "$place/second"
check 'an update of the skeleton may be one'"'"'s own work: the build says so' \
	says 'greetings.c is not what was handed out before' "$course" reset --keep
check '… the list does not call it begun' eval '! is_begun'
check '… nothing old is put back' \
	eval 'fails 2 "$course" reset greetings && cmp "$skeleton" "$place/second"'
check '… and nothing is taken for handed out' cmp "$copy" "$source/$skeleton"
check 'whoever knows says so' says 'handed out as it is now' "$course" reset greetings --keep
check '… and then it is' eval 'is_silent "$course" reset --keep && cmp "$copy" "$place/second" &&
	says "nothing to reset" "$course" reset greetings'

rm -rf exercises/greetings/notes.txt
sed -i 's/^- `greetings.c`.*/&\n- `notes.txt`, *data*: to read./' exercises/greetings/exercise.md
echo one >exercises/greetings/notes.txt
"$course" reset greetings --keep >/dev/null
sed -i '/^- `notes.txt`/d' exercises/greetings/exercise.md
rm exercises/greetings/notes.txt
"$course" reset --keep
"$course" reset greetings >/dev/null
check 'a file that the author has taken away stays away' [ ! -e exercises/greetings/notes.txt ]

# ---- with git ---------------------------------------------------------------------

if ! command -v git >/dev/null; then
	echo "ok $((number + 1)) # SKIP there is no git here"
	echo "1..$((number + 1))"
	exit
fi

# who NAME FOLDER: whose address is on what is committed there
who() { git -C "$2" config user.email "$1@example.org" && git -C "$2" config user.name "$1"; }
commit() { git -C "$1" add -A && git -C "$1" commit -qm "$2"; }

a_course "$place/author"
git -C "$place/author" init -q
who author "$place/author"
commit "$place/author" 'The first year'

# a_learner NAME: a clone of the course, at which somebody begins
a_learner() {
	git clone -q "$place/author" "$place/$1" 2>/dev/null
	who "$1" "$place/$1"
	cd "$place/$1" || exit 1
	"$course" reset --keep
}

a_learner idle
a_learner busy
works
commit . 'What I have so far'
a_learner bold
works
sed -i 's/$/ /' exercises/greetings/exercise.md
commit . 'I know better'
updated "$place/author"
commit "$place/author" 'The second year'
second=$place/author/$skeleton

cd "$place/idle" && git pull -q
check 'who has done nothing has the new file without a word' is_silent "$course" reset --keep
check '… handed out is the new one' cmp "$copy" "$second"
check '… it is not begun' eval '! is_begun'
works
check '… and it is what comes back' \
	eval '"$course" reset greetings >/dev/null && cmp "$skeleton" "$second"'

cd "$place/busy" && git pull -q --no-rebase --no-edit
cp "$skeleton" "$place/busy_work"
check 'who has work committed keeps it without a word' \
	eval 'is_silent "$course" reset --keep && cmp "$skeleton" "$place/busy_work" && is_begun'
check '… handed out is the author'"'"'s new one' cmp "$copy" "$second"
check '… which reset brings, and keeps the work' eval '"$course" reset greetings >/dev/null &&
	cmp "$skeleton" "$second" && cmp .course/kept/greetings/*/greetings.c "$place/busy_work"'

cd "$place/bold" || exit 1
check 'one'"'"'s own commit of task and work hands nothing out' \
	eval 'fails 2 "$course" reset greetings && cmp "$copy" "$source/$skeleton"'

git clone -q "$place/busy" "$place/elsewhere"
who else "$place/elsewhere"
cd "$place/elsewhere" && "$course" reset --keep
check 'in a clone of one'"'"'s own work reset brings what was handed out' \
	eval '"$course" reset greetings >/dev/null && cmp "$skeleton" "$second"'

git clone -q --depth 1 "file://$place/busy" "$place/shallow"
cd "$place/shallow" && "$course" reset --keep
cp "$skeleton" "$place/shallow_work"
updated .
check 'of a history that is not all there nothing is concluded' \
	eval 'fails 2 "$course" reset greetings && cmp "$copy" "$place/shallow_work"'

echo "1..$number"
