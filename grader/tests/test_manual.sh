#!/usr/bin/env bash
#
# Help, the manual and the completion of shells: three readings of the same rows.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
root=$(realpath "${COURSE_ROOT:-.}")
export LC_ALL=C.UTF-8 TERM=dumb
cd "$root" || exit 1

# skip NAME TOOL: says that it was left out
skip() {
	number=$((number + 1))
	echo "ok $number - $1 # SKIP there is no $2 here"
}

# words: one word to a line, of whatever comes
words() { tr -s ' \n\t' '\n' | grep .; }

commands=$("$course" completion words -- '')
page=$place/course.1
"$course" help --man >"$page"

each_has_help() {
	local command
	for command in $commands; do
		[ "$("$course" "$command" --help)" = "$("$course" help "$command")" ] &&
			"$course" help "$command" | grep -q "^usage: course $command" || {
			echo "$command"
			return 1
		}
	done
}

# The list is the summary of each command, and not one more.
all_are_listed() {
	local command
	for command in $commands; do
		"$course" help | grep -q "^  $command  *[a-z]" || return 1
	done
	[ "$(echo "$commands" | wc -l)" -ge 8 ]
}

within_80_columns() {
	local command
	for command in '' $commands; do
		# shellcheck disable=SC2086 # no word if it is empty
		if "$course" help $command | grep -E '^.{81}'; then return 1; fi
	done
}

# Each word of the help of each command, in their order, but for the usage line,
# which the manual writes in its own way.
manual_says_the_same() {
	local command
	MANWIDTH=1000 man -l "$page" 2>/dev/null | words | tr '\n' ' ' >"$place/manual"
	for command in $commands; do
		"$course" help "$command" | sed 1d | words | tr '\n' ' ' >"$place/help"
		grep -qF -- "$(cat "$place/help")" "$place/manual" || {
			echo "not in the manual: $(cat "$place/help")"
			return 1
		}
	done
}

no_warning() {
	local words
	words=$(man --warnings -l "$page" 2>&1 >/dev/null)
	[ -z "$words" ] || {
		echo "$words"
		return 1
	}
}

check 'COMMAND --help and help COMMAND are the same' each_has_help
check 'help lists every command' all_are_listed
check 'help fits in 80 columns' within_80_columns
if command -v man >/dev/null && man --version >/dev/null 2>&1; then
	check 'man course says what the help says' manual_says_the_same
	check 'man course is sound roff' no_warning
else
	skip 'man course says what the help says' man
	skip 'man course is sound roff' man
fi

# ---- completion ---------------------------------------------------------------

# offers 'WORDS' WORD…: with those words typed, these are offered
offers() {
	local wanted=$1 got
	shift
	got=$("$course" completion words -- "$@" | tr '\n' ' ')
	[ "$got" = "$wanted" ] || {
		echo "offered: $got"
		return 1
	}
}

check 'a command is completed' offers 'check ' che
check 'an exercise is completed' offers 'async_counter ' check async_c
check 'a lesson is completed' offers '01_why_a_loop ' verify 01
check 'an option is completed' offers '--file --format ' check --f
check 'the value of an option is completed' offers 'json ' check --format j
check '… also behind =' offers '--format=json ' check --format=j
check '… also as bash cuts it' offers 'json ' check --format = j
check 'not after --' offers '' run -- --f
check 'the root that is named is looked into' offers '' check --root "$place" as
check 'a file is left to the shell' fails 1 "$course" completion words -- check --file ''

# typed SHELL LINE: what a real shell makes of it when Tab is pressed
cat >"$place/bash.sh" <<'EOF'
eval "$("$1" completion bash)"
read -ra COMP_WORDS <<<"$2"
case $2 in *' ') COMP_WORDS+=('') ;; esac
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
$(complete -p course | sed 's/.*-F \([^ ]*\).*/\1/')
printf '%s\n' "${COMPREPLY[@]}"
EOF
in_bash() {
	[ "$(PATH=$(dirname "$course"):$PATH bash --norc "$place/bash.sh" "$course" "$1")" = "$2" ]
}
in_fish() {
	[ "$(HOME=$place PATH=$(dirname "$course"):$PATH fish --no-config -c \
		'course completion fish | source; complete -C $argv[1]' "$1")" = "$2" ]
}

