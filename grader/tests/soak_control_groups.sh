#!/usr/bin/env bash
#
# Control groups of the second version, in a virtual machine that has no others: for root,
# for a plain user with and without a delegated group, and for the root of a container.
# The machine has this one's files, read-only. Without KVM it takes a minute or two.
#
# It needs qemu-system-x86_64 (Debian: qemu-system-x86) with 9p, busybox (busybox-static),
# and a kernel with its modules: an installed one, or KERNEL=FOLDER, into which
# `dpkg-deb -x linux-image-….deb FOLDER` has unpacked one.
set -u

# shellcheck source=grader/tests/tap.sh
. "$(dirname "$0")/tap.sh"
root=$(realpath "$(dirname "$0")/../..")
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
tree=${KERNEL:-}
image=$(find "${tree:-/}boot" "$tree/boot" -name 'vmlinuz-*' 2>/dev/null | sort | tail -1)
version=${image##*/vmlinuz-}
modules=$tree/lib/modules/$version

left_out() {
	echo "1..0 # SKIP $1"
	exit 0
}
[ "$(uname -m)" = x86_64 ] || left_out 'the virtual machine is an x86_64'
for tool in qemu-system-x86_64 busybox; do
	command -v $tool >/dev/null || left_out "there is no $tool here"
done
[ -n "$image" ] && [ -d "$modules" ] || left_out 'there is no kernel here: KERNEL=FOLDER names one'

# module NAME: the files that it needs, and it
declare -A named
module() {
	local file other
	file=$(cd "$modules" && find . -name "$1.ko*" | head -1)
	[ -n "$file" ] || return 0 # it is built in
	for other in $(sed -n "s|^${file#./}:||p" "$modules/modules.dep"); do
		other=${other##*/}
		module "${other%%.ko*}"
	done
	[ -n "${named[$1]:-}" ] && return
	named[$1]=yes
	cp "$modules/$file" "$place/system/modules/$(printf %02d ${#named[@]})_$1.ko"
}

# The first file system: enough to come to this machine's.
make_system() {
	mkdir -p "$place"/system/{bin,proc,sys,dev,modules,root,hold,jobs}
	[ -f "$modules/modules.dep" ] || busybox depmod -b "$tree/" "$version" || return 1
	for each in virtio_pci 9pnet_virtio 9p; do
		module $each
	done
	cp "$(command -v busybox)" "$place/system/bin/"
	cat >"$place/system/init" <<-END
		#!/bin/busybox sh
		export PATH=/bin
		/bin/busybox --install -s /bin
		mount -t proc none /proc
		mount -t sysfs none /sys
		mount -t devtmpfs none /dev
		for file in /modules/*; do insmod \$file; done
		mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000,cache=loose,ro host /root
		mount --bind /root$root /hold
		mount --bind /root$place /jobs
		mount -t proc none /root/proc
		mount -t sysfs none /root/sys
		mount -t cgroup2 none /root/sys/fs/cgroup
		mount -t devtmpfs none /root/dev
		mkdir -p /root/dev/shm /root/dev/pts
		mount -t tmpfs none /root/dev/shm
		mount -t devpts none /root/dev/pts
		for each in tmp var/tmp run; do mount -t tmpfs -o mode=1777 none /root/\$each; done
		mkdir -p /root/run/course /root/run/jobs
		mount --bind /hold /root/run/course
		mount --bind /jobs /root/run/jobs
		ip link set lo up
		exec switch_root /root /bin/bash /run/jobs/job
	END
	chmod +x "$place/system/init"
	(cd "$place/system" && find . | busybox cpio -o -H newc 2>/dev/null) >"$place/initrd"
}

# What is done in it: each doctor's last word, after the name of the case.
write_job() {
	cat >"$place/job" <<-'END'
		export PATH=/usr/sbin:/usr/bin:/sbin:/bin NO_COLOR=1
		groups=/sys/fs/cgroup
		as_user="setpriv --reuid 1000 --regid 1000 --clear-groups"
		cat >/tmp/doctor <<-'SCRIPT'
			#!/bin/sh
			/run/course/build/course doctor >/tmp/said.$1
			sed -n "s/.*yes  memory of all.*/CASE $1: bounded/p
				s/.*no   memory of all.*/CASE $1: none/p" /tmp/said.$1
		SCRIPT
		chmod +x /tmp/doctor
		# in_group GROUP COMMAND…
		in_group() { sh -c 'echo $$ >"$0/cgroup.procs"; exec "$@"' "$groups/$@"; }
		/tmp/doctor root
		mkdir -p $groups/user/session
		in_group user/session /tmp/doctor session
		in_group user/session $as_user /tmp/doctor nobody
		for each in . user; do echo '+memory +pids' >$groups/$each/cgroup.subtree_control; done
		mkdir $groups/user/delegated
		chown -R 1000 $groups/user/delegated
		in_group user/delegated $as_user /run/course/build/course doctor >/tmp/said
		sed -n 's/.*yes  memory of all.*/CASE delegated: bounded/p' /tmp/said
		mkdir -p $groups/user/slice/scope
		chown -R 1000 $groups/user/slice
		in_group user/slice/scope $as_user /tmp/doctor slice
		mkdir $groups/container
		in_group container unshare -C -m bash -c 'umount /sys/fs/cgroup
			mount -t cgroup2 none /sys/fs/cgroup; exec /run/course/build/course doctor' >/tmp/said
		sed -n 's/.*yes  memory of all.*/CASE container: bounded/p' /tmp/said
		echo "CASE left: $(find $groups -name 'course-*' ! -name '*-self' | wc -l)"
		/bin/busybox poweroff -f
	END
}

# Not every KVM is one that works: what is emulated always does.
run_machine() {
	timeout 500 qemu-system-x86_64 -accel tcg,thread=multi -cpu max -m 2G -smp 2 \
		-kernel "$image" -initrd "$place/initrd" -append 'console=ttyS0 quiet panic=-1' \
		-nographic -no-reboot -nic none \
		-virtfs local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap \
		</dev/null >"$place/said" 2>&1
	grep -q '^CASE left' "$place/said" || { cat "$place/said"; return 1; }
}

case_is() { grep "^CASE $1:" "$place/said" | tr -d '\r' | grep -qx "CASE $1: $2" || { cat "$place/said"; return 1; }; }

echo 1..8
make_system && write_job
check 'a machine that has the second version alone is started' run_machine
check 'root has a group of its own' case_is root bounded
check 'root has one from within a session, too' case_is session bounded
check 'a plain user has none, and is told' case_is nobody none
check 'a plain user alone in a delegated group goes into a leaf of it' case_is delegated bounded
check 'a plain user in a session takes the nearest group above' case_is slice bounded
check 'so has the root of a container' case_is container bounded
check 'no group is left' case_is left 0
