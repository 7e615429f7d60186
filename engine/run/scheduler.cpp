#include "run/scheduler.hpp"

#include <array>
#include <charconv>
#include <string_view>

#include <unistd.h>

#include "core/error.hpp"

namespace iptwsim {
namespace {

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  bool const is_whole = !text.empty() && error == std::errc{} && end == text.data() + text.size();
  return is_whole ? std::optional(value) : std::nullopt;
}

/// An empty variable is as good as none.
std::string const* variable(Environment const& environment, std::string const& name) {
  auto const found = environment.find(name);
  return found == environment.end() || found->second.empty() ? nullptr : &found->second;
}

Error usage(std::string what, std::string why, std::string advice) {
  return Error(ExitCode::usage, {.what = std::move(what), .why = std::move(why), .advice = std::move(advice)});
}

Error no_auto(std::string why) { return usage("--shard auto finds no shard", std::move(why), "give --shard I/N"); }

std::int64_t number(Environment const& environment, std::string const& name) {
  std::string const* const text = variable(environment, name);
  if (text == nullptr) throw no_auto(name + " is not set");
  auto const value = whole(*text);
  if (!value) throw no_auto(name + " is `" + *text + "`, not a whole number");
  return *value;
}

/// Place from 0 among so many; count 1 where there is nothing to divide.
struct Place {
  std::int64_t index = 0, count = 1;
};

Place place_in_array(Environment const& environment) {
  std::int64_t const id = number(environment, "SLURM_ARRAY_TASK_ID"), min = number(environment, "SLURM_ARRAY_TASK_MIN"),
                     max = number(environment, "SLURM_ARRAY_TASK_MAX"),
                     count = number(environment, "SLURM_ARRAY_TASK_COUNT");
  bool const stepped = variable(environment, "SLURM_ARRAY_TASK_STEP") != nullptr;
  std::int64_t const step = stepped ? number(environment, "SLURM_ARRAY_TASK_STEP") : 1;
  bool const regular = count >= 1 && step >= 1 && max >= min && max - min == (count - 1) * step;
  if (!regular) throw no_auto("the job array has gaps, such as --array=3,7");
  if (id < min || id > max || (id - min) % step != 0) throw no_auto("SLURM_ARRAY_TASK_ID is not in its own array");
  return {(id - min) / step, count};
}

Place place_in_step(Environment const& environment) {
  Place const place{number(environment, "SLURM_PROCID"), number(environment, "SLURM_STEP_NUM_TASKS")};
  if (place.index >= 0 && place.index < place.count) return place;
  throw no_auto("SLURM_PROCID is not below SLURM_STEP_NUM_TASKS");
}

} // namespace

Environment process_environment() {
  Environment all;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    std::string_view const text(*entry);
    std::size_t const equal = text.find('=');
    if (equal != std::string_view::npos) all.emplace(text.substr(0, equal), text.substr(equal + 1));
  }
  return all;
}

Shard parse_shard(std::string const& text, Environment const& environment) {
  if (text == "auto") return shard_from(environment);
  std::size_t const slash = text.find('/');
  auto const index = whole(std::string_view(text).substr(0, slash));
  auto const count = slash == std::string::npos ? std::nullopt : whole(std::string_view(text).substr(slash + 1));
  std::int64_t const most = 1000000;
  if (index && count && *index >= 1 && *index <= *count && *count <= most) {
    return {static_cast<std::uint32_t>(*index), static_cast<std::uint32_t>(*count)};
  }
  throw usage("--shard " + text + " is none", "shards are counted from 1, at most a million: 1/8 to 8/8",
              "give --shard I/N, or auto");
}

Shard shard_from(Environment const& environment) {
  bool const in_array = variable(environment, "SLURM_ARRAY_TASK_ID") != nullptr;
  bool const in_step = variable(environment, "SLURM_STEP_NUM_TASKS") != nullptr;
  if (variable(environment, "OMPI_COMM_WORLD_SIZE") != nullptr) {
    throw no_auto("mpirun started this task, and Slurm does not know mpirun's tasks");
  }
  if (!in_array && !in_step) {
    throw no_auto(variable(environment, "SLURM_NTASKS") != nullptr ? "neither srun nor a job array started this task"
                                                                   : "this is no task of Slurm");
  }
  Place const array = in_array ? place_in_array(environment) : Place{};
  Place const step = in_step ? place_in_step(environment) : Place{};
  std::int64_t const index = array.index * step.count + step.index + 1, count = array.count * step.count;
  return parse_shard(std::to_string(index) + "/" + std::to_string(count), {});
}

std::string array_note(Environment const& environment) {
  std::string const* const id = variable(environment, "SLURM_ARRAY_TASK_ID");
  if (id == nullptr) return "";
  return "task " + *id + " of a job array runs the whole plan; to divide it among the tasks give --shard auto";
}

std::optional<std::chrono::seconds> job_time_left(Environment const& environment,
                                                  std::chrono::system_clock::time_point now) {
  std::string const* const text = variable(environment, "SLURM_JOB_END_TIME");
  auto const end = text == nullptr ? std::nullopt : whole(*text);
  if (!end) return std::nullopt;
  auto const since_1970 = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  if (*end <= since_1970) return std::nullopt;
  return std::chrono::seconds(*end - since_1970);
}

std::chrono::duration<double> parse_duration(std::string const& text, std::string const& option) {
  Error const wrong = usage(option + " " + text + " is no time", "a number of seconds, 90s, 45m, 36h, 2d, or HH:MM:SS",
                            "write for example " + option + " 11h");
  std::string_view rest = text;
  double days = 0;
  std::size_t const dash = rest.find('-');
  if (dash != std::string_view::npos) {
    auto const value = whole(rest.substr(0, dash));
    if (!value || *value < 0) throw wrong;
    days = static_cast<double>(*value);
    rest = rest.substr(dash + 1);
  }
  if (dash == std::string_view::npos && rest.find(':') == std::string_view::npos) {
    double unit = 1;
    if (!rest.empty() && std::string_view("smhd").find(rest.back()) != std::string_view::npos) {
      unit = rest.back() == 's' ? 1 : rest.back() == 'm' ? 60 : rest.back() == 'h' ? 3600 : 86400;
      rest.remove_suffix(1);
    }
    double value = 0;
    auto const [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    bool const good = error == std::errc{} && end == rest.data() + rest.size() && value >= 0 && value <= 1e6;
    if (rest.empty() || !good) throw wrong;
    return std::chrono::duration<double>(value * unit);
  }
  // With days the first field is hours; without, the last one is seconds.
  std::array<double, 3> fields{};
  std::size_t count = 0;
  for (bool more = true; more; ++count) {
    std::size_t const colon = rest.find(':');
    auto const value = whole(rest.substr(0, colon));
    if (!value || *value < 0 || *value > 1000000 || count == fields.size()) throw wrong;
    fields[count] = static_cast<double>(*value);
    more = colon != std::string_view::npos;
    if (more) rest = rest.substr(colon + 1);
  }
  if (dash != std::string_view::npos || count == 3) {
    return std::chrono::duration<double>(days * 86400 + fields[0] * 3600 + fields[1] * 60 + fields[2]);
  }
  return std::chrono::duration<double>(fields[0] * 60 + fields[1]);
}

} // namespace iptwsim
