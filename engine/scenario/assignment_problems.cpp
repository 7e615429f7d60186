#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cohort/csv_text.hpp"
#include "scenario/generating_terms.hpp"
#include "scenario/problems.hpp"
#include "scenario/stress.hpp"

namespace iptwsim {
namespace {

constexpr std::int64_t most_patients = 16777215; // as options.hpp

void check_patients(SyntheticOptions const& options, std::vector<OptionProblem>& problems) {
  if (!options.arms && !options.n) {
    problems.push_back({{}, "there is no n", "a cohort has a size", "add n, or arms: {control: N0, treated: N1}"});
  }
  if (!options.arms) return;
  std::int64_t const total = options.arms->control + options.arms->treated;
  if (options.n) {
    problems.push_back({{"n"},
                        fmt::format("n stands beside arms"),
                        fmt::format("the arms have {} patients together", total),
                        "take one of them out"});
  }
  if (total > most_patients) {
    problems.push_back({{"arms"},
                        fmt::format("the arms have {} patients together", total),
                        fmt::format("a cohort has at most {}", most_patients),
                        "make them smaller"});
  }
}

/// Who is treated is said once.
void check_share(SyntheticOptions const& options, std::vector<OptionProblem>& problems) {
  AssignmentOptions const& treatment = options.treatment;
  std::vector<std::string> given;
  if (options.arms) given.push_back("arms");
  if (treatment.prevalence) given.push_back("prevalence");
  if (treatment.intercept) given.push_back("intercept");
  if (treatment.randomized) given.push_back("randomized");
  if (given.empty()) {
    problems.push_back({{"treatment"},
                        "treatment does not say how many are treated",
                        "a share of treated patients, or the log odds of one, is needed",
                        "add prevalence, intercept or randomized, or arms beside it"});
  }
  if (options.arms && treatment.randomized && given.size() == 2) {
    double const total = static_cast<double>(options.arms->control + options.arms->treated);
    double const share = static_cast<double>(options.arms->treated) / total;
    if (std::fabs(share - *treatment.randomized) <= 1e-9) return; // says the same
    problems.push_back({{"treatment", "randomized"},
                        fmt::format("randomized is {} and {} of the arms is treated", *treatment.randomized, share),
                        "the arms fix the share of treated patients",
                        "take one of them out"});
  } else if (given.size() > 1) {
    std::string const last = given.back();
    problems.push_back({{"treatment", last},
                        fmt::format("{} stands beside {}", last, fmt::join(given.begin(), given.end() - 1, " and ")),
                        "each of them says how many are treated",
                        "leave one of them"});
  }
}

} // namespace

std::vector<OptionProblem> assignment_problems(SyntheticOptions const& options) {
  std::vector<OptionProblem> problems;
  check_patients(options, problems);
  check_share(options, problems);
  AssignmentOptions const& treatment = options.treatment;
  if (treatment.randomized && !treatment.log_odds.empty()) {
    problems.push_back({{"treatment", "log_odds"},
                        "log_odds stands beside randomized",
                        "a randomized treatment depends on nothing",
                        "take one of them out"});
  }
  if (treatment.randomized && options.unmeasured && options.unmeasured->log_odds != 0) {
    problems.push_back({{"unmeasured", "log_odds"},
                        "unmeasured.log_odds stands beside treatment.randomized",
                        "a randomized treatment depends on nothing",
                        "take one of them out"});
  }
  SyntheticOptions const all = with_unmeasured(options);
  for (OptionProblem& problem : term_problems("log_odds", all.treatment.log_odds, all.covariates)) {
    problem.path.insert(problem.path.begin(), {"treatment", "log_odds"});
    problems.push_back(std::move(problem));
  }
  return problems;
}

} // namespace iptwsim
