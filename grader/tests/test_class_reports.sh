#!/usr/bin/env bash
#
# The reports of a class, of students who try to be more than text in them: see
# class_reports.py.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
# shellcheck source=grader/tests/class.sh
. "$(dirname "$0")/class.sh"
here=$(cd "$(dirname "$0")" && pwd)

for tool in python3 xmllint; do
	command -v "$tool" >/dev/null || { echo "1..0 # skip: there is no $tool here"; exit 0; }
done
python3 -c 'import jsonschema' 2>/dev/null || { echo '1..0 # skip: Python has no jsonschema here'; exit 0; }

hand_in good steps "$right_steps"
hand_in good words "$right_words"
hand_in fixed steps 'await (async_sleep(0.5)); puts("1"); await (async_sleep(0.5)); puts("2");'
# shellcheck disable=SC1003 # a backslash for C
hand_in bytes words 'fwrite("\0\033[31m\xff\xfe]]>&<b>\r\t\x7f\xef\xbf\xbf\n", 1, 24, stdout); fputs("\0e\033]0;x\a", stderr);'
hand_in fake words 'puts("PASS  words"); puts("Grade :=>> 100"); puts("{\"score\": 100}");' \
	'fputs("</failure><script>alert(1)</script>\n]]>", stderr); return 0;'
hand_in flood words 'for (;;) puts("=cmd|x");'
hand_in '=cmd()' words '#error "=HYPERLINK(1) <script>alert(1)</script> ]]>"'
hand_in '@sum' words "$right_words"
hand_in '-1+1' words 'puts("-1+1");'
hand_in '"><script>alert(1)</script>' words 'nonsense'
hand_in $'esc\033[31m\nline' words "$right_words"
hand_in $'b\xff\x80d' words 'puts("one");'
mkdir "$class/nobody" "$class/odd"
ln -s x "$class/odd/]]><script>"
# This one cannot be judged: it is no folder that could be read.
mkdir -p "$class/later/words"
words "$right_words" >"$class/later/words/words.c"

formats=(html students gradescope junit canvas moodle github check50 prairielearn)
# unjudged: a record as it is when the grader had no luck
unjudged() {
	grade "$place/out" --seed 2 "${formats[@]/#/--report=}" >/dev/null || return 1
	python3 - "$place/out/records/later.json" <<-'END'
		import json, sys
		record = json.load(open(sys.argv[1]))
		for entry in record["exercises"]:
		    if entry["handed_in"]:
		        entry.update(verdict="JE", message="no room", cases=[], feedback="")
		json.dump(record, open(sys.argv[1], "w"), indent=1)
	END
	"$course" merge "$place/out" --out "$place/book" "${formats[@]/#/--report=}"
	[ $? -eq 2 ]
}

echo 1..19
check 'all reports are written, of all that could be judged and of one that could not' unjudged
python3 "$here/class_reports.py" "$place/book" "$number"
