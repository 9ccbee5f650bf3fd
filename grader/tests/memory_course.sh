# shellcheck shell=bash
#
# For tests of memory: a course of one exercise, which prints «begin», and «end» a second
# later. After tap.sh, and with $right, a program that does.

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
made=$place/made
export NO_COLOR=1 TMPDIR=$place/temporary
mkdir -p "$TMPDIR" "$made/exercises/memory" "$made/solutions/memory"
cp "$right" "$made/exercises/memory/memory.c"
cp "$right" "$made/solutions/memory/memory.c"
printf '%s\n' '# Memory' '' '- kind: complete' '- minutes: 5' '' '## Files' '' \
	'- `memory.c`, a *program*.' '' '## Expected output' '' '```timed' \
	'   0.000 | begin' '   1.000 | end' '```' >"$made/exercises/memory/exercise.md"
