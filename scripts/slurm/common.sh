# What scripts/slurm/submit and status share. Sourced, not run.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)

die() { # CODE MESSAGE...
  local code=$1; shift
  printf '%s\n' "$@" >&2
  exit "$code"
}

need_slurm() {
  command -v sbatch >/dev/null && command -v squeue >/dev/null && command -v scontrol >/dev/null || die 69 \
    'sbatch is not here: this machine is no login node of a Slurm cluster, or a module is missing (`module avail`).' \
    'Without Slurm: scripts/run CONFIG; other schedulers: scripts/slurm/README.md'
}

# How a command is written into a shell script again.
words() { local text; printf -v text '%q ' "$@"; echo "${text% }"; }

# The tasks of "3,7-9", one a line.
expand() {
  local range
  for range in ${1//,/ }; do seq "${range%-*}" "${range#*-}"; done
}

# Sorted numbers, one a line, as "3,7-9".
compress() {
  awk 'function put() { list = list (list == "" ? "" : ",") first (last > first ? "-" last : "") }
    NR > 1 && $1 == last + 1 { last = $1; next }
    NR > 1 { put() }
    { first = last = $1 }
    END { if (NR) put(); print list }'
}

# Jobs of ours that are not over: "job task state reason", task N/A for what is no array. Fails when Slurm does.
queue() { squeue --noheader --array --user="$(id -un)" --format='%F %K %t %r'; }

# Submits array.sbatch for a list of tasks, then a merge after them and whatever else is under way, and notes both.
# Further arguments are options of sbatch for the array.
submit_jobs() { # FOLDER LIST OTHER_ARRAYS [OPTION...]
  local folder=$1 list=$2 after=$3; shift 3
  array=
  if [ -n "$list" ]; then
    array=$(sbatch --parsable "--array=$list" "$@" "$folder/array.sbatch") || die 69 'sbatch did not take the array.'
    array=${array%%;*} # on a federation a cluster's name follows
    echo "array $array ${list%\%*}" >>"$folder/jobs"
  fi
  local dependency=() job
  for job in $after $array; do dependency+=("afterany:$job"); done
  if ((${#dependency[@]})); then dependency=("--dependency=$(IFS=,; echo "${dependency[*]}")"); fi
  merge=$(sbatch --parsable "${dependency[@]}" "$folder/merge.sbatch") || die 69 \
    "sbatch took array job $array, but not the merge that should follow. When the array is through, merge with:" \
    "  sbatch $(words "$folder/merge.sbatch")"
  merge=${merge%%;*}
  echo "merge $merge" >>"$folder/jobs"
}

# Until the merge job is over; squeue fails for jobs that Slurm has forgotten, and now and then for other reasons.
wait_for() { # JOB
  local pause=1 said
  while :; do
    sleep "$pause"
    if ((pause < 10)); then pause=$((pause + 1)); fi
    if said=$(squeue --noheader --jobs="$1" --format=%t 2>&1); then
      [ -n "$said" ] || return 0
    elif [[ $said == *'Invalid job id'* ]]; then
      return 0
    fi
  done
}
