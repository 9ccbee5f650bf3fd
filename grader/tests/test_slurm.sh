#!/usr/bin/env bash
#
# A class graded by a Slurm cluster: a real one, of three nodes on this machine, of which
# one is killed in the middle. What comes of it is what one machine gives.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=grader/tests/tap.sh
. grader/tests/tap.sh

for tool in munged slurmctld slurmd sbatch squeue scontrol; do
	if ! command -v "$tool" >/dev/null || [ "$(id -u)" != 0 ]; then
		echo "1..0 # SKIP no $tool here, or not root: apt-get install slurm-wlm munge"
		exit 0
	fi
done

folder=$(mktemp -d)
chmod 755 "$folder"
export SLURM_CONF=$folder/slurm.conf COURSE=$course
daemons=()

end() {
	scancel --state=PENDING,RUNNING --user=root >/dev/null 2>&1
	kill -9 "${daemons[@]}" 2>/dev/null
	# What a killed node was running.
	grep -lz "^SLURM_CONF=$SLURM_CONF" /proc/[0-9]*/environ 2>/dev/null |
		grep -o '[0-9]*' | grep -vx "$$" | xargs -r kill -9 2>/dev/null
	rm -rf "$folder"
}
trap end EXIT

# until_true SECONDS COMMAND…: asks again and again; an event that another process brings
until_true() {
	local end=$((SECONDS + $1))
	shift
	until "$@" >/dev/null 2>&1; do
		[ $SECONDS -lt $end ] || return 1
		read -rt 0.05 <> <(:) || :
	done
}

# Ports that nobody has now, and that nobody is given who asks for any.
mapfile -t ports < <(python3 - <<'PYTHON'
import random, socket
given = int(open("/proc/sys/net/ipv4/ip_local_port_range").read().split()[0])
free = []
for port in random.sample(range(2000, max(given, 10000)), 200):
    with socket.socket() as one:
        try:
            one.bind(("127.0.0.1", port))
        except OSError:
            continue
        free.append(port)
print(*free[:4], sep="\n")
PYTHON
)

write_configuration() {
	local host node i=1
	host=$(hostname)
	cat <<-END
		ClusterName=course
		SlurmctldHost=$host(127.0.0.1)
		SlurmctldPort=${ports[0]}
		AuthType=auth/munge
		AuthInfo=socket=$folder/munge
		SlurmUser=root
		SlurmdUser=root
		StateSaveLocation=$folder/state
		SlurmdSpoolDir=$folder/%n
		SlurmctldPidFile=$folder/slurmctld.pid
		SlurmdPidFile=$folder/%n.pid
		SlurmctldLogFile=$folder/slurmctld.log
		SlurmdLogFile=$folder/%n.log
		ProctrackType=proctrack/linuxproc
		TaskPlugin=task/none
		JobAcctGatherType=jobacct_gather/none
		SelectType=select/cons_tres
		SelectTypeParameters=CR_Core
		MpiDefault=none
		SlurmdParameters=config_overrides
		SlurmdTimeout=4
		MessageTimeout=20
		KillWait=2
		ReturnToService=2
		SchedulerParameters=sched_interval=1,batch_sched_delay=0
	END
	for node in one two three; do
		echo "NodeName=$node NodeHostname=$host NodeAddr=127.0.0.1 Port=${ports[i]} CPUs=1 State=UNKNOWN"
		i=$((i + 1))
	done
	echo 'PartitionName=all Nodes=one,two,three Default=YES MaxTime=INFINITE State=UP'
}

start_cluster() {
	mkdir "$folder"/{state,one,two,three}
	head -c 128 /dev/urandom >"$folder/key"
	chmod 400 "$folder/key"
	write_configuration >"$SLURM_CONF"
	munged --force --foreground --key-file="$folder/key" --socket="$folder/munge" \
		--pid-file="$folder/munged.pid" --log-file="$folder/munged.log" \
		--seed-file="$folder/seed" >"$folder/munged.out" 2>&1 &
	daemons+=($!)
	until_true 20 test -S "$folder/munge" || return
	slurmctld -D >"$folder/slurmctld.out" 2>&1 &
	daemons+=($!)
	for node in one two three; do
		slurmd -D -N "$node" >"$folder/$node.out" 2>&1 &
		daemons+=($!)
	done
	until_true 60 nodes_are_idle
}
nodes_are_idle() { [ "$(sinfo -h -N -o %T | sort | uniq -c | tr -s ' ')" = ' 3 idle' ]; }

