// replay: one simulated cohort of a result again, verbosely; its data set and a config that gives the same numbers.

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>

#include <fmt/format.h>

#include "app/any_result.hpp"
#include "app/commands.hpp"
#include "app/job.hpp"
#include "config/dump.hpp"
#include "config/scenarios.hpp"
#include "plan/repeated_cohort.hpp"
#include "plan/simulation.hpp"
#include "plan/studies.hpp"
#include "report/text.hpp"
#include "results/assemble.hpp"
#include "results/part_set.hpp"
#include "scenario/copied_patients.hpp"

namespace iptwsim::app {
namespace {

namespace fs = std::filesystem;

Error refuse(ExitCode code, fs::path const& file, std::string what, std::string why, std::string advice) {
  return Error(
      code,
      Problem{.file = file.string(), .what = std::move(what), .why = std::move(why), .advice = std::move(advice)});
}

/// The text of the config that a result holds.
std::string config_of(results::Document const& document) {
  return std::get<std::vector<std::string>>(document.groups.front().find_array("config")->values).at(0);
}

std::uint32_t find_scenario(std::vector<Scenario> const& scenarios, ReplayArguments const& arguments) {
  std::string const& wanted = arguments.scenario;
  if (wanted.empty() && scenarios.size() == 1) return 0;
  for (std::uint32_t s = 0; s < scenarios.size(); ++s) {
    if (scenarios[s].name == wanted) return s;
  }
  std::uint32_t number = 0;
  auto const end = wanted.data() + wanted.size();
  auto const [stop, error] = std::from_chars(wanted.data(), end, number);
  if (error == std::errc{} && stop == end && number >= 1 && number <= scenarios.size()) return number - 1;
  std::string names;
  for (std::size_t s = 0; s < std::min<std::size_t>(scenarios.size(), 10); ++s) {
    names += fmt::format("{}\"{}\"", s ? ", " : "", scenarios[s].name);
  }
  if (scenarios.size() > 10) names += fmt::format(" and {} more", scenarios.size() - 10);
  throw refuse(ExitCode::usage, arguments.result,
               wanted.empty() ? "which scenario?" : fmt::format("there is no scenario \"{}\"", wanted),
               fmt::format("the result has {}", names), "name one with --scenario, or its number from 1");
}

void write_new(fs::path const& file, std::string const& text) {
  if (fs::exists(file)) {
    throw refuse(ExitCode::cannot_write, file, "a file is there already", "replay overwrites nothing",
                 "choose another name with --csv");
  }
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out) {
    throw refuse(ExitCode::cannot_write, file, "the file cannot be written", "the folder may be missing or full",
                 "choose another place with --csv");
  }
}

std::vector<std::uint32_t> counts_of(Study const& study, SimulatedPatients const& patients,
                                     CohortAddress const& address, std::uint64_t replicate) {
  std::vector<std::uint32_t> counts(patients.size());
  if (study.bootstrap->resample == ResampleScheme::within_arm) {
    resample_within_arms(address, replicate, patients.treated, counts);
  } else {
    resample_patients(address, replicate, counts);
  }
  return counts;
}

results::PartSet evaluate(Work const& work) {
  std::vector<Slab> slabs;
  for (Block const& block : work.blocks()) slabs.push_back(work.evaluate(block));
  results::PartSet all(work.blocks());
  all.add(std::move(slabs));
  return all;
}

/// The estimates of one replicate, column by column.
void print_replicate(Studies const& studies, std::uint64_t replicate) {
  for (Block const& block : studies.blocks()) {
    bool const is_in =
        block.kind == BlockKind::replicates && replicate >= block.first && replicate < block.first + block.count;
    if (!is_in) continue;
    Slab const slab = studies.evaluate(block);
    auto const& columns = studies.experiment(0).replicate_columns();
    fmt::print("Replicate {}\n", replicate);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      Column const& column = columns[c];
      std::size_t const at = c * block.count + (replicate - block.first);
      std::string const time = column.time ? fmt::format(" {}", *column.time) : "";
      fmt::print("  {:<64}{:>24.17g}  {}\n",
                 fmt::format("{} {} {}{} {} {} {}", column.endpoint, column.estimand, name(column.quantity), time,
                             column.arm, name(column.statistic), name(column.method)),
                 slab.values[at], name(static_cast<Status>(slab.statuses[at])));
    }
  }
}

