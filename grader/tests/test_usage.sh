#!/usr/bin/env bash
#
# What is said to who has used the command otherwise than it is meant: what was wrong,
# and what to do instead, in one line.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
root=$(realpath "${COURSE_ROOT:-.}")
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cp "$(type -P true)" "$place/program"
cp "$(type -P true)" "$place/unmarked"
chmod -x "$place/unmarked"
mkdir "$place/folder"
touch "$place/script.py" "$place/source.c"
cd "$place" || exit 1

# refused WORDS ARGUMENT…: course says that in one line, and that it could not
refused() {
	local wanted=$1 words status=0
	shift
	words=$("$course" "$@" 2>&1 >/dev/null) || status=$?
	printf '%s\n' "$words"
	[ "$status" -eq 2 ] && [ "$(printf '%s\n' "$words" | wc -l)" -eq 1 ] &&
		printf '%s\n' "$words" | grep -qF -- "$wanted"
}

check 'an option in the place of a command' \
	refused 'options stand behind the command: course COMMAND --root' --root . check
check 'a command that is spelt otherwise' refused 'did you mean check?' chekc
check 'its help, too' refused 'did you mean check?' --help chekc
check 'help is asked for before the command' says 'usage: course check' "$course" --help check
check 'run: a program of this folder' refused 'course run -- ./program' run program
check 'run: a folder' refused 'It is a folder' run ./folder
check 'run: a script' refused 'course run -- python3 script.py' run script.py
check 'run: a source' refused 'has to be compiled first' run source.c
check 'run: what is not marked' refused 'chmod +x ./unmarked' run ./unmarked
check 'run: what is not there at all' refused 'cannot start nothing: No such file or directory' run nothing
check 'run: a day and more needs to be asked for' \
	says '(--seconds N gives it more)' "$course" run -- sleep 100000
check 'run: who asks may leap to the year 2100' \
	says '2398377600.000 | 2100' "$course" run --seconds 60 -- sh -c 'sleep 2398377600; date +%Y'
check 'run: a program that is there' "$course" run ./program

# with_header WHERE: greetings with a header of its own is right, and is told of it
with_header() {
	mkdir -p own/greetings
	printf '%s\n' '#include <async.h>' >own/greetings/words.h
	sed 's/#include <async.h>/#include "words.h"/' "$root/solutions/greetings/greetings.c" \
		>own/greetings/greetings.c
	says 'words.h is none of the exercise' "$course" check greetings --root "$root" \
		--file own/greetings --no-picture
}
check "check: a header of one's own is found, and told of" with_header
without_header() {
	! says 'is none of the exercise' "$course" check greetings --root "$root" \
		--file "$root/solutions/greetings" --no-picture
}
check 'check: without one nothing is told' without_header
echo "1..$number"
