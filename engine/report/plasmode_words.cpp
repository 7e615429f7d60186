#include "report/plasmode_words.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace iptwsim::report {
namespace {

using nlohmann::json;

std::string assignment_words(std::string const& assignment) {
  if (assignment == "own") return "treatment as the patient drawn had it";
  if (assignment == "randomized") return "treatment randomized, with its share of treated patients";
  return "treatment by its fitted propensity model";
}

/// "2982", "80 to 100"
std::string range_words(std::vector<std::int64_t> const& counts) {
  auto const [fewest, most] = std::minmax_element(counts.begin(), counts.end());
  return *fewest == *most ? fmt::format("{}", *most) : fmt::format("{} to {}", *fewest, *most);
}

/// Of a file, how many patients are drawn from.
std::string file_words(std::string const& file, SimulationFacts const& facts) {
  if (facts.real_patients.empty()) return file;
  std::string words = fmt::format("{} patients of {}", range_words(facts.real_patients), file);
  auto const& dropped = facts.real_patients_dropped;
  if (std::all_of(dropped.begin(), dropped.end(), [](std::int64_t count) { return count == 0; })) return words;
  return words + fmt::format(" ({} with a missing value left out)", range_words(dropped));
}

} // namespace

std::string plasmode_words(json const& config, SimulationFacts const& facts) {
  json const plasmode = config.value("cohort", json::object()).value("plasmode", json());
  if (!plasmode.is_object()) return "";
  std::string const here = "cohort.plasmode.";
  auto const is_swept = [&](char const* key) { return facts.sweeps(here + key); };
  std::string const file = is_swept("csv") ? "the file that the scenario names" : plasmode.at("csv").get<std::string>();
  std::string const treatment = is_swept("assignment") ? "treatment as the scenario says"
                                                       : assignment_words(plasmode.at("assignment").get<std::string>());
  std::string baseline = is_swept("baseline") ? "" : plasmode.at("baseline").get<std::string>() + " ";
  if (baseline == "piecewise_exponential ") baseline = "piecewise exponential ";
  std::string const effect = is_swept("effect")
                                 ? "the log hazard ratio of treatment that the scenario says"
                                 : fmt::format("log hazard ratio {:.4g} of treatment",
                                               plasmode.at("effect").at("log_hazard_ratio").get<double>());
  bool const is_followed = is_swept("censoring") || plasmode.value("censoring", json()).is_object();
  return fmt::format("drawn with replacement from {}; {}; times from its fitted {}hazard, with {}; {}",
                     file_words(file, facts), treatment, baseline, effect,
                     is_followed ? "follow-up as the config says" : "drop-out as fitted to it");
}

} // namespace iptwsim::report
