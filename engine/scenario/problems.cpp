#include "scenario/problems.hpp"

#include <map>
#include <set>

#include <fmt/format.h>

#include "cohort/csv_text.hpp"
#include "scenario/correlation.hpp"
#include "scenario/covariate.hpp"
#include "scenario/follow_up.hpp"
#include "scenario/survival_arms.hpp"

namespace iptwsim {
namespace {

constexpr std::size_t most_endpoints = 113, most_covariates = 3840; // as many as have draws (random/address.hpp)

class SyntheticCheck {
public:
  explicit SyntheticCheck(SyntheticOptions const& options) : options_(options) {}

  std::vector<OptionProblem> run() {
    for (auto const& [name, covariate] : options_.covariates) add({"covariates", name}, problems_of(covariate));
    bool const covariates_are_fine = problems_.empty();
    if (covariates_are_fine) add({}, correlation_problems(options_));
    add({}, assignment_problems(options_));
    std::vector<OptionProblem> const follow_up = problems_of(options_.censoring);
    add({"censoring"}, follow_up);
    for (auto const& [name, outcome] : options_.endpoints) {
      std::vector<OptionProblem> const marginal = problems_of(outcome.marginal);
      add({"endpoints", name, "marginal"}, marginal);
      if (marginal.empty() && follow_up.empty()) check_finite(name, outcome);
    }
    check_names();
    check_numbers();
    return std::move(problems_);
  }

private:
  /// An endless life needs an end of follow-up.
  void check_finite(std::string const& name, OutcomeOptions const& outcome) {
    if (FollowUp(options_.censoring).is_finite()) return;
    ArmSurvival const arms = make_arms(outcome.marginal);
    for (auto const& [arm, survival] : {std::pair{"control", &arms.control}, std::pair{"treated", &arms.treated}}) {
      double const never = survival->never();
      if (!(never > 0)) continue;
      problems_.push_back({{"endpoints", name, "marginal", arm},
                           fmt::format("{:.3g} of the {} arm never have the event", never, arm),
                           "without censoring they would be followed for ever",
                           "add follow_up or dropout_rate under censoring"});
      return;
    }
  }

  /// The columns of patients_csv() have different names.
  void check_names() {
    std::map<std::string, std::string> owner{{"treatment", "the treatment"},
                                             {"true_score", "the true probability of treatment"}};
    for (auto const& [name, outcome] : options_.endpoints) {
      for (char const* const column : {"_time", "_event"}) {
        owner.emplace(name + column, fmt::format("endpoint {}", in_quotes(name)));
      }
    }
    for (auto const& [name, covariate] : options_.covariates) {
      auto const found = owner.find(name);
      if (found == owner.end()) continue;
      problems_.push_back({{"covariates", name},
                           fmt::format("a covariate is called {}", in_quotes(name)),
                           fmt::format("a data set written to a CSV has a column of {} of this name", found->second),
                           "call it differently"});
    }
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
