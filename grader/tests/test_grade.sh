#!/usr/bin/env bash
#
# A class graded: who handed in what, marks by a rubric, records that say all of it, and
# the same bytes each time.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
place=$(mktemp -d)
trap 'chmod -R u+rwx "$place" 2>/dev/null; rm -rf "$place"' EXIT
# shellcheck source=grader/tests/class.sh
. "$(dirname "$0")/class.sh"

# of KEY EXPRESSION: what Python says of that student's record, which is r; e is by
# exercise, c its cases' verdicts
of() {
	python3 - "$place/out/records/$1.json" "$2" <<-'END'
		import json, sys
		r = json.load(open(sys.argv[1], encoding="utf-8"))
		e = {x["exercise"]: x for x in r["exercises"]}
		c = {n: [y["verdict"] for y in x["cases"]] for n, x in e.items()}
		notes = "\n".join(r["notes"])
		print(eval(sys.argv[2]))
	END
}

# holds KEY EXPRESSION
holds() {
	local said
	said=$(of "$@" 2>&1)
	printf '%s: %s is %s\n' "$@" "$said"
	[ "$said" = True ]
}

# mark OUT STUDENT: the marks as Canvas gets them
mark() {
	python3 - "$1/canvas.csv" "$2" <<-'END'
		import csv, sys
		for row in csv.reader(open(sys.argv[1], newline="", encoding="utf-8")):
		    if row[0] == sys.argv[2]:
		        print(",".join(row[5:]))
	END
}

# same WORDS WORDS
same() {
	printf '%s\n' "$@"
	[ -n "$1" ] && [ "$1" = "$2" ]
}

# one_line STATUS WORDS COMMAND…
one_line() {
	local wanted=$1 words=$2 status=0 said
	shift 2
	said=$("$@" 2>&1 >/dev/null) || status=$?
	printf '%s\n' "$said" "status $status"
	[ "$status" -eq "$wanted" ] && [ "$(printf '%s\n' "$said" | wc -l)" -eq 1 ] &&
		printf '%s\n' "$said" | grep -qF -- "$words"
}

if ! command -v python3 >/dev/null; then
	echo '1..0 # skip: there is no python3 here'
	exit 0
fi

hand_in ann steps "$right_steps"
hand_in ann words "$right_words"
hand_in bob steps 'await (async_sleep(0.5)); puts("1"); await (async_sleep(0.5)); puts("2");'
hand_in bob words 'puts("one"); fflush(stdout); sleep(2); puts("two"); return 0;'
hand_in cat steps 'nonsense'
mkdir -p "$class/dan/deep/er" "$class/empty" "$class/odd/words"
words "$right_words" >"$class/dan/deep/er/words.c"
echo extra >"$class/dan/readme.txt"
words 'return 1;' >"$class/odd/words/words.c.bak"
ln -s /etc/passwd "$class/odd/words/words.c"
mkfifo "$class/odd/words/other.c"
words "$right_words" >"$class/eve.c"
ln -s ann "$class/fay"
# Names of any bytes, and of any length; two that would be called the same.
newline=$'new\nline' bytes=$'b\xff\x80d' long=$(printf 'l%.0s' {1..250})
# What the runtime's header is included in twice; and a source made for whoever reads it.
hand_in again steps "$right_steps"
sed -i '1i #include <async.h>\nint own(int);' "$class/again/steps/steps.c"
hand_in awaits steps "$(printf 'await (%.0s' {1..300000})"
hand_in where words 'int here; char *there = malloc(1000000);' \
	'printf("%p %p %p %p\n", (void *)main, (void *)puts, (void *)&here, (void *)there);'
sed -i '1i #include <stdlib.h>' "$class/where/words/words.c"
for name in "$newline" "$bytes" "$long" -rf '=1+1' '<b>&'; do
	hand_in "$name" words "$right_words"
