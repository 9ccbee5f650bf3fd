#!/usr/bin/env bash
#
# The site in a browser: playing, predicting, searching, by keyboard, on a phone,
# on paper, and by the rules of accessibility. And the page of one check.
set -u

cd "${COURSE_ROOT:-.}" || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ "${TEST_UNDER:-plain}" != plain ]; then
	echo 1..1
	echo 'ok 1 - the site in a browser # SKIP it is the same under sanitizers'
	exit 0
fi

# Two of the lessons: what is held is how pages work, and test_site.sh makes them all.
mkdir -p "$work/course/lessons" "$work/course/exercises" "$work/course/solutions"
cp lessons/README.md lessons/05_*.md lessons/06_*.md "$work/course/lessons"
cp README.md "$work/course"
for exercise in async_resource two_doors robust_manager; do
	cp -R "exercises/$exercise" "$work/course/exercises"
	cp -R "solutions/$exercise" "$work/course/solutions"
done
export XDG_CACHE_HOME=$work/cache
for edition in site solutions; do
	option=$([ $edition = site ] || echo --solutions)
	# shellcheck disable=SC2086 # none, or one
	"${COURSE:-build/course}" site "$work/$edition" $option --root "$work/course" >&2 || exit 1
done
"${COURSE:-build/course}" check async_resource --format html \
	--file exercises/async_resource/wrong/twice_as_slow >"$work/check.html"
[ $? -eq 1 ] || exit 1
status=0
grader/tests/browser/run grader/tests/browser/site.js "$work/site" "$work/solutions" || status=1
grader/tests/browser/run grader/tests/browser/check.js "$work/check.html" || status=1
exit $status
