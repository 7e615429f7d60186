#pragma once
// Problems of options as people read them.

#include <string>
#include <vector>

#include <fmt/ranges.h>

#include "core/error.hpp"
#include "scenario/problem.hpp"

namespace iptwsim::test {

/// `path: what (why), advice` of every problem, one a line.
inline std::string text_of(std::vector<OptionProblem> const& problems) {
  std::string text;
  for (OptionProblem const& p : problems) {
    text += fmt::format("{}{}: {}", text.empty() ? "" : "\n", fmt::join(p.path, "."),
                        Problem{.what = p.what, .why = p.why, .advice = p.advice}.text());
  }
  return text;
}

} // namespace iptwsim::test
