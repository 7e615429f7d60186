#include "scenario/solved.hpp"

#include "core/error.hpp"

namespace iptwsim {

Solved solve_without_intercept(SyntheticOptions const& options) {
  Calibration calibration = calibrate(options);
  IPTWSIM_EXPECTS(calibration.problems.empty());
  return {.survivals = std::move(calibration.solved)};
}

Solved solve(SyntheticOptions const& options) {
  Solved solved = solve_without_intercept(options);
  solved.intercept = solve_intercept(with_solved(options, solved.survivals));
  return solved;
}

Mechanism make_mechanism(SyntheticOptions const& options, Solved const& solved) {
  if (solved.survivals.empty()) return Mechanism(options, solved.intercept);
  return Mechanism(with_solved(options, solved.survivals), solved.intercept);
}

std::vector<double> numbers_of(Solved const& solved) {
  auto const& intercept = solved.intercept;
  std::vector<double> numbers{intercept.value, intercept.error, intercept.is_solved ? 1.0 : 0.0};
  numbers.insert(numbers.end(), intercept.missing.begin(), intercept.missing.end());
  for (SolvedSurvival const& one : solved.survivals) {
    numbers.push_back(one.survival);
    numbers.push_back(one.error);
  }
  return numbers;
}

Solved solved_of(SyntheticOptions const& options, std::span<double const> numbers) {
  std::size_t const missing = options.missing.size();
  Solved solved{.intercept = {.value = numbers[0], .error = numbers[1], .is_solved = numbers[2] != 0},
                .survivals = wishes_of(options)};
  IPTWSIM_EXPECTS(numbers.size() == 3 + missing + 2 * solved.survivals.size());
  solved.intercept.missing.assign(numbers.begin() + 3, numbers.begin() + 3 + static_cast<std::ptrdiff_t>(missing));
  for (std::size_t i = 0; i < solved.survivals.size(); ++i) {
    solved.survivals[i].survival = numbers[3 + missing + 2 * i];
    solved.survivals[i].error = numbers[4 + missing + 2 * i];
  }
  return solved;
}

} // namespace iptwsim
