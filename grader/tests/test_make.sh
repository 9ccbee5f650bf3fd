#!/usr/bin/env bash
#
# What make makes of names that are not ours to choose: files of a learner's, and sources
# of optional parts.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
source=$(realpath "${COURSE_ROOT:-.}")
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export LC_ALL=C
# This is a make of its own.
unset MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES

# The tree, with what is not looked at here by links.
mkdir -p "$place/a tree/runtime"
cd "$place/a tree" || exit 1
ln -s "$source"/{Makefile,grader} .
ln -s "$source"/runtime/{src,include,oracle,tests,bench} runtime
cp -R "$source"/runtime/library runtime
mkdir -p build lessons exercises/one solutions/one
echo 'int main(void) { }' | tee exercises/one/one.c >solutions/one/one.c
echo '# One' >exercises/one/exercise.md

quietly() { make --no-print-directory "$@" 2>&1; }

# ---- what a learner may call a file -------------------------------------------------

odd=("my exercise" "it's" 'a$(b)' 'a:b' 'a%b' 'a#b' 'a;b' '(a)' 'a*' "$(printf 'a\377')")
for name in "${odd[@]}"; do
	mkdir "exercises/$name"
	echo '# Mine' >"exercises/$name/exercise.md"
	echo 'int main(void) { }' >"exercises/$name/$name.c"
done
check 'odd names do not stop the build' quietly -n build/handed_out
check '… nor are they forgotten by it' \
	eval 'quietly -n build/handed_out | grep -q "reset --keep"'
check '… nor do they spoil what editors ask' eval 'quietly build/compile_commands.json &&
	python3 -m json.tool build/compile_commands.json >/dev/null &&
	grep -q "exercises/one/one.c" build/compile_commands.json'

# ---- what a part may call a source ----------------------------------------------------

table() { quietly build/parts >/dev/null && cat build/parts; }
part=$(table | awk 'NR == 1 { print $2 }')
if [ -z "$part" ]; then
	echo "ok $((number + 1)) # SKIP no part can be built here"
	echo "1..$((number + 1))"
	exit
fi
table >"$place/before"
for header in time label task; do
	[ -e "runtime/include/async/$header.h" ] || report no "there is a header $header.h" ''
	: >"runtime/library/$part/$header.c"
done
check "a source called like a header of the runtime's own does not take it" \
	eval 'table | diff - "$place/before"'
header=$(awk 'NR == 1 { print $1 }' "$place/before")
other=$(find runtime/library -mindepth 1 -maxdepth 1 -not -name "$part" -printf "%f\n" | sort | head -n 1)
: >"runtime/library/$other/${header%.h}.c"
check 'two parts do not have the same header, and it is said' \
	says "Two parts of the runtime have a source of the name of <async/$header>" make build/parts

echo "1..$number"
