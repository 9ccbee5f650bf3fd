#!/usr/bin/env bash
#
# course alike: two programs of a class that are one, under other names; and those that
# are the course's own.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=grader/tests/tap.sh
. grader/tests/tap.sh

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
class=$folder/class
mkdir -p "$class"

hand_in() { # STUDENT FILE
	mkdir -p "$class/$1"
	cp "$2" "$class/$1/async_counter.c"
}

count=0
for answer in solutions/async_counter exercises/async_counter/right/* exercises/async_counter/wrong/*; do
	[ -f "$answer/async_counter.c" ] || continue
	count=$((count + 1))
	hand_in "student$count" "$answer/async_counter.c"
done
hand_in alice grader/tests/data/alike/alice.c
hand_in bob grader/tests/data/alike/bob_in_another_layout.txt

hand_in untouched exercises/async_counter/async_counter.c
mkdir -p "$class/copied" "$class/renamed"
# As another editor lays it out, and with a line that is one's own.
sed -e 's/\t/    /g' -e 's/ {$/{ /' -e 's/$/\r/' -e '1s/.*/\/\/ mine/' \
	solutions/async_counter/async_counter.c >"$class/copied/async_counter.c"
sed 's/number/n/g; s/next/following/g' solutions/async_counter/async_counter.c \
	>"$class/renamed/async_counter.c"

# A copy that went round, words and all; the names are its author's.
for one in tick trick track; do
	mkdir -p "$class/$one"
	{
		sed 's/by_class/mine/g; s/class_limit/first/g; s/generator_limit/second/g; s/number/shown/g' \
			solutions/async_counter/async_counter.c
		printf '// as said in the third week: %s\n' once twice thrice
	} >"$class/$one/async_counter.c"
done

mkdir -p "$folder/few/eve" && cp solutions/async_counter/async_counter.c "$folder/few/eve"
touch "$folder/before"
listed=$("$course" alike "$class" --exercise async_counter)
json=$("$course" alike "$class" --exercise async_counter --format json)

holds() { # TEXT WORDS
	printf '%s\n' "$1"
	printf '%s\n' "$1" | grep -qF -- "$2"
}

check 'a copy under other names is listed' holds "$listed" 'alice and bob'
check '… as a question' holds "$listed" 'Did they work together?'
check 'and for programs' holds "$json" '"one":"alice","other":"bob"'
of_course() { # STUDENT ANSWER
	holds "$json" "\"student\":\"$1\",\"answer\":\"$2\""
}
check 'a copy of the solution is listed' of_course student1 solution
check '… however it is laid out' of_course copied solution
check '… as a question' says 'agree in 8 of the 8 lines' "$course" alike "$folder/few" \
	--exercise async_counter
check 'and one of another right answer' of_course student2 class_over_generator
check 'a copy that went round is listed once' holds "$listed" 'tick, track and trick'
check '… as a question' holds "$listed" 'Do they come from'
check '… for programs, too' holds "$json" \
	'"groups":[{"students":[{"student":"tick"},{"student":"track"},{"student":"trick"}],"lines":'
check 'not one with other names' fails 1 of_course renamed solution
check 'nor what was handed out' fails 1 of_course untouched solution
check 'where many agree, that is said' holds "$listed" 'agree line by line with what the course has'
check 'a number that is none is refused' fails 2 "$course" alike "$class" --percent many
check 'a folder must be named' fails 2 "$course" alike

# A copy that went round under other names among a third of a class, who otherwise have
# what the course's answers have.
around() {
	local i to
	for i in $(seq 1 30); do
		to=$folder/around/s$i
		mkdir -p "$to"
		if [ "$i" -le 8 ]; then
			sed "s/total/t$i/g; s/count/c$i/g; s/number/n$i/g" \
				grader/tests/data/alike/alice.c >"$to/async_counter.c"
		else
			cp "$class/student$((i % count + 1))/async_counter.c" "$to/async_counter.c"
			printf 'int own%d(int a) { %s return a; }\n' "$i" \
				"$(printf 'a = a %% 7 + 1;%.0s' $(seq "$i"))" >>"$to/async_counter.c"
		fi
	done
	"$course" alike "$folder/around" --exercise async_counter --format json
}
check 'one that went round under other names is told once' holds "$(around)" \
	'"rings":[{"students":[{"student":"s1"},{"student":"s2"},{"student":"s3"},{"student":"s4"},{"student":"s5"},{"student":"s6"},{"student":"s7"},{"student":"s8"}],"percent":100}]'
check '… as a question' holds "$("$course" alike "$folder/around" --exercise async_counter)" \
	'Did one program go round among them?'
check 'nothing is written' test -z "$(find "$class" -newer "$folder/before" -type f)"

echo "1..$number"
