#!/usr/bin/env bash
#
# Gradescope runs this once, when it builds the image of an assignment. The package is a
# zip with this file, run_autograder, a file `exercises` (one name a line), and the whole
# course in `course/`.
set -eu

cd "${AUTOGRADER:-/autograder}/source/course"
apt-get update
apt-get install -y --no-install-recommends make git
make setup
make all
make install PREFIX="${PREFIX:-/usr/local}"