# A zsh that somebody sits before: it is typed to, and what it draws is waited for.
cat >"$place/typed.zsh" <<'EOF'
zmodload zsh/zpty
zpty shell "TERM=dumb PS1='ready> ' zsh -f -i"
zpty -r -m shell drawn '*ready> *'
zpty -w shell "autoload -Uz compinit && compinit -D -u; eval \"\$('$1' completion zsh)\"; PS1='go> '"
zpty -r -m shell drawn '*go> *'
zpty -w -n shell "$2"$'\t'
zpty -r -m shell drawn "*$3*" && print -r -- completed
zpty -d shell
EOF
in_zsh() {
	[ "$(PATH=$(dirname "$course"):$PATH timeout 60 zsh -f "$place/typed.zsh" "$course" "$1" "$2")" = completed ]
}

# A fish that somebody sits before. What Tab has made of the line is what Enter then runs:
# a course that says how it was called, and is the real one for whoever asks what there is.
mkdir "$place/typed"
cat >"$place/typed/course" <<EOF
#!/bin/sh
[ "\$1" != check ] || { echo "ran: \$*." && exit; }
exec '$course' "\$@"
EOF
chmod +x "$place/typed/course"
cat >"$place/typed.py" <<'EOF'
import os, pty, re, select, sys

typed, wanted = sys.argv[1:]
shell, terminal = pty.fork()
if shell == 0:
    os.execvp("fish", ["fish", "--no-config", "--init-command",
        "set fish_autosuggestion_enabled 0; function fish_prompt; echo -n 'ready> '; end;"
        "function fish_greeting; end; course completion fish | source"])
seen = ""

def see(words):
    global seen
    while words not in seen:
        if not select.select([terminal], [], [], 30)[0]:
            sys.exit(f"{words!r} does not come: {seen!r}")
        seen += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", os.read(terminal, 4096).decode(errors="replace"))

see("ready> ")
os.write(terminal, typed.encode() + b"\t")
see(wanted.split()[-1])
os.write(terminal, b"\r")
see(f"ran: {wanted.removeprefix('course ')}.")
os.write(terminal, b"exit\r")
os.waitpid(shell, 0)
EOF
by_tab_in_fish() {
	HOME=$place TERM=dumb PATH=$place/typed:$PATH timeout 60 python3 "$place/typed.py" "$1" "$2"
}

check 'bash completes an exercise' in_bash 'course check async_c' async_counter
check 'bash completes a value' in_bash 'course check --format sv' svg
check 'bash leaves files to its own ways' in_bash 'course check --file ' ''
if command -v fish >/dev/null; then
	check 'fish completes an exercise' in_fish 'course check async_c' async_counter
else
	skip 'fish completes an exercise' fish
fi
if command -v fish >/dev/null && command -v python3 >/dev/null; then
	check 'fish completes an exercise when Tab is pressed' \
		by_tab_in_fish 'course check async_c' 'course check async_counter'
	check 'fish completes a value when Tab is pressed' \
		by_tab_in_fish 'course check --format sv' 'course check --format svg'
else
	skip 'fish completes an exercise when Tab is pressed' 'fish or no python3'
	skip 'fish completes a value when Tab is pressed' 'fish or no python3'
fi
if command -v zsh >/dev/null; then
	check 'zsh finds no fault in its script' zsh -f -c "autoload -Uz compinit && compinit -D -u
		eval \"\$('$course' completion zsh)\" && [[ \$_comps[course] == _course ]]"
	check 'zsh completes an exercise when Tab is pressed' \
		in_zsh 'course check async_c' 'course check async_counter'
	check 'zsh completes a value' in_zsh 'course check --format sv' 'course check --format svg'
else
	skip 'zsh finds no fault in its script' zsh
	skip 'zsh completes an exercise when Tab is pressed' zsh
	skip 'zsh completes a value' zsh
fi
check 'there is no completion for another shell' fails 2 "$course" completion tcsh

echo "1..$number"
