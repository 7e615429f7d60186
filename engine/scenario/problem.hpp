#pragma once
// What is wrong with options, without the file they came from: config adds file, line and column.

#include <string>
#include <vector>

namespace iptwsim {

struct OptionProblem {
  std::vector<std::string>
      path; ///< keys from the options down to the place: {"endpoints", "os", "marginal", "control"}
  std::string what, why, advice; ///< as core/error.hpp
};

} // namespace iptwsim
