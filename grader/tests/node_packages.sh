# shellcheck shell=bash
#
# For tests that need packages of Node: puts those that FOLDER/package.json names into
# the folder INTO, where they are not there yet.

# node_packages FOLDER INTO: false, with a sentence in $why, if it cannot be. Of several
# tests that want them at once, one fetches them.
node_packages() {
	local from=$1 into=$2
	why=''
	command -v node >/dev/null || { why='there is no node here'; return 1; }
	has_packages "$from" "$into" && return
	command -v npm >/dev/null || { why='there is no npm here, for what the test needs'; return 1; }
	mkdir -p "$(dirname "$into")" || return 1
	(flock 9 && { has_packages "$from" "$into" || fetch_packages "$from" "$into"; }) \
		9>"$into.lock" || { why="npm could not install, see $into.log"; return 1; }
}

has_packages() { cmp -s "$1/package.json" "$2/package.json" 2>/dev/null; }

# A network that does not answer leaves the test out; it is no fault of it.
fetch_packages() {
	mkdir -p "$2.new" && cp "$1/package.json" "$2.new" &&
		(cd "$2.new" && timeout 100 npm install --ignore-scripts --no-audit --no-fund \
			--no-package-lock) >"$2.log" 2>&1 </dev/null 9>&- &&
		rm -rf "$2" && mv "$2.new" "$2"
}