done
words "$right_words" >"$class/twin.c"
mkdir "$class/twin"
# Archives: a sound one, and ones that lead out of themselves.
python3 - "$class" "$made" <<'END'
import io, os, sys, tarfile, zipfile
place, made = sys.argv[1:]
source = open(made + "/solutions/words/words.c", "rb").read()
with zipfile.ZipFile(place + "/zip.zip", "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("outer/words/words.c", source)
    z.writestr("__MACOSX/words/._words.c", b"junk")
with tarfile.open(place + "/tar.tar.gz", "w:gz") as t:
    i = tarfile.TarInfo("./words/words.c"); i.size = len(source)
    t.addfile(i, io.BytesIO(source))
with tarfile.open(place + "/evil.tar", "w") as t:
    for name in ("../../words.c", "/tmp/words.c", "a/../words.c"):
        i = tarfile.TarInfo(name); i.size = len(source)
        t.addfile(i, io.BytesIO(source))
    for kind, name in ((tarfile.SYMTYPE, "words/words.c"), (tarfile.LNKTYPE, "words.c"),
                       (tarfile.CHRTYPE, "words/other.c"), (tarfile.FIFOTYPE, "pipe")):
        i = tarfile.TarInfo(name); i.type = kind; i.linkname = "/etc/passwd"
        t.addfile(i)
with zipfile.ZipFile(place + "/bomb.zip", "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("words/words.c", b"\0" * (64 << 20))
    z.writestr("words/other.c", b"int main;")
zipfile.ZipFile(place + "/hollow.zip", "w").close()
open(place + "/broken.zip", "wb").write(b"PK\3\4 this is none")
END

# Names that browsers and platforms have changed, archives in what was handed in, and
# what looks as if it should have counted.
mkdir "$class/again_later" "$class/dup" "$class/two" "$class/inner" "$class/main"
words "$right_words" | tee "$class/again_later/words.c" "$class/again_later/words (1).c" \
	"$class/dup/words (1).c" "$class/two/words-1.c" \
	"$class/two/words-2.c" >"$class/main/main.c"
python3 - "$class" "$made" <<'END'
import io, sys, zipfile
place, made = sys.argv[1:]
source = open(made + "/solutions/words/words.c", "rb").read()
def packed(**files):
    bytes = io.BytesIO()
    with zipfile.ZipFile(bytes, "w", zipfile.ZIP_DEFLATED) as z:
        for name, content in files.items():
            z.writestr(name.replace("_zip", ".zip").replace("_c", ".c"), content)
    return bytes.getvalue()
inner = packed(words_c=source)
open(place + "/inner/all.zip", "wb").write(inner)
open(place + "/nest.zip", "wb").write(packed(all_zip=inner, deeper_zip=packed(more_zip=inner)))
# What fills whatever it is told in.
with zipfile.ZipFile(place + "/crowd.zip", "w") as z:
    for i in range(30):
        z.writestr(f"file{i}.txt", b"")
# Much in little: a thousand archives, each of four megabytes of zeros.
bomb = packed(zeros_c=b"\0" * (4 << 20))
with zipfile.ZipFile(place + "/bombs.zip", "w", zipfile.ZIP_DEFLATED) as z:
    for i in range(1000):
        z.writestr(f"{i}.zip", bomb)
END

cat >"$place/rubric.md" <<'END'
# Rubric

A word of prose is no harm.

- points: 4
- TIME: 50 %

## steps

- points: 20
- documented case: 8
END

# refused LINE: a rubric with that line
refused() {
	printf '# Rubric\n\n%s\n' "$1" >"$place/bad.md"
	grade "$place/refused" --rubric "$place/bad.md"
}

echo 1..87
graded() {
	grade "$place/out" --seed 3 --report canvas --report html --exercise steps \
		--exercise words | tee "$place/summary"
	return "${PIPESTATUS[0]}"
}
check 'a class is graded' graded
check 'who may have a zero for the name of a file is told' grep -q 'Please look' "$place/summary"
briefly() { tr -s ' \n' ' ' <"$place/summary" | grep -q 'crowd: «file0.txt» is extra.* And 26 more\.'; }
check 'of many files only some' briefly
check 'on the page, too, and not who only had it changed' same \
	"$(sed -n '/Please look/,/<h2>Students/p' "$place/out/index.html" |
		grep -oE '>(main|dup|inner)<' | tr -d '\n')" '>main<'
# Where one exercise is graded, the only C file is taken, whatever it is called.
mkdir -p "$place/slips/ann" "$place/slips/bea" "$place/slips/cid"
words "$right_words" | tee "$place/slips/ann/stpes.c" "$place/slips/bea/steps.c" \
	"$place/slips/cid/one.c" >"$place/slips/cid/two.c"
slipped() {
	"$course" grade "$place/slips" --out "$place/slipped" --root "$made" --seed 3 \
		--report html --exercise steps >"$place/slips.summary"
}
check 'a slip of the pen in the name is graded' slipped
check '… and is told' grep -q 'ann: «stpes.c» was taken for steps.c: there is no other' \
	"$place/slips.summary"
check '… on the page, too, behind who may have a zero for a name' same \
	"$(sed -n '/Please look/,/<h2>Students/p' "$place/slipped/index.html" |
		grep -oE '>(ann|bea|cid)<' | tr -d '\n')" '>cid<>ann<'
