#!/usr/bin/env bash
#
# A disk that is full costs nobody a verdict: however little room there is, a check says
# that it could not be judged, or the very thing that it says with room enough.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export NO_COLOR=1

if ! unshare -m mount -t tmpfs none "$place" 2>/dev/null; then
	echo '1..0 # SKIP no file system can be mounted here'
	exit
fi

# told EXERCISE WRONG-ANSWER: what a check says of it, and its exit status
told() {
	local status=0
	"$course" check "$1" --file "exercises/$1/wrong/$2/$1.c" 2>&1 || status=$?
	echo "status $status"
}

# with_room OPTIONS EXERCISE WRONG-ANSWER: the same on a small file system
with_room() (
	export TMPDIR=$place course
	export -f told
	# shellcheck disable=SC2016 # it is for the shell inside
	unshare -m bash -c 'mount -t tmpfs -o "$1" none "$TMPDIR" && told "$2" "$3"' - "$@"
)

# no_other EXERCISE WRONG-ANSWER OPTIONS…: with each of them, unable or the same; the
# first time unable, the last time the same
no_other() {
	local exercise=$1 answer=$2 full small='' first=''
	shift 2
	full=$(told "$exercise" "$answer" | sed 's/, judged in .*//')
	for options in "$@"; do
		small=$(with_room "$options" "$exercise" "$answer" | sed 's/, judged in .*//')
		[ "$small" = "$full" ] ||
			printf '%s\n' "$small" | tr '\n' ' ' | grep -q 'could not be judged.*status 2' || {
			printf '%s:\n%s\n' "$options" "$small"
			return 1
		}
		first=${first:-$small}
	done
	[ "$first" != "$full" ] && [ "$small" = "$full" ]
}

echo 1..3
check 'few files: what is run a second time for its trace' \
	no_other connection_pool waits_for_the_first nr_inodes={4,5,8,9,10,99}
check 'few files: what is compiled a second time, with sanitizers' \
	no_other number_stream freed_too_soon nr_inodes={6,7,8,9,10,11,12,13,99}
check 'few bytes' no_other connection_pool waits_for_the_first size={64k,512k,800k,4m}
