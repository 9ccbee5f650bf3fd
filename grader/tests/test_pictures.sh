#!/usr/bin/env bash
#
# The pictures of a run, each read by a program that is not ours.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
cd "${COURSE_ROOT:-.}" || exit 1
export LC_ALL=C.UTF-8
unset COLUMNS
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
late=exercises/async_resource/wrong/twice_as_slow
blocks=exercises/async_resource/wrong/blocking_sleep

# picture FORMAT EXERCISE FILE STATUS NAME: written to $work/NAME
picture() {
	local status=0
	"$course" check "$2" --file "$3" --format "$1" >"$work/$5" || status=$?
	[ "$status" -eq "$4" ]
}

# with_python FILE PROGRAM: the program finds what it wants, in `data`
with_python() {
	python3 -c "import json, sys; lines = open(sys.argv[1]).read().splitlines()
$2" "$work/$1"
}

skip() {
	number=$((number + 1))
	echo "ok $number - $1 # SKIP there is no $2 here"
}

check 'check writes an SVG, and its status is the verdict' \
	picture svg async_resource "$late" 1 late.svg
check 'a blocking call is in the SVG' picture svg async_resource "$blocks" 1 blocks.svg
check 'the blocking call is drawn as one' grep -q 'class="block" .*sleep blocks' "$work/blocks.svg"
check 'the first divergence is marked' grep -q '>4.000 late<' "$work/late.svg"
check 'it says what it is to who cannot see it' grep -q '<desc id="about">TIME: ' "$work/late.svg"
check 'it can be light and dark' grep -q 'color-scheme: light dark' "$work/late.svg"
if command -v python3 >/dev/null; then
	check 'the SVG is well-formed' python3 -c \
		'import sys, xml.dom.minidom as d; [d.parse(f) for f in sys.argv[1:]]' \
		"$work/late.svg" "$work/blocks.svg"
else
	skip 'the SVG is well-formed' python3
fi
if command -v xmllint >/dev/null; then
	check 'xmllint has nothing to say' xmllint --noout "$work/late.svg" "$work/blocks.svg"
else
	skip 'xmllint has nothing to say' xmllint
fi

# Eight tasks on one side, one on the other.
"$course" check time_limits --picture \
	--file exercises/time_limits/wrong/no_limit_for_one >"$work/limits.txt"
check 'bodies have rows in both sides, or in none' \
	[ "$(grep -c '^    with .*timeout' "$work/limits.txt")" -eq 2 ]

# It prints for ever: the picture ends where it first went wrong.
mkdir "$work/greetings"
printf '%s\n' '#include <async.h>' '#include <stdio.h>' 'async (void, main_coroutine)' \
	'{ for (;;) { await (async_sleep(13)); puts("a"); } }' \
	'int main(void) { return async_run(main_coroutine()); }' >"$work/greetings/greetings.c"
"$course" check greetings --picture --file "$work/greetings" >"$work/ever.txt"
# ends_with_line FILE: the last row of lines has one in its last column
ends_with_line() { tail -n 5 "$1" | tee "$1.end" && grep -q '^  lines .*•$' "$1.end"; }
check 'the line that is marked is drawn, though the picture ends with it' \
	ends_with_line "$work/ever.txt"

# under_dot FILE: below the first line of the expected side stands the mark
under_dot() {
	sed 's/▲.*/▲/; s/•.*/•/' "$1" | grep -A 1 '^  lines .*•$' | head -n 2 >"$1.pair"
	cat "$1.pair"
	[ "$(sed -n '1s/•//p' "$1.pair" | wc -m)" -eq "$(sed -n '2s/▲//p' "$1.pair" | wc -m)" ]
}
"$course" check greetings --picture >"$work/due.txt"
check 'a mark stands below its line' under_dot "$work/due.txt"

check 'check writes a trace for Perfetto' picture trace greetings solutions/greetings 0 t.json
check 'check writes a cast' picture cast greetings solutions/greetings 0 t.cast
if command -v python3 >/dev/null; then
	check 'a thread for each task, and its waits in microseconds' with_python t.json '
events = json.loads("\n".join(lines))["traceEvents"]
names = [e["args"]["name"] for e in events if e["ph"] == "M" and e["pid"] == 1]
assert "say_hello 1" in names and "say_hello 2" in names, names
assert all(e["ph"] in "MXi" for e in events)
waits = sorted(e["dur"] for e in events if e.get("cat") == "waiting" and e["pid"] == 1)
assert [round(w / 1e6) for w in waits] == [1, 2, 2], waits'
	check 'what was entered is shown as it was written' \
		picture trace time_limits solutions/time_limits 0 limits.json
	check '… and not as its macros are' with_python limits.json '
