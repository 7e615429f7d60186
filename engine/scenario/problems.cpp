#include "scenario/problems.hpp"

#include <map>
#include <set>

#include <fmt/format.h>

#include "cohort/csv_text.hpp"
#include "scenario/calibration.hpp"
#include "scenario/correlation.hpp"
#include "scenario/covariate.hpp"
#include "scenario/follow_up.hpp"
#include "scenario/observation.hpp"
#include "scenario/stress.hpp"

namespace iptwsim {
namespace {

constexpr std::size_t most_endpoints = 113, most_covariates = 3840; // as many as have draws (random/address.hpp)

class SyntheticCheck {
public:
  explicit SyntheticCheck(SyntheticOptions const& options) : options_(options) {}

  std::vector<OptionProblem> run() {
    for (auto const& [name, covariate] : options_.covariates) add({"covariates", name}, problems_of(covariate));
    bool const covariates_are_fine = problems_.empty();
    SyntheticOptions const all = with_unmeasured(options_);
    if (covariates_are_fine) add({}, correlation_problems(all));
    add({}, assignment_problems(options_));
    add({}, stress_problems(all));
    add({"censoring"}, problems_of(options_.censoring));
    add({"censoring"}, dropout_problems(options_.censoring, all.covariates));
    add({}, observation_problems(options_));
    add({}, endpoint_problems(options_));
    check_names();
    check_numbers();
    if (problems_.empty()) add({}, positivity_problems(with_solved(options_, calibrate(options_).solved)));
    return std::move(problems_);
  }

private:
  /// The columns of patients_csv() have different names.
  void check_names() {
    std::map<std::string, std::string> owner{{"treatment", "the treatment"},
                                             {"true_score", "the true probability of treatment"}};
    for (auto const& [name, outcome] : options_.endpoints) {
      for (char const* const column : {"_time", "_event"}) {
        owner.emplace(name + column, fmt::format("endpoint {}", in_quotes(name)));
      }
      if (!options_.late_entry && !options_.treatment_start) continue;
      owner.emplace(name + "_entry", fmt::format("endpoint {}", in_quotes(name)));
    }
    if (options_.treatment_start) owner.emplace(planned_name, "the treatment that was planned");
    if (options_.unmeasured) owner.emplace(unmeasured_name, "the unmeasured cause");
    for (auto const& [name, reliability] : options_.reliability) add_true_values(name, owner);
    for (auto const& [name, missing] : options_.missing) add_true_values(name, owner);
    for (auto const& [name, covariate] : options_.covariates) {
      auto const found = owner.find(name);
      if (found == owner.end()) continue;
      problems_.push_back({{"covariates", name},
                           fmt::format("a covariate is called {}", in_quotes(name)),
                           fmt::format("a data set written to a CSV has a column of {} of this name", found->second),
                           "call it differently"});
    }
  }

  static void add_true_values(std::string const& covariate, std::map<std::string, std::string>& owner) {
    owner.emplace(true_value_name(covariate), fmt::format("the true values of {}", in_quotes(covariate)));
  }

  void check_numbers() {
    if (options_.endpoints.size() > most_endpoints) {
      problems_.push_back({{"endpoints"},
                           fmt::format("there are {} endpoints", options_.endpoints.size()),
                           fmt::format("at most {} have random numbers of their own", most_endpoints),
                           "leave some out"});
    }
    if (options_.covariates.size() > most_covariates) {
      problems_.push_back({{"covariates"},
                           fmt::format("there are {} covariates", options_.covariates.size()),
                           fmt::format("at most {} have random numbers of their own", most_covariates),
                           "leave some out"});
    }
  }

  void add(std::vector<std::string> const& prefix, std::vector<OptionProblem> parts) {
    for (OptionProblem& problem : parts) {
      problem.path.insert(problem.path.begin(), prefix.begin(), prefix.end());
      problems_.push_back(std::move(problem));
    }
  }

  SyntheticOptions const& options_;
  std::vector<OptionProblem> problems_;
};

} // namespace

std::vector<OptionProblem> problems_of(SyntheticOptions const& options) { return SyntheticCheck(options).run(); }

} // namespace iptwsim
