#include "scenario/follow_up.hpp"

namespace iptwsim {

std::vector<double> FollowUp::kinks() const {
  std::vector<double> times;
  if (!options_.follow_up) return times;
  if (*options_.follow_up > 0) times.push_back(*options_.follow_up);
  if (options_.accrual > 0) times.push_back(end());
  return times;
}

std::vector<OptionProblem> problems_of(FollowUpOptions const& options) {
  std::vector<OptionProblem> problems;
  if (options.accrual > 0 && !options.follow_up) {
    problems.push_back({{"accrual"},
                        "accrual stands without follow_up",
                        "when patients enter matters only where the study has an end",
                        "add follow_up, the time from the end of accrual to the end of the study (it may be 0)"});
  }
  if (options.accrual == 0 && options.follow_up && *options.follow_up == 0) {
    problems.push_back({{"follow_up"},
                        "follow_up is 0 without accrual",
                        "every patient would be censored at time 0",
                        "give one of them a length"});
  }
  if (options.accrual == 0 && options.accrual_pattern == Accrual::ramp) {
    problems.push_back({{"accrual_pattern"},
                        "accrual_pattern is ramp without accrual",
                        "all patients enter at once",
                        "add accrual, the length of the accrual period, or take the pattern out"});
  }
  if (options.dropout_shape != 1 && !options.dropout_rate) {
    problems.push_back({{"dropout_shape"},
                        "dropout_shape stands without dropout_rate",
                        "nobody drops out",
                        "add dropout_rate, the cumulative drop-out hazard by time 1, or take the shape out"});
  }
  return problems;
}

} // namespace iptwsim