sources = {e["args"]["source"] for e in json.loads("\n".join(lines))["traceEvents"] if e.get("cat") == "with"}
assert sources and all(s.startswith(("timeout(", "timeout_at(")) for s in sources), sources'
	# A body in a task that runs, a call that blocks in it, and generators with bodies.
	for one in async_resource/wrong/blocking_sleep greetings/wrong/blocking_sleep \
		scraper/wrong/missing_page_not_caught; do
		exercise=${one%%/*}
		picture trace "$exercise" "exercises/$one" 1 nested.json
		check "what a task of $exercise does nests, by the rules of the format" \
			with_python nested.json '
stacks, events = {}, json.loads("\n".join(lines))["traceEvents"]
whole = [(e["pid"], e["tid"], round(1000 * e["ts"]), -round(1000 * e["dur"])) for e in events if e["ph"] == "X"]
for pid, tid, begin, length in sorted(whole):
    stack = stacks.setdefault((pid, tid), [])
    while stack and stack[-1] <= begin:
        stack.pop()
    assert not stack or begin - length <= stack[-1], (pid, tid, begin, begin - length, stack)
    stack.append(begin - length)
assert len(whole) > 10'
	done
	mkdir "$work/busy"
	printf '%s\n' '#include <async.h>' \
		'async (void, turn) { for (int i = 0; i < 40000; i++) await (async_sleep(0.0001)); }' \
		'int main(void) { return async_run(turn()); }' >"$work/busy/greetings.c"
	check 'of too much the beginning is kept' picture trace greetings "$work/busy" 1 busy.json
	check '… and it is said where the rest is left out' with_python busy.json '
events = json.loads("\n".join(lines))["traceEvents"]
last = max(e["ts"] for e in events if e["pid"] == 2 and e["ph"] == "X")
assert 40000 < len(events) < 60000, len(events)
assert any("left out" in e["name"] and e["ts"] >= last for e in events)'
	check 'in the cast each line comes at its time, and the lanes grow' with_python t.cast '
head, *events = [json.loads(line) for line in lines]
assert head["version"] == 2 and head["width"] == 80
assert all(e[1] == "o" and e[2].endswith("\r\n") for e in events)
times = [e[0] for e in events]
assert times == sorted(times) and times[0] == 0 and times[-1] == 2, times
came = [next(t for t, _, screen in events if words in screen)
        for words in ("Hello, Bob!", "Hello, Alice!", "All greetings")]
assert came == [1, 2, 2], came
drawn = [screen.count("─") for _, _, screen in events]
assert drawn == sorted(drawn) and len(set(drawn)) > 30, drawn'
	"$course" check greetings --file solutions/greetings --picture >"$work/t.text"
	check 'and its last screen is what a terminal shows, as high as it says' with_python t.cast '
import re
head, *events = [json.loads(line) for line in lines]
screen = re.sub("\\x1b\\[[0-9;]*[A-Za-z]", "", events[-1][2]).splitlines()
text = open(sys.argv[1][:-4] + "text").read().splitlines()
picture = text[next(i for i, row in enumerate(text) if "virtual clock" in row) + 1:]
assert [row.rstrip() for row in screen[3:]] == [row.rstrip() for row in picture], screen
assert len(screen) < head["height"], head'
else
	skip 'a thread for each task, and its waits in microseconds' python3
	skip 'in the cast each line comes at its time, and the lanes grow' python3
fi

# ---- as text

text=$("$course" check async_resource --file "$blocks" --picture)
check 'the block is seen without colour' \
	says '├─resource_aenter──█ sleep ████████████─resource_aexit───┤' printf '%s' "$text"
check 'the expected lane stands above it' \
	says '├─resource_aenter──┼━resource_use━━━━━┼─resource_aexit───┤' printf '%s' "$text"
ascii=$(LC_ALL=C "$course" check async_resource --file "$late" --picture)
check 'without Unicode it is drawn in ASCII' \
	says '|-aenter------|=resource_use=|-resource_aexit------------|' printf '%s' "$ascii"
check 'and holds no other byte' fails 1 env LC_ALL=C grep -q '[^ -~]' <<<"$ascii"
fits() {
	[ "$(wc -L <<<"$text")" -le 80 ]
}
check 'it fits into 80 columns' fits
check 'where nobody looks there is none, unless it is asked for' \
	fails 1 grep -q '├' <<<"$("$course" check async_resource --file "$blocks")"
check 'a prediction that is not right is not shown what happens' \
	fails 1 grep -q '├' <<<"$("$course" check predict_turns --picture)"

# ---- of any program

check 'run draws the lines of a program that is not of our runtime' \
	says '•' "$course" run --picture -- sh -c 'echo a; sleep 1; echo b'
check 'run writes an SVG of one' says '</svg>' "$course" run --format svg -- sh -c 'sleep 1'
check 'run writes a page of one, that holds all it needs' \
	says '</html>' "$course" run --format html -- sh -c 'echo a; sleep 1; echo "<b>"'
check '… in which nothing is taken for markup' \
	says '&lt;b&gt;' "$course" run --format html -- sh -c 'echo "<b>"'
check 'run knows no format mp4' fails 2 "$course" run --format mp4 -- true
check 'check knows no format mp4' fails 2 "$course" check async_resource --format mp4
echo "1..$number"
