#!/usr/bin/env bash
#
# What hands shares of a class to others, as far as a machine without them allows: the
# files that they run are run as they would, and the outcome is what one machine gives.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=grader/tests/tap.sh
. grader/tests/tap.sh

root=$PWD
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
deploy=$root/grader/deploy
export COURSE=$course

hand_in() { # FOLDER FILE
	mkdir -p "$1"
	cp "$2" "$1/async_counter.c"
}

right=solutions/async_counter/async_counter.c
wrong=exercises/async_counter/async_counter.c
same() { diff -r -x times -x lock "$1" "$2"; }

# ---- Kubernetes: the command of the job, for each index ------------------------

for i in 1 2 3 4 5; do
	hand_in "$folder/class/student$i" "$([ $((i % 2)) = 0 ] && echo "$wrong" || echo "$right")"
done
python3 - "$deploy/kubernetes/grade-class.yaml" >"$folder/command" <<'PYTHON' || true
import sys
try:
    import yaml
except ImportError:
    sys.exit(1)
job = yaml.safe_load(open(sys.argv[1]))
assert job["kind"] == "Job" and job["apiVersion"] == "batch/v1"
spec = job["spec"]
assert spec["completionMode"] == "Indexed"
container = spec["template"]["spec"]["containers"][0]
shares = {one["name"]: one["value"] for one in container["env"]}["SHARES"]
assert int(shares) == spec["completions"], "as many shares as indexes"
assert container["command"] == ["/bin/sh", "-euc"]
print(container["args"][0])
PYTHON
if [ -s "$folder/command" ]; then
	export SUBMISSIONS=$folder/class SHARED=$folder/k8s
	sed -i "s|/class/submissions|\"\$SUBMISSIONS\"|; s|/class/out|\$SHARED|; s|exec course|exec '$course'|; s|--resume|--resume --exercise async_counter|" "$folder/command"
	mkdir "$folder/k8s"
	run_indexes() {
		local index
		for index in 0 1 2; do
			JOB_COMPLETION_INDEX=$index SHARES=3 sh -euc "$(cat "$folder/command")" || return
		done
		"$course" merge "$folder"/k8s/share-* --out "$folder/k8s/class"
	}
	check 'an indexed job grades every share' run_indexes
	"$course" grade "$folder/class" --out "$folder/one" --exercise async_counter >/dev/null
	check '… and together they are what one machine gives' same "$folder/one" "$folder/k8s/class"
else
	report yes 'an indexed job grades every share # SKIP no python3-yaml here' ''
fi

# ---- Gradescope -----------------------------------------------------------------

autograder=$folder/autograder
mkdir -p "$autograder/source"
ln -s "$root" "$autograder/source/course"
echo async_counter >"$autograder/source/exercises"

gradescope() { # FILE: what is handed in
	rm -rf "$autograder/submission" "$autograder/results"
	[ -z "$1" ] || hand_in "$autograder/submission" "$1"
	AUTOGRADER=$autograder bash "$deploy/gradescope/run_autograder"
}
scored() { # EXPRESSION on the results, in Python
	python3 -c "import json, sys; r = json.load(open('$autograder/results/results.json')); sys.exit(not ($1))"
}
judged() { gradescope "$1" && scored "$2"; }

check 'Gradescope gets a full score for a right one' judged "$right" 'r["score"] == 10'
check '… and none for what was handed out' judged "$wrong" 'r["score"] == 0'
check '… and results without a score where nothing could be judged' \
	judged '' '"score" not in r and "not your fault" in r["output"]'
COURSE=false check '… or where the grader itself fails' judged "$right" '"score" not in r'

# ---- GitHub Classroom -------------------------------------------------------------

github() { # FILE EXPRESSION
	local output=$folder/github-output
	: >"$output"
	rm -rf "$folder/repository"
	hand_in "$folder/repository/work" "$1"
	GITHUB_ACTION_PATH=$deploy/github GITHUB_WORKSPACE=$folder/repository \
		GITHUB_OUTPUT=$output EXERCISES=async_counter \
		bash "$deploy/github/grade.sh" >/dev/null || return
	python3 - "$output" "$2" <<'PYTHON'
import base64, json, sys
name, _, value = open(sys.argv[1]).read().partition("=")
r = json.loads(base64.b64decode(value))
sys.exit(not (name == "result" and eval(sys.argv[2])))
PYTHON
}
check 'GitHub Classroom gets a pass' github "$right" 'r["status"] == "pass"'
check '… or a failure' github "$wrong" 'r["status"] == "fail"'

echo "1..$number"
