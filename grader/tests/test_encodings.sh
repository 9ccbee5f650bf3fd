#!/usr/bin/env bash
#
# Sources as editors save them: those that a compiler reads are judged as any other, of
# the others it is said in one sentence what they are, and what to do.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
# shellcheck source=grader/tests/class.sh
. "$(dirname "$0")/class.sh"

exercise drink Drink '- `drink.c`, a *plain* program: yours.' '' '   0.000 | café “Été”' ''
# shellcheck disable=SC1111 # its quotes are what it prints
drink() { words "puts(\"café “Été”\"); // à boire" 'return 0;'; }
drink | tee "$made/solutions/drink/drink.c" >"$made/exercises/drink/drink.c"
sleepy='for (int i = 1; i <= limit; i++) {
sleep(1); printf("%d\n", i); }'

# saved NAME: standard input as the drink.c of that student
saved() {
	mkdir -p "$class/$1"
	cat >"$class/$1/drink.c"
}

drink | saved plain
{ printf '\xef\xbb\xbf' && drink; } | saved marked
drink | sed 's/$/\r/' | saved crlf
drink | tr '\n' '\r' | saved cr
drink | sed 's/int main/int\x00 main/' | saved nul
words '// thé' 'puts("caf\303\251 \342\200\234\303\211t\303\251\342\200\235");' 'return 0;' |
	iconv -f UTF-8 -t LATIN1 | saved comment
{ printf '\xff\xfe' && drink | iconv -f UTF-8 -t UTF-16LE; } | saved little
{ printf '\xfe\xff' && drink | iconv -f UTF-8 -t UTF-16BE; } | saved big
drink | iconv -f UTF-8 -t UTF-16LE | saved little_unmarked
drink | iconv -f UTF-8 -t UTF-16BE | saved big_unmarked
drink | iconv -f UTF-8 -t UTF-32 | saved long
drink | iconv -f UTF-8 -t WINDOWS-1252 | saved windows
words 'int thé = 0;' 'return thé;' | iconv -f UTF-8 -t LATIN1 | saved letter
printf '\n  <!doctype html>\n<html><body>int main(void) {}</body></html>\n' | saved page
printf 'PK\3\4\24\0\6\0' | saved document
# A small one: what is longer than any source is told otherwise.
saved program <"$(type -P true)"
tail -c +5 "$(type -P true)" | saved noise
printf '\xef\xbb\xbf \r\n' | saved empty

# judged COMPILER STUDENT VERDICT WORDS: so it is for the student
judged() {
	local said
	said=$(CC=$1 "$course" check drink --root "$made" --file "$class/$2" --no-picture 2>&1)
	printf '%s\n' "$said"
	printf '%s\n' "$said" | tr -s ' \n' ' ' | grep -qF -- "$3 drink " &&
		printf '%s\n' "$said" | tr -s ' \n' ' ' | grep -qF -- "$4"
}

cases='plain PASS Every line came
marked PASS Every line came
crlf PASS Every line came
cr PASS Every line came
nul PASS Every line came
comment PASS Every line came
little COMPILE drink.c is encoded in UTF-16, which C compilers do not read. Save it as UTF-8
big COMPILE drink.c is encoded in UTF-16
little_unmarked COMPILE drink.c is encoded in UTF-16
big_unmarked COMPILE drink.c is encoded in UTF-16
long COMPILE drink.c is encoded in UTF-32
windows WRONG Line 1 would be right, but drink.c is not saved as UTF-8
letter COMPILE drink.c is not saved as UTF-8, and C does not know its byte 0xe9, perhaps an é
page COMPILE drink.c is no C source but a web page
document COMPILE drink.c is no C source but an archive, or a word
program COMPILE drink.c is no C source but a compiled program
noise COMPILE drink.c is no C source but data that is no text
empty COMPILE drink.c is empty'

# no_noise: of what no compiler was asked about, none is quoted
no_noise() { ! judged cc "$1" COMPILE 'What the compiler said'; }

# with_place ENDINGS: a mistake is shown with its line
with_place() {
	steps "$sleepy" | "$@" >"$place/steps.c"
	says 'sleep(1); printf' "$course" check steps --root "$made" --file "$place/steps.c" \
		--no-picture
}
mark() { printf '\xef\xbb\xbf' && cat; }

# recorded: in a class it is the same, and named among the mistakes
recorded() {
	grade "$place/out" --exercise drink >"$place/said" || { cat "$place/said"; return 1; }
	while read -r student verdict rest; do
		grep -qF "\"verdict\": \"$verdict\"" "$place/out/records/$student.json" &&
			{ [ "$verdict" = PASS ] || grep -qF -- "$rest" "$place/out/records/$student.json"; } ||
			{ echo "$student"; return 1; }
	done <<<"$cases"
}

# with_a_nul: what stands behind a NUL is seen, and nobody accused of not having it
with_a_nul() {
	mkdir -p "$place/asked" && cp -r "$made/." "$place/asked"
	sed -i 's/^- kind: complete/- kind: complete\n- uses: async_sleep/' \
		"$place/asked/exercises/steps/exercise.md"
	{ printf '\0' && steps "$right_steps"; } >"$place/steps.c"
	says 'PASS  steps' "$course" check steps --root "$place/asked" \
		--file "$place/steps.c" --no-picture
}

compilers='cc'
command -v clang >/dev/null && compilers='cc clang'
set -- $compilers
echo "1..$(($# * 17 + 6))"
for compiler in $compilers; do
	while read -r student verdict rest; do
		check "$student: $verdict, with $compiler" judged "$compiler" "$student" "$verdict" "$rest"
	done <<<"$cases"
done
check 'what is not compiled draws no words of a compiler' no_noise little
check 'a mistake is shown in its line with \r alone' with_place tr '\n' '\r'
check 'with \r\n' with_place sed 's/$/\r/'
check 'and behind a mark' with_place mark
check 'what stands behind a NUL is there' with_a_nul
check 'a class is told the same' recorded
