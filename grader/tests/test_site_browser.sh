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
mkdir -p "$work/course/lessons"
cp lessons/README.md lessons/05_*.md lessons/06_*.md "$work/course/lessons"
cp -R README.md exercises solutions "$work/course"
XDG_CACHE_HOME=$work/cache "${COURSE:-build/course}" site "$work/site" --root "$work/course" >&2 || exit 1
"${COURSE:-build/course}" check async_resource --format html \
	--file exercises/async_resource/wrong/twice_as_slow >"$work/check.html"
[ $? -eq 1 ] || exit 1
status=0
grader/tests/browser/run grader/tests/browser/site.js "$work/site" || status=1
grader/tests/browser/run grader/tests/browser/check.js "$work/check.html" || status=1
exit $status