/// Whether the numbers agree with those that the result keeps of this cohort; says so.
void compare_with_kept(results::Document const& document, std::vector<RowKey> const& keys, Slab const& slab,
                       Scenario const& scenario, std::uint64_t cohort) {
  std::size_t compared = 0, different = 0;
  for (std::size_t k = 0; k < keys.size(); ++k) {
    Column const& column = keys[k].column;
    bool const is_plain = column.statistic == Statistic::estimate && column.quantity == Quantity::log_hazard_ratio;
    if (!is_plain) continue;
    results::Group const* const group = document.find_group("/cohorts/" + std::string(name(column.quantity)));
    results::Array const* const array = group ? group->find_array("estimate") : nullptr;
    if (!array) continue;
    std::size_t offset = 0;
    bool is_there = true; // parts may lack the scenario, or the cohort
    for (std::string const& axis_name : array->axes) {
      results::Axis const& axis = group->axis(axis_name);
      auto const position = [&](std::string const& label) {
        auto const& labels = std::get<std::vector<std::string>>(axis.labels);
        return static_cast<std::size_t>(std::find(labels.begin(), labels.end(), label) - labels.begin());
      };
      std::size_t at = cohort - 1;
      if (axis_name == "scenario") at = position(scenario.name);
      if (axis_name == "endpoint") at = position(column.endpoint);
      if (axis_name == "estimand") at = position(column.estimand);
      is_there = is_there && at < axis.size();
      offset = offset * axis.size() + at;
    }
    results::Array const* const reasons = group->find_array("estimate_status");
    is_there = is_there && reasons != nullptr &&
               std::get<std::vector<std::uint8_t>>(reasons->values).at(offset) !=
                   static_cast<std::uint8_t>(Status::not_requested);
    if (!is_there) continue;
    double const kept = std::get<std::vector<double>>(array->values).at(offset), now = slab.values[k];
    ++compared;
    different += !(kept == now || (std::isnan(kept) && std::isnan(now)));
  }
  if (compared == 0) return;
  if (different == 0) {
    fmt::print("\nThe {} log hazard ratios are those that the result keeps of this cohort, to the bit.\n", compared);
  } else {
    fmt::print(
        "\n{} of {} log hazard ratios are NOT those that the result keeps of this cohort: another version made it.\n",
        different, compared);
  }
}

/// Sets where real cohorts are that patients are drawn from, which have to be those of the result.
void find_real_cohorts(results::Document const& document, ReplayArguments const& arguments, StudyConfig& config) {
  std::vector<fs::path> const files = place_real_cohorts(config, arguments.folder);
  if (files.empty()) return;
  for (fs::path const& file : files) {
    if (fs::exists(file)) continue;
    throw refuse(ExitCode::no_input, file, "the real cohort's file is not there",
                 "patients are drawn from it; its path is relative to the config that was run",
                 "give the folder of that config with --folder");
  }
  auto const& wanted = std::get<std::string>(document.groups.front().attributes.at("cohort_sha256"));
  if (digest_of(files) == wanted) return;
  throw refuse(ExitCode::data, files.front(), "the real cohort's file has changed since",
               "its SHA-256 is not that in the result", "find the file that the result was made from");
}

} // namespace

