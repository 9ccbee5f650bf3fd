#!/bin/sh
# A grader killed at a hundred random moments, and each time gone on with.
KILLS=${KILLS:-100} exec "$(dirname "$0")/test_grade_killed.sh"
