#include "cohort/csv_problems.hpp"

#include <algorithm>

namespace iptwsim {

void CsvProblems::add(int line, std::string what, std::string why, std::string advice) {
  Problem problem{file_, line, 0, std::move(what), std::move(why), std::move(advice)};
  std::string const text = problem.text();
  if (std::any_of(problems_.begin(), problems_.end(), [&](Problem const& told) { return told.text() == text; })) return;
  if (++count_ <= most_told) problems_.push_back(std::move(problem));
}

void CsvProblems::throw_if_any() {
  if (empty()) return;
  std::stable_sort(problems_.begin(), problems_.end(),
                   [](Problem const& a, Problem const& b) { return a.line < b.line; });
  if (count_ > most_told) {
    problems_.push_back({file_, 0, 0, "and " + std::to_string(count_ - most_told) + " more problems", "", ""});
  }
  throw Error(ExitCode::data, problems_);
}

} // namespace iptwsim
