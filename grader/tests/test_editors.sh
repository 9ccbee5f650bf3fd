#!/usr/bin/env bash
#
# Editors: what they are told of a program, and whether they understand it.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export NO_COLOR=1 LC_ALL=C.UTF-8 TMPDIR=$place
cd "${COURSE_ROOT:-.}" || exit 1

# report_of EXERCISE WRONG: as a compiler would write it
report_of() {
	"$course" check "$1" --format compiler --file "solutions/$1" --file "exercises/$1/wrong/$2"
}

# writes 'LINE' EXERCISE WRONG: that is a line of it, after the name of the folder
writes() {
	local wanted=$1 words
	shift
	words=$(report_of "$@")
	printf '%s\n' "$words"
	printf '%s\n' "$words" | grep -qxF -- "exercises/$1/wrong/$2/$wanted"
}

each_is_a_problem() {
	local wrong words
	for wrong in exercises/greetings/wrong/*; do
		# What is right by luck has no problem in the schedule that is shown.
		words=$(report_of greetings "${wrong##*/}") && continue
		[ -n "$words" ] || return 1
		if printf '%s\n' "$words" | grep -vE '^[^:]+\.c:[0-9]+:[0-9]+: (error|warning|note): .'; then
			return 1
		fi
	done
}

printf 'int main(void)\n{\n\tint x[-1];\n\treturn 0;\n}\n' >"$place/greetings.c"

check 'each line is file:line:column: level: words' each_is_a_problem
check 'a mistake has its line, and where that begins' \
	writes 'greetings.c:10:2: error: WRONG: sleep((unsigned)delay) blocks the whole loop for 2.000 s, from 0.000 s on, in say_hello: nothing else can run meanwhile. Write await (async_sleep (…)) instead.' \
	greetings blocking_sleep
check 'what came and what was due are notes' \
	writes 'async_resource.c:1:1: note: yours       4.000 | Resource released.' async_resource twice_as_slow
check 'what the compiler says has our words once' eval \
	'[ "$(report_of greetings forgotten_await | wc -l)" -eq 1 ]'
check 'what we have no words for is in its own' says "$place/greetings.c:3:13: error: size of array 'x' is negative" \
	"$course" check greetings --format compiler --file "$place/greetings.c"
check 'a right program has no problem' eval \
	'[ -z "$("$course" check greetings --format compiler --file solutions/greetings)" ]'
check 'the status is as ever' fails 1 report_of greetings nobody_waits

# What VS Code takes for a problem in «$gcc», and the file of which is there.
code_sees_it() {
	local file line column level words
	while IFS='|' read -r file line column level words; do
		[ -f "$file" ] && [ "$line" -gt 0 ] && [ "$column" -gt 0 ] && [ -n "$words" ] &&
			[ "$level" = error ] && return 0
	done < <(report_of greetings blocking_sleep |
		sed -nE 's/^(.*):([0-9]+):([0-9]+):[ \t]+(warning|error):[ \t]+(.*)$/\1|\2|\3|\4|\5/p')
	return 1
}
check 'VS Code sees it' code_sees_it

emacs_goes_there() {
	report_of greetings blocking_sleep >"$place/report"
	emacs -Q --batch --eval "(progn (require 'compile)
		(with-temp-buffer
			(insert-file-contents \"$place/report\") (compilation-mode)
			(compilation--ensure-parse (point-max)) (goto-char (point-min))
			(let* ((message (get-text-property (point) 'compilation-message))
				(place (compilation--message->loc message)))
				(princ (format \"%s %d %d\" (caar (compilation--loc->file-struct place))
					(compilation--loc->line place) (compilation--loc->col place))))))" \
		>"$place/went" 2>&1
	cat "$place/went"
	[ "$(cat "$place/went")" = 'exercises/greetings/wrong/blocking_sleep/greetings.c 10 2' ]
}
if command -v emacs >/dev/null; then
	check 'emacs goes to the line' emacs_goes_there
else
	number=$((number + 1))
	echo "ok $number - emacs goes to the line # SKIP there is no emacs here"
fi

cat >"$place/go.vim" <<'EOF'
set errorformat=%f:%l:%c:\ %trror:\ %m,%f:%l:%c:\ %tote:\ %m
exe 'cgetfile ' . $place . '/report'
let first = getqflist()[0]
call writefile([printf('%s %d %d %s', bufname(first.bufnr), first.lnum, first.col, first.type)],
	\ $place . '/went')
qa!
EOF
vim_goes_there() {
	report_of greetings blocking_sleep >"$place/report"
	env place="$place" vim -u NONE -N -es -S "$place/go.vim" </dev/null
	cat "$place/went"
	[ "$(cat "$place/went")" = 'exercises/greetings/wrong/blocking_sleep/greetings.c 10 2 e' ]
}
if vim --version 2>/dev/null | grep -q '+quickfix'; then
	check 'vim goes to the line' vim_goes_there
else
	number=$((number + 1))
	echo "ok $number - vim goes to the line # SKIP there is no vim with quickfix here"
fi

echo "1..$number"