check 'what is right passes every case' holds ann \
	'c["steps"] == ["PASS"] * 4 and c["words"] == ["PASS"]'
check 'it has all its points' same "$(mark "$place/out" ann)" 10,10
check 'printed in advance, it passes the documented case alone' holds bob \
	'c["steps"] == ["PASS"] + ["TIME"] * 3 and e["steps"]["verdict"] == "TIME"'
check 'cases that were passed have points' same "$(mark "$place/out" bob)" 2.5,0
check 'the mistake has the name that exercise.md gives it' holds bob \
	'e["steps"]["mistake"] == "In advance"'
check 'what does not compile has no case' holds cat \
	'e["steps"]["verdict"] == "COMPILE" and c["steps"] == [] and "nonsense" in e["steps"]["compiler_log"]'
check 'what was not handed in has no verdict, and no points' holds cat \
	'not e["words"]["handed_in"] and e["words"]["verdict"] is None'
check 'a file is found however deep it lies' holds dan 'c["words"] == ["PASS"]'
check 'what is missing is told' holds dan '"other.c is missing" in notes'
check 'what is extra is told' holds dan '"«readme.txt» is extra" in notes'
check 'an empty folder is graded, too' holds empty 'not any(x["handed_in"] for x in e.values())'
check 'a link is not followed' holds odd '"«words/words.c» was not read: it is a link" in notes'
check 'a pipe is not opened' holds odd '"«words/other.c» was not read" in notes'
check 'nothing of what they lead to is in the record' fails 1 grep -rq root: "$place/out/records"
check 'a single file goes by the name of its exercise only' holds eve \
	'not e["words"]["handed_in"] and "eve.c» is extra" in notes'
check 'a student who is a link is told so' holds fay '"links and the like" in notes'
check 'a zip is read' holds zip 'c["words"] == ["PASS"] and "MACOSX" not in notes'
check 'a tar.gz is read' holds tar 'c["words"] == ["PASS"]'
check 'paths that lead out are refused' holds evil \
	'notes.count("leads out") == 2 and "does not begin in the archive" in notes'
check 'links and devices in an archive are refused' holds evil \
	'notes.count("it is a link") == 2 and notes.count("no plain file") == 2 and not e["words"]["handed_in"]'
check 'a bomb is not unpacked' holds bomb '"longer than 4 MiB" in notes'
check 'what is no archive is told' holds broken '"The archive" in notes and r["error"] is None'
check 'what has nothing in it is told' holds hollow '"The archive has nothing in it" in notes'
check 'a header may be included twice' holds again 'c["steps"] == ["PASS"] * 4'
check 'a source that was made to be read for ever is not read' holds awaits \
	'e["steps"]["verdict"] == "COMPILE" and len(str(r)) < 100000'
check 'a name that a browser has changed is known' holds dup \
	'c["words"] == ["PASS"] and "«words (1).c» was taken for words.c." in notes'
check 'if the right name is there, too, it is asked whether the other was meant' holds again_later \
	'c["words"] == ["PASS"] and "«words (1).c» does not count: there is another words.c" in notes'
check 'of two that could be meant it is said' holds two 'notes.count("may be meant for words.c") == 2'
check 'not if it could be one of two' holds two 'not e["words"]["handed_in"]'
check 'an archive in a folder is read' holds inner \
	'c["words"] == ["PASS"] and e["words"]["files"][0]["from"] == "all.zip/words.c"'
check 'and one in an archive, but no deeper' holds nest \
	'c["words"] == ["PASS"] and "«deeper.zip/more.zip» is extra" in notes'
check 'a thousand bombs are not unpacked' holds bombs \
	'"together the files are longer" in notes'
check 'a name with a line end is a name' holds 'new%0Aline' \
	'r["student"] == "new\nline" and c["words"] == ["PASS"]'
check 'a name that is no UTF-8 is a name' holds 'b%FF%80d' \
	'r["student"] == "b\\xff\\x80d" and r["escaped"] and c["words"] == ["PASS"]'
check 'a long name is a name' \
	test "$(grep -l '"student": "lllll' "$place/out/records"/*~*.json | wc -l)" -eq 1
