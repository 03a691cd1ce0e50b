/**
 * For sh(1): what the processes of the group `$1` have done so far, one line each; nothing where none is left.
 *
 * What hangs is known as the kernel knows it (hung_task_timeout_secs): it uses no time, and is never woken. One sleep may be
 * long, as in sync(2), while the disk is busy with what it waits for: so what its disk has finished counts for whoever waits
 * for a disk. That is told by the lock's descriptor, and nothing here touches the disk itself.
 */
export const LOOK_AT_GROUP = String.raw`
group=$1; mount=; waits=; table=
for process in /proc/[0-9]*; do
  { IFS= read -r line <"$process/stat"; } 2>/dev/null || continue
  set -- \${line##*) }
  [ "$3" = "$group" ] && [ "$1" != Z ] || continue
  printf '%s %s %s' "\${process#/proc/}" "\${12}" "\${13}"
  if [ "$1" = D ]; then waits=yes; fi
  while read -r key value; do
    case $key in *ctxt_switches:) printf ' %s' "$value" ;; esac
  done 2>/dev/null <"$process/status"
  echo
  for number in 8 9; do
    [ -r "$process/fdinfo/$number" ] || continue
    while read -r key value; do
      if [ "$key" = mnt_id: ]; then mount=$value; table=$process/mountinfo; fi
    done 2>/dev/null <"$process/fdinfo/$number"
  done
done
[ -n "$waits" ] || exit 0
if [ -n "$mount" ]; then
  while read -r id parent device rest; do
    [ "$id" = "$mount" ] && [ -r "/sys/dev/block/$device/stat" ] || continue
    read -r line <"/sys/dev/block/$device/stat"
    set -- $line
    echo "disk $1 $5"
    exit 0
  done 2>/dev/null <"$table"
fi
while read -r key value; do
  if [ "$key" = nr_written ]; then echo "disks $value"; fi
done </proc/vmstat
`.replaceAll('\\$', '$');

/** Halves of a second that a group has between a request to end and its being killed, and after that. */
const [TO_END, TO_DIE] = ['8', '3'];

/** For sh(1): ends the group `$1`, and prints what is left of it all the same: the number of a process, and its program. */
export const END_GROUP = String.raw`
group=$1
living() {
  for process in /proc/[0-9]*; do
    { IFS= read -r line <"$process/stat"; } 2>/dev/null || continue
    set -- \${line##*) }
    [ "$3" = "$group" ] && [ "$1" != Z ] || continue
    name=\${line#*(}
    printf '%s %s\n' "\${process#/proc/}" "\${name%)*}"
  done
}
gone() {
  rounds=$1
  while [ -n "$(living)" ]; do
    [ "$rounds" -gt 0 ] || return 1
    rounds=$((rounds - 1))
    sleep 0.5
  done
}
kill -s TERM -- "-$group"
gone ${TO_END} && exit
kill -s KILL -- "-$group"
gone ${TO_DIE} || living
`.replaceAll('\\$', '$');
