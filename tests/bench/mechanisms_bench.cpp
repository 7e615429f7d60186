#include <utility>

#include <fmt/format.h>

#include "sections.hpp"
#include "simulated.hpp"

namespace iptwsim::bench {
namespace {

/// Death from the disease or from something else, alike in all to the plain scenario's os.
std::string const two_causes = "{cancer: {marginal: {control: {distribution: weibull, shape: 1.2, median: 14}, "
                               "treated: {hazard_ratio: 0.5}}, dependence: {x3: -0.3, x4: -0.2}}, "
                               "other: {marginal: {control: {distribution: exponential, median: 24}, "
                               "treated: {hazard_ratio: 1}}, dependence: {x3: -0.3}}}";

using Settings = std::vector<std::string>;

/// What is set in the plain scenario, by what it is called.
std::vector<std::pair<std::string, Settings>> mechanisms() {
  auto const synthetic = [](std::string const& text) { return "cohort.synthetic." + text; };
  auto const causes = [&](std::string const& endpoints) -> Settings {
    return {synthetic("components=" + two_causes), synthetic("endpoints=" + endpoints)};
  };
  auto const starts = [&](char const* analysis) -> Settings {
    return {synthetic(fmt::format("treatment_start={{latest: 2, analysis: {}}}", analysis))};
  };
  auto const conditional = [&](char const* baseline, char const* more) -> Settings {
    return {synthetic(fmt::format(
        "endpoints={{os: {{conditional: {{baseline: {{distribution: {}, median: 10}}, {}}}}}}}", baseline, more))};
  };
  char const* const hazards = "log_hazard_ratios: {x3: 0.4, x4: 0.3}, treatment: {log_hazard_ratio: -0.5, "
                              "interactions: {x1: 0.3}}";
  char const* const frail = "log_hazard_ratios: {x3: 0.4, x4: 0.3}, treatment: {log_hazard_ratio: -0.5}, "
                            "frailty: {variance: 0.5}";
  char const* const times = "log_time_ratios: {x3: -0.3, x4: -0.2}, treatment: {log_time_ratio: 0.4}";
  std::string const missing = synthetic("missing={x3: 0.2}");
  return {
      {"plain", {}},
      {"arms of fixed size",
       {synthetic("arms={control: CONTROL, treated: TREATED}"), synthetic("n=null"),
        synthetic("treatment.intercept=null")}},
      {"an endpoint of two causes", causes("{os: {minimum_of: [cancer, other]}}")},
      {"one cause, the other competing", causes("{dss: {minimum_of: cancer, competing: other}}")},
      {"both endpoints", causes("{os: {minimum_of: [cancer, other]}, dss: {minimum_of: cancer, competing: other}}")},
      {"hazards given the covariates, an interaction", conditional("weibull, shape: 1.2", hazards)},
      {"hazards given the covariates, frailty", conditional("weibull, shape: 1.2", frail)},
      {"times accelerated by the covariates", conditional("lognormal, sigma: 0.8", times)},
      {"drawn from a real cohort",
       {"cohort.synthetic=null",
        "cohort.plasmode={csv: " IPTWSIM_SOURCE_DIR "/tests/data/bench_n3000_p8.csv, treatment: A, n: PATIENTS, "
        "endpoint: {time: time, event: event}, effect: {log_hazard_ratio: -0.5}}"}},
      {"drop-out by covariates and treatment",
       {synthetic("censoring.dropout_log_hazard={x3: 0.3, x1: 0.2, treatment: 0.5}")}},
      {"late entry", {synthetic("late_entry={latest: 2}")}},
      {"late entry, ignored", {synthetic("late_entry={latest: 2, ignored: true}")}},
      {"treatment starts late, by plan", starts("planned")},
      {"treatment starts late, naive", starts("naive")},
      {"treatment starts late, landmark", starts("landmark")},
      {"unmeasured cause", {synthetic("unmeasured={prevalence: 0.3, log_odds: 1, dependence: -0.4}")}},
      {"term left out", {"propensity.omit=[x3]"}},
      {"positivity", {synthetic("positivity={where: x3 > 1, probability: 0.05}")}},
      {"measurement error", {synthetic("reliability={x3: 0.7}")}},
      {"missing values, complete cases", {missing, "cohort.missing=drop"}},
      {"missing values, indicator", {missing, "cohort.missing=indicator"}},
  };
}

std::string with_number(std::string text, std::string const& word, int number) {
  std::size_t const at = text.find(word);
  return at == std::string::npos ? text : text.replace(at, word.size(), fmt::format("{}", number));
}

} // namespace

void register_mechanisms() {
  Isa const isa = available_isas().back();
  for (int const n : {85, 3000}) {
    for (auto const& [what, settings] : mechanisms()) {
      SimulatedConfig config{simulated_config(n)};
      for (std::string const& text : settings) {
        std::string const arms = with_number(with_number(text, "CONTROL", n / 2), "TREATED", n - n / 2);
        config.settings.push_back(with_number(arms, "PATIENTS", n));
      }
      std::string const name = fmt::format("mechanisms/n{}/{}", n, what);
      add(name, [=](auto& state) { simulate_and_analyse(state, config, isa); });
      add(name + "/drawn", [=](auto& state) { simulate_only(state, config, isa); });
    }
  }
}

} // namespace iptwsim::bench
