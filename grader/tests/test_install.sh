#!/usr/bin/env bash
#
# make install and make uninstall: what is there works without the tree, holds nobody's
# work, and goes away without a trace.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
case $course in
*sanitize*) echo '1..0 # skip: a sanitized build is not what is installed' && exit 0 ;;
esac
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
source=$(realpath "${COURSE_ROOT:-.}")
export NO_COLOR=1 LC_ALL=C.UTF-8 TERM=dumb TMPDIR=$place/temporary
mkdir -p "$TMPDIR"

# A course in which somebody has worked.
tree="$place/my course"
mkdir "$tree"
(cd "$source" && git ls-files -z lessons exercises solutions README.md 2>/dev/null |
	tar -c --null -T - 2>/dev/null) | tar -x -C "$tree" 2>/dev/null
# Without git, or where it does not trust whoever owns the tree:
[ -d "$tree/exercises/greetings" ] ||
	cp -R "$source"/{lessons,exercises,solutions,README.md} "$tree"
"$course" reset --keep --root "$tree"
echo '/* my own work */' >>"$tree/exercises/greetings/greetings.c"
touch "$tree/exercises/greetings/.greetings.c.swp" "$tree/exercises/greetings/greetings.c~"

# What stands around is not ours to ask for: this is a make of its own.
makes() {
	env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS make --no-print-directory -C "$source" \
		ROOT="$tree" PREFIX="$prefix" "$@"
}

prefix="$place/a new/prefix"
installed="$place/stage$prefix"
check 'it installs' makes install DESTDIR="$place/stage"
check 'the second time, too, and says whose work it leaves out' \
	says 'exercises/greetings/greetings.c is not as it was handed out' \
	makes install DESTDIR="$place/stage"
check 'installed is what was handed out' \
	cmp "$installed/share/course/exercises/greetings/greetings.c" "$source/exercises/greetings/greetings.c"
check '… and the solutions' \
	cmp "$installed/share/course/solutions/greetings/greetings.c" "$source/solutions/greetings/greetings.c"
check '… and no file of an editor' [ -z "$(find "$installed" -name '*~' -o -name '.*.swp')" ]
check 'there is its manual' [ -s "$installed/share/man/man1/course.1" ]
for script in share/bash-completion/completions/course share/zsh/site-functions/_course \
	share/fish/vendor_completions.d/course.fish; do
	check "there is $script" [ -s "$installed/$script" ]
done
cd "$place" || exit 1
check 'where there is no course it says how to get one' \
	says "cp -R $installed/share/course mine" "$installed/bin/course"
cp -R "$installed/share/course" "$place/mine" && cd "$place/mine" || exit 1
check 'it judges, without the tree' says 'WRONG  greetings' \
	env -u COURSE_CLOCK_LIBRARY "$installed/bin/course" check greetings
check '… and passes a right answer' says 'PASS  async_resource' \
	env -u COURSE_CLOCK_LIBRARY "$installed/bin/course" check async_resource --file solutions/async_resource
# A home is often its owner's alone, and in a jail root is nobody.
chmod 700 "$place" "$installed"
chmod 700 "$place/mine"
jailed='… in a jail, too, though only its owner may enter its folders'
if "$installed/bin/course" doctor --level basic >/dev/null 2>&1; then
	check "$jailed" says 'PASS  async_resource' \
		env -u COURSE_CLOCK_LIBRARY "$installed/bin/course" check async_resource --jail \
		--file solutions/async_resource
else
	number=$((number + 1))
	echo "ok $number - $jailed # SKIP there is no jail here"
fi
mkdir -p "$installed/share/other"
makes uninstall DESTDIR="$place/stage" >/dev/null
check 'uninstall leaves what is not ours, and no more' \
	[ "$(cd "$installed" && find . -mindepth 1)" = "$(printf './share\n./share/other')" ]
makes install >/dev/null
check 'without DESTDIR it is there' [ -x "$prefix/bin/course" ]
makes uninstall
check '… and goes away with its folders' [ ! -e "$prefix" ]

echo "1..$number"
