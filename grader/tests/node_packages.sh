# shellcheck shell=bash
#
# For tests that need packages of Node: puts those that FOLDER/package.json names into
# the folder INTO, where they are not there yet.

# node_packages FOLDER INTO: false, with a sentence in $why, if it cannot be
node_packages() {
	local from=$1 into=$2
	why=''
	command -v node >/dev/null || { why='there is no node here'; return 1; }
	! cmp -s "$from/package.json" "$into/package.json" 2>/dev/null || return 0
	command -v npm >/dev/null || { why='there is no npm here, for what the test needs'; return 1; }
	mkdir -p "$into.new" || return 1
	cp "$from/package.json" "$into.new"
	(cd "$into.new" && npm install --ignore-scripts --no-audit --no-fund --no-package-lock) \
		>"$into.log" 2>&1 </dev/null || { why="npm could not install, see $into.log"; return 1; }
	rm -rf "$into"
	mv "$into.new" "$into"
}
