#pragma once
// What a batch system says in the environment, and what a user says of shards and times. Functions of a map, so that
// every case is tested without a batch system. Nothing is taken from it unless asked for.

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "plan/shard.hpp"

namespace iptwsim {

using Environment = std::map<std::string, std::string>;

/// Of this process.
Environment process_environment();

/// `I/N`, or `auto`. Throws Error usage for anything else.
Shard parse_shard(std::string const& text, Environment const& environment);

/// The shard of this task where Slurm leaves no doubt: tasks of srun (SLURM_PROCID of SLURM_STEP_NUM_TASKS), of a job
/// array without gaps (from SLURM_ARRAY_TASK_MIN to _MAX by _STEP), or srun tasks of each array task. Throws Error
/// usage otherwise. SLURM_NTASKS alone is what was asked for, not what runs: `sbatch -n 2` without srun starts one
/// process.
Shard shard_from(Environment const& environment);

/// What to say when a task of a job array runs the whole plan; empty outside job arrays.
std::string array_note(Environment const& environment);

/// Until the end of the job as SLURM_JOB_END_TIME says, at `now`; absent without it, and when it has passed, for then
/// one of the clocks is wrong.
std::optional<std::chrono::seconds> job_time_left(Environment const& environment,
                                                  std::chrono::system_clock::time_point now);

/// As Slurm writes times (MM:SS, HH:MM:SS, D-HH, D-HH:MM, D-HH:MM:SS), with a unit (90s, 45m, 36h, 2d), or a number of
/// seconds. Throws Error usage.
std::chrono::duration<double> parse_duration(std::string const& text, std::string const& option);

} // namespace iptwsim
