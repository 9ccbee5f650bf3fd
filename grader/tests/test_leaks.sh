#!/usr/bin/env bash
#
# Leaks: each program of data/leaks/leaking is told by the sentence in its first line;
# each of data/leaks/right passes, however it uses memory.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
programs=$(realpath "$(dirname "$0")/data/leaks")
right=$programs/right/arena.c
# shellcheck source=grader/tests/memory_course.sh
. "$(dirname "$0")/memory_course.sh"

# judge FILE ARGUMENT…: judges that file; its report
judge() {
	local file=$1
	shift
	"$course" check memory --root "$made" --file "$file" --format json "$@"
}

# is FILE VERDICT SENTENCE ARGUMENT…
is() {
	local file=$1 verdict=$2 sentence=$3 words
	shift 3
	words=$(judge "$file" "$@")
	printf '%s\n' "$words"
	[[ $words == *"\"verdict\":\"$verdict\""* && $words == *"$sentence"* ]]
}

# one FILE WORDS ARGUMENT…: as its folder and its first line say
one() {
	local file=$1 words=$2 name sentence
	shift 2
	name=$(basename "$file" .c)
	mkdir -p "$place/$name"
	cp "$file" "$place/$name/memory.c"
	case $file in
	*/right/*) check "it is right: $name$words" is "$place/$name/memory.c" PASS '' "$@" ;;
	*)
		sentence=$(sed -n '1s|^/\* \(.*\) \*/$|\1|p' "$file")
		check "it leaks: $name$words" is "$place/$name/memory.c" PROTOCOL "$sentence" "$@"
		;;
	esac
}

for file in "$programs"/*/*.c; do
	one "$file" ''
done

# Some of them in other ways.
some='right/threads right/a_child_process right/exit_from_inside right/lines_of_a_file
	leaking/in_a_thread leaking/cancelled_without_clean_up leaking/exception_on_the_way'
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
	one "$programs/$name.c" ', in another order' --schedule 3
	one "$programs/$name.c" ', with a picture' --picture
done

# Where it stands, and what a learner sees.
cp "$programs/leaking/never_freed.c" "$place/memory.c"
seen() {
	(cd "$place" && "$course" check memory --root "$made" --file memory.c --no-picture)
}
check 'the line of the call is shown' says '11 | return strdup(title);' seen
sed -i 's/"end"/"END"/' "$place/memory.c"
check 'what is wrong otherwise comes first' is "$place/memory.c" WRONG 'END'

# Who breaks off, or forges, its own trace harms nobody else.
forge() {
	printf '%s\n' '#define _GNU_SOURCE' '#include <async.h>' '#include <fcntl.h>' \
		'#include <stdio.h>' '#include <stdlib.h>' '#include <string.h>' \
		'#include <sys/mman.h>' '#include <sys/stat.h>' '#include <unistd.h>' \
		'__attribute__((destructor)) static void forge(void) {' \
		'for (int i = 0; i < 1024; i++) {' \
		'struct stat status;' \
		'if (fstat(i, &status) != 0 || status.st_size != 64 << 20) continue;' \
		'char *map = mmap(NULL, 64 << 20, PROT_READ | PROT_WRITE, MAP_SHARED, i, 0);' \
		'if (map == MAP_FAILED) continue;' "$@" '} }' \
		'async (void, main_coroutine) { puts("begin"); await (async_sleep(1.0));' \
		'puts("end"); (void)!strdup("lost"); }' \
		'int main(void) { return async_run(main_coroutine()); }' >"$place/memory.c"
}
forge 'memset(map + 8, 0xff, 4000);'
check 'a trace of nonsense says nothing' is "$place/memory.c" PASS ''
forge 'memset(map, 0, 64 << 20);'
check 'one that is gone says nothing' is "$place/memory.c" PASS ''

echo "1..$number"
