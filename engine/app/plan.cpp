// plan: what a config would compute, how long that takes, how much memory and disk. The speed of this machine is
// measured on a few cohorts of the first scenario for about a second.

#include <algorithm>
#include <chrono>
#include <ctime>
#include <map>

#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/job.hpp"
#include "plan/memory.hpp"
#include "plan/shard.hpp"
#include "plan/simulation.hpp"
#include "plan/studies.hpp"
#include "run/execute.hpp"
#include "truth/conditional_calibration.hpp"

namespace iptwsim::app {
namespace {

constexpr std::size_t most_scenarios = 40;

/// Seconds of one core for each unit of cost, from evaluating `evaluate(i)`, which returns its cost, for `budget` s.
/// CPU time, so that what else runs on a login node does not count.
template <class Evaluate> double seconds_per_cost(double budget, Evaluate evaluate) {
  using Clock = std::chrono::steady_clock;
  auto const start = Clock::now();
  std::clock_t const used = std::clock();
  double cost = 0;
  for (std::uint64_t i = 0; std::chrono::duration<double>(Clock::now() - start).count() < budget; ++i) {
    cost += evaluate(i);
  }
  return static_cast<double>(std::clock() - used) / CLOCKS_PER_SEC / cost;
}

std::string duration(double seconds) {
  if (seconds < 1) return fmt::format("{:.1g} s", seconds);
  if (seconds < 120) return fmt::format("{:.0f} s", seconds);
  if (seconds < 7200) return fmt::format("{:.0f} min", seconds / 60);
  return fmt::format("{:.1f} h", seconds / 3600);
}

std::string size_text(double bytes) {
  return bytes < 1e6   ? fmt::format("{:.0f} kB", bytes / 1e3)
         : bytes < 2e9 ? fmt::format("{:.0f} MB", bytes / 1e6)
                       : fmt::format("{:.1f} GB", bytes / 1e9);
}

struct Size {
  double numbers = 0;    ///< with a status, that the result holds: 9 bytes each
  double per_thread = 0; ///< bytes, of the scenario that needs most
  double cohorts = 0;    ///< bytes of what all threads read
};

struct PlanOptions {
  int threads = 1;
  std::uint32_t shards = 0; ///< 0: some numbers that people choose
};

/// Work on one core, and the time of shards: the longest one counts, and each finds the true values that it needs.
void print_estimate(Work const& work, double seconds_per_cost, PlanOptions const& options, Size size) {
  double cost = 0;
  for (Block const& block : work.blocks()) cost += work.cost(block);
  double const cpu = cost * seconds_per_cost;
  std::string const threads = fmt::format("{} {}", options.threads, options.threads == 1 ? "thread" : "threads");
  std::string const hours = cpu < 36 ? "less than 0.01" : fmt::format("{:.{}f}", cpu / 3600, cpu < 36000 ? 2 : 0);
  fmt::print("CPU time about {} of one core of this machine ({} core-hours), {} on {}\n", duration(cpu), hours,
             duration(cpu / options.threads), threads);
  std::vector<std::uint32_t> const counts =
      options.shards > 0 ? std::vector{options.shards} : std::vector<std::uint32_t>{10, 100};
  std::vector<std::string> times;
  for (std::uint32_t const count : counts) {
    auto const costs = shard_costs(work, count);
    double const longest = *std::max_element(costs.begin(), costs.end()) * seconds_per_cost / options.threads;
    times.push_back(fmt::format("{} of {}", duration(longest), count));
  }
  fmt::print("shards of {} each, the longest: {}\n", threads, fmt::join(times, ", "));
  auto const last_stage = static_cast<std::uint32_t>(work.blocks().size()) - work.stages().back();
  if (options.shards > last_stage) fmt::print("more than {} shards have nothing to do\n", last_stage);
  double const file = 9 * size.numbers;
  // The program itself 40 MB; slabs, the table and its arrays each hold every number once.
  // HDF5 describes each of some hundred arrays in 5 kB.
  double const memory = 40e6 + 3 * file + options.threads * size.per_thread + size.cohorts;
  fmt::print("memory about {}, {} of it for each thread; result at most {}\n", size_text(memory),
             size_text(size.per_thread), size_text(5e6 + file));
}

/// Without its intercept, for what does not depend on how many are treated.
SimulatedScenario unsolved(Simulation const& simulation) {
  Scenario const& first = simulation.scenarios().front();
  return {first, solve_without_intercept(*first.study.cohort.synthetic), {}, simulation.plasmode(0)};
}

double calibrate(Simulation const& simulation) {
  // With another prevalence than the wanted one, propensity models would separate, which costs more.
  Scenario const& first = simulation.scenarios().front();
  Solved const solved = first.study.cohort.plasmode ? Solved{} : solve_all(*first.study.cohort.synthetic);
  SimulatedScenario const scenario(first, solved, {}, simulation.plasmode(0));
  std::uint32_t const count = std::min(cohorts_per_block(first.study), 64U); // a block has costs of its own
  return seconds_per_cost(1.0, [&](std::uint64_t i) {
    Block const block{.index = 0, .kind = BlockKind::cohorts, .scenario = 0, .first = count * i + 1, .count = count};
    scenario.evaluate(block);
    return simulation.cost(block);
  });
}

void plan_simulation(Simulation const& simulation, PlanOptions const& options) {
  double cohorts = 0, analyses = 0;
  Size size;
  std::map<std::uint32_t, double> cost;
  for (Block const& block : simulation.blocks()) {
    if (block.kind == BlockKind::cohorts) cost[block.scenario] += simulation.cost(block);
  }
  double all = 0;
  for (Block const& block : simulation.blocks()) all += simulation.cost(block);
  auto const& scenarios = simulation.scenarios();
  std::size_t width = 8;
  for (Scenario const& s : scenarios) width = std::max(width, s.name.size());
  fmt::print("  {:<{}}  {:>9}{:>10}{:>13}{:>16}\n", "scenario", width, "patients", "cohorts", "replicates",
             "share of work");
  // Scenarios of one kind have one list of numbers; the first stands for all.
  double const keys = static_cast<double>(unsolved(simulation).keys().size());
  int const lanes = lanes_of(chosen_isa());
  for (std::uint32_t s = 0; s < scenarios.size(); ++s) {
    Study const& study = scenarios[s].study;
    size.per_thread = std::max(size.per_thread, bytes_per_thread(study, static_cast<std::size_t>(keys), lanes));
    auto const own = static_cast<double>(study.simulation->cohorts);
    std::int64_t const replicates = study.bootstrap ? study.bootstrap->replicates : 0;
    cohorts += own;
    analyses += own * static_cast<double>(1 + replicates);
    size.numbers += 8 * keys + (study.simulation->keep == Keep::cohorts ? keys * own : 0);
    if (s == most_scenarios) fmt::print("  ... and {} more\n", scenarios.size() - s);
    if (s >= most_scenarios) continue;
    fmt::print("  {:<{}}  {:>9}{:>10}{:>13}{:>15.1f}%\n", scenarios[s].name, width,
               patients_of(*study.cohort.synthetic), study.simulation->cohorts, replicates, 100 * cost[s] / all);
  }
  fmt::print("{} {}, {:.0f} cohorts, {:.0f} analyses with those of the bootstrap; {} blocks of work\n",
             scenarios.size(), scenarios.size() == 1 ? "scenario" : "scenarios", cohorts, analyses,
             simulation.blocks().size());
  print_estimate(simulation, calibrate(simulation), options, size);
}

void plan_studies(Studies const& studies, PlanOptions const& options) {
  Size size;
  for (std::size_t s = 0; s < studies.scenarios().size(); ++s) {
    Study const& study = studies.scenarios()[s].study;
    double const replicates = study.bootstrap ? static_cast<double>(study.bootstrap->replicates) : 0;
    Experiment const& experiment = studies.experiment(s);
    size.numbers += replicates * static_cast<double>(experiment.replicate_columns().size());
    size.per_thread = std::max(size.per_thread, bytes_per_thread(experiment, lanes_of(chosen_isa())));
    size.cohorts += cohort_bytes(experiment);
    if (s == most_scenarios) fmt::print("  ... and {} more\n", studies.scenarios().size() - s);
    if (s >= most_scenarios) continue;
    fmt::print("  {}: {} patients, {:.0f} replicates\n", studies.scenarios()[s].name,
               experiment.prepared().cohort.size(), replicates);
  }
  auto const& blocks = studies.blocks();
  double const speed = seconds_per_cost(1.0, [&](std::uint64_t i) {
    Block block = blocks[blocks.size() - 1 - i % blocks.size()];
    block.count = 1;
    studies.evaluate(block);
    return studies.cost(block);
  });
  fmt::print("{} blocks of work\n", blocks.size());
  print_estimate(studies, speed, options, size);
}

} // namespace

ExitCode plan(std::filesystem::path const& config, std::vector<std::string> const& settings, int threads, int shards) {
  Job const job = open_job(config, settings);
  fmt::print("{}\n", config.string());
  PlanOptions const options{.threads = threads > 0 ? threads : default_threads(),
                            .shards = static_cast<std::uint32_t>(shards)};
  if (auto const* simulation = dynamic_cast<Simulation const*>(job.work.get())) {
    plan_simulation(*simulation, options);
  } else if (auto const* studies = dynamic_cast<Studies const*>(job.work.get())) {
    plan_studies(*studies, options);
  }
  return ExitCode::ok;
}

} // namespace iptwsim::app
