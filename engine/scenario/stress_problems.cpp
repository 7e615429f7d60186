#include <algorithm>
#include <variant>

#include <fmt/format.h>

#include "cohort/csv_text.hpp"
#include "cohort/terms.hpp"
#include "scenario/correlation_matrix.hpp"
#include "scenario/intercept.hpp"
#include "scenario/stress.hpp"

namespace iptwsim {
namespace {

std::vector<std::string> measured_names(SyntheticOptions const& options) {
  std::vector<std::string> names;
  for (auto const& [name, covariate] : options.covariates) {
    if (name != unmeasured_name) names.push_back(name);
  }
  return names;
}

/// A switch names a covariate that the analysis could see.
void check_measured(std::string const& key, std::string const& name, SyntheticOptions const& options,
                    std::vector<OptionProblem>& problems) {
  std::vector<std::string> const names = measured_names(options);
  if (std::find(names.begin(), names.end(), name) != names.end()) return;
  std::string const near = nearest(name, names);
  bool const is_hidden = name == unmeasured_name && find_name(name, covariate_names(options));
  problems.push_back({{key, name},
                      fmt::format("{} has {}, no covariate", key, in_quotes(name)),
                      is_hidden ? "no analysis sees it anyway" : fmt::format("it says what is seen of a covariate"),
                      is_hidden      ? "take it out"
                      : near.empty() ? "correct it, or add the covariate"
                                     : "did you mean " + in_quotes(near) + "?"});
}

/// A condition is a product of indicators, levels and binary covariates.
bool is_condition(std::string const& text, SyntheticOptions const& options) {
  std::variant<Term, Problem> const parsed = parse_term(text);
  for (Factor const& factor : std::get<Term>(parsed).factors) {
    if (factor.is_indicator()) continue;
    auto const covariate = find_name(factor.column, covariate_names(options));
    if (!covariate) continue; // a level
    CovariateDistribution const distribution = options.covariates[*covariate].second.distribution;
    bool const is_level = distribution == CovariateDistribution::categorical; // goes on with one
    bool const is_binary = distribution == CovariateDistribution::bernoulli && factor.transform == Transform::none;
    if (!is_level && !is_binary) return false;
  }
  return true;
}

void check_positivity(SyntheticOptions const& options, std::vector<OptionProblem>& problems) {
  std::string const& where = options.positivity->where;
  std::vector<OptionProblem> const found = term_problems("where", {{where, 1.0}}, options.covariates);
  for (OptionProblem const& problem : found) {
    problems.push_back({{"positivity", "where"}, problem.what, problem.why, problem.advice});
  }
  if (found.empty() && !is_condition(where, options)) {
    problems.push_back({{"positivity", "where"},
                        "where is " + in_quotes(where),
                        "it holds or does not hold, so it is made of indicators, levels and binary covariates",
                        "write an indicator such as size > 10"});
  }
  if (options.treatment.randomized) {
    problems.push_back({{"positivity"},
                        "positivity stands beside treatment.randomized",
                        "a randomized treatment depends on nothing",
                        "write treatment: {prevalence: P} instead"});
  }
}

} // namespace

std::vector<OptionProblem> stress_problems(SyntheticOptions const& options) {
  std::vector<OptionProblem> problems;
  for (auto const& [name, reliability] : options.reliability) check_measured("reliability", name, options, problems);
  for (auto const& [name, missing] : options.missing) {
    check_measured("missing", name, options, problems);
    for (OptionProblem& problem : term_problems("log_odds", missing.log_odds, options.covariates)) {
      problem.path.insert(problem.path.begin(), {"missing", name, "log_odds"});
      problems.push_back(std::move(problem));
    }
  }
  if (options.positivity) check_positivity(options, problems);
  return problems;
}

std::vector<OptionProblem> positivity_problems(SyntheticOptions const& options) {
  if (!options.positivity) return {};
  auto const [exempt, least, most, wanted] = positivity_reach(options);
  std::string const shown = in_quotes(options.positivity->where);
  if (exempt == 0 || exempt == 1) {
    return {{{"positivity", "where"},
             fmt::format("where {} holds for {}", shown, exempt == 0 ? "nobody" : "everybody"),
             "it sets a part of the patients apart",
             "choose another condition"}};
  }
  if (!wanted || (least < *wanted && *wanted < most)) return {};
  return {{{"positivity"},
           fmt::format("{:.4g} of all patients cannot be treated", *wanted),
           fmt::format("{} holds for {:.4g} of them, which leaves shares between {:.4g} and {:.4g}", shown, exempt,
                       least, most),
           "change the condition, its probability, or how many are treated"}};
}

} // namespace iptwsim
