#!/usr/bin/env bash
#
# Memory that is not the program's own: each program of data/memory/wrong prints the
# right lines, or would if nobody looked, and is a CRASH with the sentence in its first
# line, at the line that says «here». Each of data/memory/right passes.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
programs=$(realpath "$(dirname "$0")/data/memory")
right=$programs/right/ring_buffer.c
# shellcheck source=grader/tests/memory_course.sh
. "$(dirname "$0")/memory_course.sh"

# is FILE VERDICT PIECE… -- ARGUMENT…: its report says each of the pieces
is() {
	local file=$1 verdict=$2 pieces=() words
	shift 2
	while [ "$1" != -- ]; do
		pieces+=("$1")
		shift
	done
	shift
	words=$("$course" check memory --root "$made" --file "$file" --format json "$@")
	printf '%s\n' "$words"
	for piece in "\"verdict\":\"$verdict\"" "${pieces[@]}"; do
		[[ $words == *"$piece"* ]] || return 1
	done
}

# one FILE WORDS ARGUMENT…: as its folder and its first line say
one() {
	local file=$1 words=$2 name sentence line
	shift 2
	name=$(basename "$file" .c)
	mkdir -p "$place/$name"
	cp "$file" "$place/$name/memory.c"
	case $file in
	*/right/*) check "it is right: $name$words" is "$place/$name/memory.c" PASS -- "$@" ;;
	*)
		sentence=$(sed -n '1s|^/\* \(.*\) \*/$|\1|p' "$file")
		line=$(sed -n '\|/\* here \*/|=' "$file")
		check "it is wrong: $name$words" is "$place/$name/memory.c" CRASH \
			"$sentence" "\"line\":$line," -- "$@"
		;;
	esac
}

for file in "$programs"/*/*.c; do
	one "$file" ''
done

# Some of them in other ways.
some='wrong/index_past_local wrong/freed_by_another_task wrong/string_without_room
	wrong/only_without_sanitizer right/one_past_the_end right/threads_and_a_child'
jail=--jail
"$course" check memory --root "$made" --jail --file "$made/solutions/memory" >/dev/null 2>&1 ||
	jail=
for name in $some; do
	if command -v clang >/dev/null; then
		CC=clang one "$programs/$name.c" ', by clang'
	else
		report yes "$name, by clang # SKIP clang is not there" ''
	fi
	if [ -n "$jail" ]; then
		one "$programs/$name.c" ', in a jail' --jail
	else
		report yes "$name, in a jail # SKIP there can be no jail" ''
	fi
done
for name in sum_reads_one_more only_without_sanitizer; do
	one "$programs/wrong/$name.c" ', with a picture' --picture
done

# Who waits for ever, since he read beside a block, is told why.
cat >"$place/memory.c" <<'END'
#include <async.h>
#include <stdio.h>
#include <stdlib.h>
async (void, main_coroutine)
{
	int *left = calloc(2, sizeof *left);
	struct event go = Event();
	puts("begin");
	if (left[2] == 0)
		await (event_wait(&go));
	puts("end");
}
int main(void) { return async_run(main_coroutine()); }
END
check 'what a deadlock comes of' is "$place/memory.c" CRASH \
	'It went past the end of memory that malloc gave, a block of 8 bytes. What it goes' \
	'"line":9,' --

# What a learner sees.
cp "$programs/wrong/index_past_local.c" "$place/memory.c"
seen() {
	(cd "$place" && "$course" check memory --root "$made" --file memory.c --no-picture)
}
check 'the line of the mistake is shown' says '17 | sum += delays[i];' seen

echo "1..$number"