check 'a name with a dash is a name' holds '%2Drf' 'c["words"] == ["PASS"]'
check 'twins are told apart' holds twin.c 'r["student"] == "twin.c" and not e["words"]["handed_in"]'
check 'the record says what was graded' holds ann \
	'e["words"]["files"][0]["sha256"] == "'"$(sha256sum <"$class/ann/words/words.c" | cut -c1-64)"'"'
check 'the record says how' holds ann \
	'"-std=gnu2x" in e["steps"]["flags"] and r["versions"]["compiler"] and e["steps"]["seed"] == 3'

check 'graded again' grade "$place/again" --seed 3 --jobs 1 --report canvas --report html \
	--exercise steps --exercise words
check 'the records are the same bytes' diff -r "$place/out/records" "$place/again/records"
check 'the reports are the same bytes' diff -r -x times -x lock "$place/out" "$place/again"
check 'what a program prints of its addresses among it' grep -q '"text": "0x' "$place/out/records/where.json"
check 'a mark is explained' says 'unseen case 1     TIME' "$course" explain "$place/out" bob steps
check 'it is explained by any name' says 'line: 10 of 20' "$course" explain "$place/out" "$newline"
check 'what is explained can be tried' says 'byte by byte' "$course" explain "$place/out" bob --rerun
check 'a changed file is found so' fails 1 sh -c \
	'echo "/* */" >>"$1/bob/words/words.c"; "$2" explain "$3" bob --rerun' - "$class" "$course" "$place/out"
check 'who is not there is not explained' one_line 2 'no student «zoe»' "$course" explain "$place/out" zoe

check 'a rubric gives other points' grade "$place/ruled" --seed 3 --rubric "$place/rubric.md" \
	--report canvas --exercise steps --exercise words
check 'by case, and by verdict' same "$(mark "$place/ruled" bob)" 14,2
check 'a rubric that names no exercise is refused' one_line 2 'did you mean steps' \
	refused '## stepps'
check 'a rubric without sense is refused' one_line 2 'is no number of points' \
	refused '- points: many'
check 'what is there is not graded over' one_line 2 'go on with --resume' grade "$place/out"
check 'nor gone on with otherwise' one_line 2 'another --seed' \
	grade "$place/out" --resume --seed 4 --exercise steps --exercise words
check 'there must be something' one_line 2 'nothing in' \
	"$course" grade "$place/temporary" --out "$place/none" --root "$made"
check 'it must be said where to' one_line 2 'where the marks go' \
	"$course" grade "$class" --root "$made"
check 'a report must be one' one_line 2 'no report «pdf»' grade "$place/none" --report pdf
for limit in '-t 1' '-n 100' '-f 1000'; do
	check "what would be taken for a student's is told: ulimit $limit" one_line 2 "(ulimit ${limit% *})" \
		sh -c 'ulimit $1; shift; exec "$@"' - "$limit" "$course" grade "$class" --out "$place/none" \
		--root "$made" --level "$level"
done
check 'a level is one of four' one_line 2 'is none: say none, basic' grade "$place/none" --level high
# unjailed: on a machine whose bubblewrap is none
unjailed() {
	unshare -m sh -c 'mount --bind /dev/null /usr/bin/bwrap && exec "$@"' - \
		"$course" grade "$class" --out "$place/none" --root "$made"
}
if [ -e /usr/bin/bwrap ] && unshare -m mount --bind /dev/null /usr/bin/bwrap 2>/dev/null; then
	check 'without the jail that is asked for nothing is graded' \
		one_line 2 'nothing is graded: a jail at all' unjailed
else
	number=$((number + 1))
	echo "ok $number - without the jail nothing is graded # skip: bubblewrap cannot be hidden"
fi
check 'nothing is left behind' same none "none$(ls -A "$TMPDIR")"

# broken: where the solution does not pass, nothing would
broken() {
	local status=0
	mv "$made/solutions/words/words.c" "$place/words.c"
	words 'return 0;' >"$made/solutions/words/words.c"
	grade "$place/none" --exercise words || status=$?
	mv "$place/words.c" "$made/solutions/words/words.c"
	return $status
}
check 'where the solution does not pass nothing is graded' \
	one_line 2 'the solution of words does not pass here (WRONG' broken