ExitCode replay(ReplayArguments const& arguments) {
  results::Document const document = read_any(arguments.result);
  StudyConfig config = parse_config(config_of(document), arguments.result.string());
  if (!config.scenarios.front().study.cohort.synthetic) {
    throw refuse(ExitCode::usage, arguments.result, "this is the result of a cohort that was read from a file",
                 "replay draws a simulated cohort again", "its replicates are in /replicates of the file");
  }
  find_real_cohorts(document, arguments, config);
  std::uint32_t const s = find_scenario(config.scenarios, arguments);
  Scenario scenario = config.scenarios[s];
  scenario.study.simulation->keep = Keep::cohorts;
  auto const cohorts = static_cast<std::uint64_t>(scenario.study.simulation->cohorts);
  if (arguments.cohort < 1 || arguments.cohort > cohorts) {
    throw refuse(ExitCode::usage, arguments.result, fmt::format("there is no cohort {}", arguments.cohort),
                 fmt::format("cohorts of this scenario are 1 to {}", cohorts), "choose one with --cohort");
  }
  auto const replicates =
      static_cast<std::uint64_t>(scenario.study.bootstrap ? scenario.study.bootstrap->replicates : 0);
  if (arguments.replicate > replicates) {
    throw refuse(ExitCode::usage, arguments.result, fmt::format("there is no replicate {}", arguments.replicate),
                 replicates == 0 ? "the config has no bootstrap" : fmt::format("replicates are 1 to {}", replicates),
                 "choose one with --replicate");
  }
  Simulation simulation({scenario});
  simulation.use(std::vector<Slab>{simulation.evaluate(simulation.blocks().front())});
  SimulatedScenario const prepared = simulation.prepare(0);
  SimulatedPatients const patients = prepared.patients(arguments.cohort);
  std::string const csv = arguments.csv.empty() ? "cohort.csv" : arguments.csv.filename().string();
  Study const study = study_of_cohort(scenario, patients, csv, arguments.cohort);
  if (!arguments.csv.empty()) {
    fs::path const config_file = fs::path(arguments.csv).replace_extension(".yaml");
    if (arguments.replicate == 0) {
      write_new(arguments.csv, patients_csv(patients));
      write_new(config_file, dump_study(study));
      fmt::print("wrote {} and {}, which gives the same numbers\n", arguments.csv.string(), config_file.string());
    } else if (scenario.study.bootstrap->resample == ResampleScheme::bayesian) {
      throw refuse(ExitCode::usage, arguments.csv, "a Bayesian replicate is no data set",
                   "its patients have fractional frequencies", "leave out --csv");
    } else {
      SimulatedPatients const analysed = prepared.analysed(patients);
      auto const counts = counts_of(study, analysed, prepared.address(arguments.cohort), arguments.replicate);
      write_new(arguments.csv, patients_csv(copied(analysed, counts)));
      fmt::print("wrote {}, the rows of replicate {}\n", arguments.csv.string(), arguments.replicate);
    }
  }
  MadeCohort made = prepared.make(patients);
  if (!made.problems.empty()) {
    TermProblem const& problem = made.problems.front();
    throw refuse(ExitCode::data, arguments.result, problem.what, problem.why, problem.advice);
  }
  std::vector<Scenario> only{{.name = "cohort", .swept = {}, .study = study, .group = scenario.group}};
  std::vector<Cohort> own;
  own.push_back(std::move(made.cohort));
  Studies const studies(std::move(only), std::move(own));
  if (arguments.replicate > 0) {
    print_replicate(studies, arguments.replicate);
    return ExitCode::ok;
  }
  results::CohortFacts facts;
  facts.rows_read = static_cast<std::int64_t>(patients.size());
  facts.control_label = "0";
  facts.treated_label = "1";
  results::Identity const identity{.config = dump_study(study), .cohort_sha256 = {}};
  auto slabs = evaluate(studies);
  fmt::print("{}", report::text_report(results::assemble(studies, slabs, identity, facts, {})));
  Slab const as_simulated =
      prepared.evaluate({.index = 0, .kind = BlockKind::cohorts, .scenario = 0, .first = arguments.cohort, .count = 1});
  compare_with_kept(document, prepared.keys(), as_simulated, scenario, arguments.cohort);
  return ExitCode::ok;
}

} // namespace iptwsim::app
