// The rules of both arms: what belongs to which, and what contradicts.

#include "scenario/survival_problems.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "scenario/survival_arms.hpp"
#include "scenario/survival_parameters.hpp"

namespace iptwsim {
namespace {

using Problems = std::vector<OptionProblem>;

void append(Problems& problems, char const* arm, Problems more) {
  for (OptionProblem& problem : more) {
    problem.path.insert(problem.path.begin(), arm);
    problems.push_back(std::move(problem));
  }
}

/// The first parameter of a family that stands in options without one, or empty.
std::string family_parameter(ArmSurvivalOptions const& options) {
  if (options.rate) return "rate";
  if (options.shape) return "shape";
  if (options.scale) return "scale";
  if (options.sigma) return "sigma";
  if (!options.from.empty()) return "from";
  if (!options.rates.empty()) return "rates";
  return options.cured ? "cured" : "";
}

/// The keys that say a treated arm by its difference from the control arm.
std::vector<std::string> effects(ArmSurvivalOptions const& options) {
  std::vector<std::string> keys;
  if (options.hazard_ratio) keys.emplace_back("hazard_ratio");
  if (options.hazard_ratios) keys.emplace_back("hazard_ratios");
  return keys;
}

Problems control_problems(ArmSurvivalOptions const& options) {
  Problems problems;
  for (std::string const& key : effects(options)) {
    problems.push_back({{key},
                        fmt::format("the control arm has {}", key),
                        "a hazard ratio compares the treated arm with it",
                        "move it to treated"});
  }
  if (options.distribution) {
    for (OptionProblem& problem : family_problems(options)) problems.push_back(std::move(problem));
  } else {
    problems.push_back({{},
                        "the control arm has no distribution",
                        "its family says what the other keys mean",
                        "add distribution: exponential, weibull, gompertz, log_logistic, lognormal or "
                        "piecewise_exponential"});
  }
  if (problems.empty() && own_distribution(options).never() == 1) {
    problems.push_back({{"rates"},
                        "every rate of the control arm is 0",
                        "nobody would ever have the event",
                        "give at least one rate above 0"});
  }
  return problems;
}

/// A treated arm without a family: exactly one way of saying how it differs.
void check_effect(ArmSurvivalOptions const& options, Problems& problems) {
  std::vector<std::string> ways = effects(options);
  if (options.survival) ways.emplace_back("survival");
  if (options.median) ways.emplace_back("median");
  std::string const parameter = family_parameter(options);
  if (parameter == "cured" && !ways.empty()) {
    problems.push_back({{"cured"},
                        fmt::format("the treated arm has cured beside {}", ways[0]),
                        "the control arm's hazard is changed as a whole, cured patients included",
                        "take it out, or give the treated arm a distribution of its own"});
  } else if (!parameter.empty()) {
    problems.push_back({{parameter},
                        fmt::format("the treated arm has {} and no distribution", parameter),
                        "without a family it is not known what that means",
                        ways.empty() ? "add distribution" : "add distribution, or take it out"});
  } else if (ways.empty()) {
    problems.push_back({{},
                        "the treated arm says nothing",
                        "no effect is an effect that has to be chosen",
                        "write hazard_ratio: 1 for no effect, or hazard_ratio, hazard_ratios, survival or median for "
                        "one, or a distribution of its own"});
  }
  if (ways.size() > 1) {
    problems.push_back({{ways[1]},
                        fmt::format("the treated arm has {} and {}", ways[0], ways[1]),
                        "each of them says the whole effect",
                        "take one of them out"});
  }
  if (!options.hazard_ratios) return;
  for (OptionProblem& problem : change_problems(options.hazard_ratios->from, options.hazard_ratios->values, "values")) {
    problem.path.insert(problem.path.begin(), "hazard_ratios");
    problems.push_back(std::move(problem));
  }
}

Problems treated_problems(ArmSurvivalOptions const& options) {
  Problems problems;
  if (!options.distribution) {
    check_effect(options, problems);
    return problems;
  }
  for (std::string const& key : effects(options)) {
    problems.push_back({{key},
                        fmt::format("the treated arm has {} beside a distribution of its own", key),
                        "a ratio changes the control arm's hazard, a distribution replaces it",
                        "take one of them out"});
  }
  for (OptionProblem& problem : family_problems(options)) problems.push_back(std::move(problem));
  return problems;
}

/// Survival of the treated arm that no hazard ratio reaches.
Problems reach_problems(ArmSurvivalOptions const& treated, SurvivalDistribution const& control) {
  std::optional<SurvivalAtOptions> const wanted = wanted_survival(treated);
  if (treated.distribution || !wanted) return {};
  double const hazard = control.cumulative_hazard(wanted->at);
  bool const is_early = !(hazard > 0x1p-1022);
  if (!is_early && hazard < 1e300) return {};
  return {{{treated.survival ? "survival" : "median"},
           fmt::format("survival {} of the treated arm at {} is not reached by any hazard ratio", wanted->equals,
                       wanted->at),
           is_early ? "the control arm has no events by then" : "the control arm has no survivors by then",
           "choose another time, or give the treated arm a distribution of its own"}};
}

} // namespace

std::vector<OptionProblem> problems_of(MarginalOptions const& options) {
  Problems problems;
  append(problems, "control", control_problems(options.control));
  append(problems, "treated", treated_problems(options.treated));
  if (problems.empty()) {
    append(problems, "treated", reach_problems(options.treated, own_distribution(options.control)));
  }
  return problems;
}

} // namespace iptwsim
