#!/usr/bin/env bash
#
# Recorded runs: what a build has recorded is shown without being run, by whoever is
# installed with it; and nothing is shown that is out of date.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
cd "${COURSE_ROOT:-.}" || exit 1
export LC_ALL=C.UTF-8
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_CACHE_HOME=$work/cache
unset COURSE_CLOCK_LIBRARY COURSE_RUNTIME
shipped=$PWD/build
lesson=$work/course/lessons/01_waiting.md

# As `make install` lays it out, with a course of one lesson: two programs and a wrong answer.
mkdir -p "$work/bin" "$work/lib/course" "$work/include" "$work/course/lessons"
cp "$course" "$work/bin/course"
for part in libasync.a libasync_*.a parts libcourse_clock.so course_inside include; do
	for file in "$shipped"/$part; do
		ln -s "$file" "$work/lib/course/"
	done
done
ln -s "$PWD/runtime/include" "$work/include/course"
cp -R grader/tests/data/course/* "$work/course"
cat >"$lesson" <<'END'
# Waiting

- minutes: 5
- concepts: waiting

```c waits.c
#include <async.h>

#include <stdio.h>

async (void, main_coroutine)
{
	puts("before");
	await (async_sleep(1.5));
	puts("after");
}

int main(void)
{
	return async_run(main_coroutine());
}
```

```timed waits.c
   0.000 | before
   1.500 | after
```

```c plain.c
#include <stdio.h>

int main(void)
{
	puts("yes");
}
```

```timed plain.c
   0.000 | yes
```
END

runs=$work/lib/course/recorded_runs
installed() { "$work/bin/course" "$@" --root "$work/course"; }
site() { rm -rf "$work/site" && installed site "$work/site"; }
made_anew() { # COUNT: by a site, with nothing in the cache
	rm -rf "$work/cache"
	says "programs play on them, $1 run anew" site
}
same_site() { diff -r "$work/first" "$work/site"; }
same_file() { cmp "$1" "$2"; }
gone() { [ ! -e "$1" ]; }
cut_short() { head -c 500 "$work/whole" >"$runs"; }

all=$(installed site "$work/first" | sed -n 's/ programs play.*//p')
rm -rf "$work/cache"
check 'what lessons show is recorded' says "recorded what $all programs do, $all of them anew" \
	installed rehearse --into "$runs"
check '… and nothing is kept for the user' gone "$work/cache"
cp "$runs" "$work/whole"
check 'a second time nothing is run' says 'do, 0 of them anew' installed rehearse --into "$runs"
check '… and the file is the same' same_file "$runs" "$work/whole"

check 'a site is made of what was recorded' made_anew 0
check '… and is the same as one whose programs were run' same_site
check '… and leaves nothing in the cache' gone "$work/cache"
chmod 444 "$runs"
check 'it is only read' made_anew 0
chmod 644 "$runs"

sed -i 's/puts("yes")/puts ("yes")/' "$lesson"
check 'a program that has changed is run again, and no other' made_anew 1
check '… and then known, from the cache' says 'play on them, 0 run anew' site
check 'what is recorded anew is only that' says 'of them anew' installed rehearse --into "$runs"
check '… and then again nothing is to be run' made_anew 0
sed -i 's/puts ("yes")/puts("yes")/' "$lesson"
cp "$work/whole" "$runs"

rm "$work/lib/course/libasync.a"
{ cat "$shipped/libasync.a"; echo; } >"$work/lib/course/libasync.a"
check 'after a change of the runtime all are run' made_anew "$all"
ln -sf "$shipped/libasync.a" "$work/lib/course/libasync.a"
rm "$work/include/course"
cp -R "$PWD/runtime/include" "$work/include/course"
check 'headers count by what is in them' made_anew 0
echo '/* changed */' >>"$work/include/course/async/time.h"
check '… and after a change of one all are run' made_anew "$all"
rm -rf "$work/include/course"
ln -s "$PWD/runtime/include" "$work/include/course"
check 'with another compiler all are run' env CC=clang bash -c \
	"rm -rf '$work/cache' '$work/site'; '$work/bin/course' site '$work/site' --root '$work/course' | grep -q ' $all run anew'"

cut_short
check 'a file that is cut short is read as far as it goes' site
check '… and the site is the same' same_site
rm -rf "$work/cache"
head -c 3000 /dev/urandom >"$runs"
check 'any bytes at all' site
check '… make the same site' same_site
rm "$runs"
check 'without it, too' made_anew "$all"
check '… it is the same' same_site

check 'rehearsed without a file, all is kept for the user' says "$all programs do, 0 of them anew" installed rehearse
rm -rf "$work/cache"
check '… after a run of each' says "$all programs do, $all of them anew" installed rehearse
check '… and a site is made of that' says 'play on them, 0 run anew' site
sed -i 's/^   0.000 | yes/   0.000 | no/' "$lesson"
check 'what does not do what its lesson shows is told by name' \
	says '01_waiting: plain.c does not do what is shown.' installed rehearse
check '… and by the status' fails 1 installed rehearse --into "$runs"
check '… and the rest is recorded all the same' says ', 1 run anew' site
check 'it takes no names' fails 2 installed rehearse 05
check 'a file that cannot be written is told' fails 2 installed rehearse --into "$work/none/of/these"
echo "1..$number"
