#include "scenario/conditional_problems.hpp"

#include <utility>

#include <fmt/format.h>

#include "core/error.hpp"
#include "scenario/conditional_survival.hpp"
#include "scenario/follow_up.hpp"
#include "scenario/generating_terms.hpp"
#include "scenario/survival_parameters.hpp"
#include "scenario/survival_problems.hpp"

namespace iptwsim {
namespace {

class ConditionalCheck {
public:
  ConditionalCheck(ConditionalOptions const& options, SyntheticOptions const& patients)
      : options_(options), patients_(patients) {}

  std::vector<OptionProblem> run() {
    check_baseline();
    check_scale();
    check_effect();
    add({log_ratios_key()}, term_problems(log_ratios_key(), options_.log_ratios(), patients_.covariates));
    add({"treatment", "interactions"},
        term_problems("interactions", options_.treatment.interactions, patients_.covariates));
    if (options_.treatment.marginal) check_wish(*options_.treatment.marginal);
    if (!patients_.censoring.dropout_log_hazard.empty()) check_follow_up();
    return std::move(problems_);
  }

private:
  std::string log_ratios_key() const { return options_.is_accelerated() ? "log_time_ratios" : "log_hazard_ratios"; }

  void check_baseline() {
    if (!options_.baseline.distribution) return; // told by the reader
    std::vector<OptionProblem> found = family_problems(options_.baseline);
    if (found.empty() && own_distribution(options_.baseline).never() == 1) {
      found.push_back({{"rates"},
                       "every rate of the baseline is 0",
                       "nobody would ever have the event",
                       "give at least one rate above 0"});
    }
    if (found.empty() && options_.is_accelerated() && !own_distribution(options_.baseline).jumps().empty()) {
      found.push_back({{"distribution"},
                       "the baseline's hazard jumps under accelerated failure time",
                       "it would jump at another time for each patient, which true values are not integrated over",
                       "choose another distribution, or log_hazard_ratios"});
    }
    bool const is_fine = found.empty();
    add({"baseline"}, std::move(found));
    if (is_fine) check_finite();
  }

  /// An endless life needs an end of follow-up.
  void check_finite() {
    double const never = own_distribution(options_.baseline).never();
    if (!(never > 0) || !problems_of(patients_.censoring).empty()) return;
    if (FollowUp(patients_.censoring).is_finite()) return;
    problems_.push_back({{"baseline"},
                         "some patients never have the event",
                         "without censoring they would be followed for ever",
                         "add follow_up or dropout_rate under censoring"});
  }

  /// One scale for covariates and treatment.
  void check_scale() {
    auto const& treatment = options_.treatment;
    if (!options_.is_accelerated()) return;
    if (!options_.log_hazard_ratios.empty()) {
      problems_.push_back({{"log_hazard_ratios"},
                           "conditional has log hazard ratios and log time ratios",
                           "either the hazard is multiplied, or time",
                           "write all of them on one scale"});
    } else if (treatment.log_hazard_ratio) {
      problems_.push_back({{"treatment", "log_hazard_ratio"},
                           "treatment has a log hazard ratio beside log time ratios",
                           "either the hazard is multiplied, or time",
                           "write log_time_ratio, or log_hazard_ratios"});
    }
  }

  void check_effect() {
    auto const& treatment = options_.treatment;
    std::vector<char const*> ways;
    if (treatment.log_hazard_ratio) ways.push_back("log_hazard_ratio");
    if (treatment.log_time_ratio) ways.push_back("log_time_ratio");
    if (treatment.marginal) ways.push_back("marginal");
    if (ways.empty()) {
      problems_.push_back({{"treatment"},
                           "treatment says no effect",
                           "no effect is an effect that has to be chosen",
                           "write log_hazard_ratio: 0 for no effect, or log_hazard_ratio, log_time_ratio or marginal "
                           "for one"});
    } else if (ways.size() > 1 && problems_.empty()) {
      problems_.push_back({{"treatment", ways[1]},
                           fmt::format("treatment has {} and {}", ways[0], ways[1]),
                           "each of them says the effect",
                           "take one of them out"});
    }
  }

  void check_wish(MarginalEffectOptions const& marginal) {
    std::vector<std::string> const at{"treatment", "marginal"};
    int const wishes = marginal.hazard_ratio.has_value() + marginal.survival_difference.has_value() +
                       marginal.rmst_difference.has_value();
    if (wishes != 1) {
      problems_.push_back({at, wishes == 0 ? "marginal wants nothing" : fmt::format("marginal wants {} things", wishes),
                           "one number is solved for one wish",
                           "write one of hazard_ratio, survival_difference and rmst_difference"});
    }
    if (marginal.survival_difference && !(math::absolute(marginal.survival_difference->equals) < 1)) {
      problems_.push_back({{"treatment", "marginal", "survival_difference", "equals"},
                           fmt::format("a survival difference of {} is wanted", marginal.survival_difference->equals),
                           "survival lies between 0 and 1",
                           "write a number between -1 and 1"});
    }
  }

  /// What is solved under a follow-up takes one for all patients.
  void check_follow_up() {
    char const* const why = "drop-out that differs between patients has no part in it";
    auto const& marginal = options_.treatment.marginal;
    if (marginal && marginal->hazard_ratio && marginal->hazard_ratio->limit == CoxLimitKind::design) {
      problems_.push_back({{"treatment", "marginal", "hazard_ratio", "limit"},
                           "the limit under the follow-up is wanted beside dropout_log_hazard",
                           why,
                           "write limit: uncensored, or take dropout_log_hazard out"});
    }
    if (options_.event_fraction) {
      problems_.push_back(
          {{"event_fraction"}, "event_fraction is wanted beside dropout_log_hazard", why, "take one of them out"});
    }
  }

  void add(std::vector<std::string> const& prefix, std::vector<OptionProblem> found) {
    for (OptionProblem& problem : found) {
      problem.path.insert(problem.path.begin(), prefix.begin(), prefix.end());
      problems_.push_back(std::move(problem));
    }
  }

  ConditionalOptions const& options_;
  SyntheticOptions const& patients_;
  std::vector<OptionProblem> problems_;
};

} // namespace

std::vector<OptionProblem> conditional_problems(ConditionalOptions const& options, SyntheticOptions const& patients) {
  return ConditionalCheck(options, patients).run();
}

} // namespace iptwsim