# Two of three hand in once more, one of them under another name.
anew() {
	local stamp
	mkdir -p "$place/handed/ann" "$place/handed/bob" "$place/handed/cat"
	words 'return 0;' | tee "$place/handed/ann/words.c" "$place/handed/bob/words.c" \
		>"$place/handed/cat/words.c"
	"$course" grade "$place/handed" --out "$place/anew" --root "$made" --level "$level" --report canvas || return 1
	stamp=$(stat -c %i "$place/anew/records/cat.json")
	words "$right_words" | tee "$place/handed/ann/words.c" >"$place/handed/bob/words (1).c"
	rm "$place/handed/bob/words.c"
	"$course" grade "$place/handed" --out "$place/anew" --root "$made" --level "$level" --report canvas --resume || return 1
	[ "$(mark "$place/anew" ann) $(mark "$place/anew" bob) $(mark "$place/anew" cat)" = '10 10 0' ] &&
		[ "$stamp" = "$(stat -c %i "$place/anew/records/cat.json")" ]
}
check 'who has handed in anew is graded anew, and nobody else' anew

# Three machines, one of which has nobody.
shards() {
	local shard
	for shard in 1 2 3; do
		grade "$place/shard$shard" --seed 3 --shard $shard/3 --report canvas \
			--exercise steps --exercise words || return 1
	done
	"$course" merge "$place"/shard[123] --out "$place/merged" --report canvas --report html
}
sed -i '$d' "$class/bob/words/words.c"
check 'shards are joined' shards
check 'to what one machine gives' diff -r -x times -x lock "$place/out" "$place/merged"
foreign() {
	cp -r "$place/shard1" "$place/foreign"
	python3 - "$place/foreign/assignment.json" <<-'END'
		import json, sys
		a = json.load(open(sys.argv[1]))
		a["students"].append({"key": "../../escaped", "name": "evil"})
		json.dump(a, open(sys.argv[1], "w"))
	END
	one_line 2 'that can be read' "$course" merge "$place/foreign" "$place"/shard[23] --out "$place/escape" &&
		[ -z "$(find "$place" -name 'escaped*')" ]
}
check 'a share writes nothing elsewhere' foreign
check 'a share is not written over' one_line 2 'is one of those that are joined' \
	"$course" merge "$place"/shard[123] --out "$place/./shard2"
# A class list as Canvas writes it; ann hands in under her login, zoe nothing.
cat >"$place/list.csv" <<'END'
Student,ID,SIS User ID,SIS Login ID,Section
    Points Possible,,,,
"Bee, Ann",11,s11,ann,A
Bob,12,s12,b12,A
"Zoe ""Z""",13,s13,zoe,B
END
listed() {
	grade "$place/listed" --roster "$place/list.csv" --report canvas --report html \
		--exercise words --seed 3 >"$place/summary"
}
# row NAME: that student's, as Canvas gets it
row() {
	python3 - "$place/listed/canvas.csv" "$1" <<-'END'
		import csv, sys
		for row in csv.reader(open(sys.argv[1], newline="", encoding="utf-8")):
		    if row[0] == sys.argv[2]:
		        print("|".join(row))
	END
}
check 'a class list says who is in the class' listed
check 'who is called by any of its cells has its identities' same "$(row 'Bee, Ann')" \
	'Bee, Ann|11|s11|ann|A|10'
check 'who has handed in nothing has no points' same "$(row 'Zoe "Z"')" 'Zoe "Z"|13|s13|zoe|B|0'
check 'and is told' grep -q '^  2 of the .* have handed in nothing at all' "$place/summary"
check 'who is not in the list is told' grep -q \
	'>cat</a></th><td class="said">Not in the roster' "$place/listed/index.html"
together() { tr -s ' \n' ' ' <"$place/summary" | grep -qE 'Not in the roster: [^ ]+, .* and [0-9]+ more'; }
check 'and all of these together' together
check 'a mark is explained by an ID of the list' says 'ann: 10 of 10' "$course" explain "$place/listed" s11
check 'of who is misspelt it is asked who was meant' one_line 2 'did you mean Bob?' \
	"$course" explain "$place/listed" Bobb
check 'it can be given again' says 'byte by byte' "$course" explain "$place/listed" 'Zoe "Z"' --rerun
check 'a list without sense is refused by line' one_line 2 'list.csv:4: «Bob» stands in another row' \
	sh -c 'echo Bob >>"$1/list.csv"; "$2" grade "$3" --roster "$1/list.csv" --out "$1/none" --root "$4"' \
	- "$place" "$course" "$class" "$made"
check 'sanitizers have found nothing' nothing_found
