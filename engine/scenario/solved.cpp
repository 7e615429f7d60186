#include "scenario/solved.hpp"

#include "core/error.hpp"

namespace iptwsim {

Solved solve_without_intercept(SyntheticOptions const& options) {
  Calibration calibration = calibrate(options);
  IPTWSIM_EXPECTS(calibration.problems.empty());
  return {.survivals = std::move(calibration.solved), .conditional = conditional_wishes_of(options)};
}

Solved solve(SyntheticOptions const& options) {
  Solved solved = solve_without_intercept(options);
  solved.intercept = solve_intercept(options);
  return solved;
}

Mechanism make_mechanism(SyntheticOptions const& options, Solved const& solved) {
  if (solved.survivals.empty() && solved.conditional.empty()) return Mechanism(options, solved.intercept);
  return Mechanism(with_solved(with_solved(options, solved.survivals), solved.conditional), solved.intercept);
}

std::vector<double> numbers_of(Solved const& solved) {
  auto const& intercept = solved.intercept;
  std::vector<double> numbers{intercept.value, intercept.error, intercept.is_solved ? 1.0 : 0.0};
  numbers.insert(numbers.end(), intercept.missing.begin(), intercept.missing.end());
  for (SolvedSurvival const& one : solved.survivals) {
    numbers.push_back(one.survival);
    numbers.push_back(one.error);
  }
  for (SolvedConditional const& one : solved.conditional) {
    for (double const number : {one.effect, one.effect_error, one.shift, one.shift_error}) numbers.push_back(number);
  }
  return numbers;
}

Solved solved_of(SyntheticOptions const& options, std::span<double const> numbers) {
  std::size_t const missing = options.missing.size();
  Solved solved{.intercept = {.value = numbers[0], .error = numbers[1], .is_solved = numbers[2] != 0},
                .survivals = wishes_of(options),
                .conditional = conditional_wishes_of(options)};
  std::size_t next = 3 + missing + 2 * solved.survivals.size();
  IPTWSIM_EXPECTS(numbers.size() == next + 4 * solved.conditional.size());
  solved.intercept.missing.assign(numbers.begin() + 3, numbers.begin() + 3 + static_cast<std::ptrdiff_t>(missing));
  for (std::size_t i = 0; i < solved.survivals.size(); ++i) {
    solved.survivals[i].survival = numbers[3 + missing + 2 * i];
    solved.survivals[i].error = numbers[4 + missing + 2 * i];
  }
  for (SolvedConditional& one : solved.conditional) {
    for (double* const number : {&one.effect, &one.effect_error, &one.shift, &one.shift_error}) {
      *number = numbers[next++];
    }
  }
  return solved;
}

} // namespace iptwsim
