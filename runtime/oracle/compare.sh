#!/bin/sh
# Runs the programs of this folder on the grader's virtual clock, and compares their
# timed output with what CPython printed, byte for byte. Prints TAP.
#
#	NAME.c           the program
#	NAME.txt         what CPython 3.11 printed, to the millisecond
#	NAME.ours.txt    what we print, where that must differ: see DIFFERENCES.md
#
# usage: compare.sh [NAME…]        from anywhere; the programs must be built
#
# Standard error is not compared: tracebacks name files and lines.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
build=${BUILD:-$here/../../build}
course=${COURSE:-$build/course}
programs=$build/oracle
[ -d "$programs" ] || programs=$here/../../build/oracle
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

expected_of() { # NAME
	if [ -f "$here/$1.ours.txt" ]; then
		echo "$here/$1.ours.txt"
	else
		echo "$here/$1.txt"
	fi
}

# Each in a folder of its own: some write files. Some look for a program that is not
# there, and a folder of somebody else's in PATH would be another error.
run() { # NAME
	mkdir "$scratch/$1"
	(
		cd "$scratch/$1"
		PATH=/usr/local/bin:/usr/bin:/bin timeout 300 "$course" run --clock virtual -- \
			sh -c 'exec "$0" 2>stderr' "$programs/$1" 2>course
	)
}

compare() { # NAME
	if [ -f "$here/$1.ours.txt" ] && ! grep -q "^| *\`$1\`" "$here/DIFFERENCES.md"; then
		echo "$1.ours.txt has no row in DIFFERENCES.md"
		return 1
	fi
	run "$1" >"$scratch/$1.output" || :
	diff "$(expected_of "$1")" "$scratch/$1.output" && return 0
	cat "$scratch/$1/stderr" "$scratch/$1/course"
	return 1
}

names=$*
[ -n "$names" ] || names=$(cd "$here" && ls -- *.txt | sed -n 's/\.ours\.txt$//; s/\.txt$//; p' | sort -u)
# shellcheck disable=SC2086 # names have no blanks
set -- $names

echo "1..$#"
number=0 failed=0
for name; do
	number=$((number + 1))
	if said=$(compare "$name" 2>&1); then
		echo "ok $number - $name"
	else
		failed=$((failed + 1))
		echo "not ok $number - $name"
		printf '%s\n' "$said" | head -n 20 | sed 's/^/# /'
	fi
done
echo "# $(($# - failed)) of $# programs print what is expected of them"
[ "$failed" -eq 0 ]