# ---- the class ---------------------------------------------------------------------

for i in $(seq 24); do
	mkdir -p "$folder/class/student$i"
	case $((i % 3)) in
	0) file=solutions/async_counter/async_counter.c ;;
	1) file=exercises/async_counter/async_counter.c ;;
	*) file=exercises/async_counter/right/desugared/async_counter.c ;;
	esac
	cp "$file" "$folder/class/student$i/async_counter.c"
done

check 'a cluster of three nodes is there' start_cluster

bash grader/deploy/slurm/grade-class "$folder/class" "$folder/out" 4 \
	--exercise async_counter --root "$PWD" >"$folder/submitted" 2>&1 &
grading=$!
disown

# processes_of JOB: all that runs for it
processes_of() {
	grep -lz "^SLURM_JOB_ID=$1\$" /proc/[0-9]*/environ 2>/dev/null | grep -o '[0-9]*'
}

# A node that is grading, in the middle of its share: something is recorded, and what it
# ends with is not there. It is stopped at once, and so is still there when it is killed.
find_victim() {
	local share graders node job
	for share in 1 2 3 4; do
		compgen -G "$folder/out/share-$share/records/*.json" || continue
		[ ! -e "$folder/out/share-$share/index.html" ] || continue
		graders=$(pgrep -f -- "--out $folder/out/share-$share ")
		# shellcheck disable=SC2086 # several numbers
		kill -STOP $graders || continue
		node='' job=''
		[ -e "$folder/out/share-$share/index.html" ] ||
			read -r node job < <(squeue -h -r -t RUNNING -n course-share -o '%K %N %A' |
				sed -n "s/^$share //p")
		[ -z "$job" ] || {
			echo "$share $node $job" >"$folder/victim"
			return 0
		}
		# shellcheck disable=SC2086
		kill -CONT $graders
	done
	return 1
}
# And all that runs on it, as when its power fails: nobody is left who could tell of it.
kill_node() {
	local share node job
	read -r share node job <"$folder/victim"
	kill -9 "$(cat "$folder/$node.pid")"
	pkill -STOP -f "^slurmstepd: \[$job\."
	grep -lz "^SLURM_JOB_ID=$job\$" /proc/[0-9]*/environ 2>/dev/null |
		grep -o '[0-9]*' | xargs -r kill -9 2>/dev/null
	pkill -9 -f "^slurmstepd: \[$job\."
	return 0
}
check 'a node is in the middle of its share' until_true 60 find_victim
check '… when it is killed' kill_node
# Slurm would wait two minutes, in case that the job has killed the node; and again, if it
# is queued again twice: once since its node says nothing, once since it is down.
go_on() {
	local share node job
	read -r share node job <"$folder/victim"
	squeue -h -r -t PENDING -j "$job" -o %r | grep -q BeginTime &&
		scontrol update "JobId=$job" StartTime=now
}
check '… and its share is queued again' until_true 90 go_on
is_over() {
	go_on
	! kill -0 "$grading" 2>/dev/null
}
check 'the class is graded all the same' until_true 120 is_over
joined() {
	cat "$folder/submitted" "$folder"/out/*.log
	test -f "$folder/out/class/index.html"
}
check '… and joined' joined
"$course" grade "$folder/class" --out "$folder/alone" --exercise async_counter >/dev/null 2>&1
same() { diff -r -x times -x lock "$1" "$2"; }
check '… to what one machine gives, byte for byte' same "$folder/alone" "$folder/out/class"
was_restarted() {
	cat "$folder/victim" "$folder/submitted"
	grep -iE 'requeue|not responding|down' "$folder/slurmctld.log"
}
check '… though the share was begun twice' was_restarted

echo "1..$number"
