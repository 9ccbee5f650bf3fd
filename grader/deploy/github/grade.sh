#!/usr/bin/env bash
#
# The step of action.yml: what is in the repository is one student's submission. Ends
# with 0 whenever there is a result, since the reporter tells the marks.
set -eu

course=${COURSE:-$GITHUB_ACTION_PATH/../../../build/course}
root=$(cd "$GITHUB_ACTION_PATH/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/class"
cp -rP -- "${GITHUB_WORKSPACE:-.}" "$work/class/submission"

options=(--root "$root" --report github)
for exercise in $EXERCISES; do
	options+=(--exercise "$exercise")
done
[ -z "${RUBRIC:-}" ] || options+=(--rubric "${GITHUB_WORKSPACE:-.}/$RUBRIC")
# shellcheck disable=SC2206
[ -z "${OPTIONS:-}" ] || options+=($OPTIONS)

"$course" grade "$work/class" --out "$work/out" "${options[@]}" || true
[ -s "$work/out/github/submission.base64" ] || {
	echo '::error::It could not be judged, which is no fault of the student.'
	exit 2
}
echo "result=$(tr -d '\n' <"$work/out/github/submission.base64")" >>"$GITHUB_OUTPUT"
