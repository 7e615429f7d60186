#pragma once
// The problems of a config, and a good config to spoil.

#include <string>

#include <gtest/gtest.h>

#include "config/load.hpp"
#include "core/error.hpp"

namespace iptwsim::test {

/// All problems of a text, a line each; checks that the exit code is that of a config.
inline std::string problems_of(std::string const& text) {
  try {
    parse_study(text, "c.yaml");
  } catch (Error const& error) {
    EXPECT_EQ(error.code(), ExitCode::config);
    return error.what();
  }
  return "no problem";
}

inline constexpr char const* good_config = R"(title: Rotterdam
seed: 2021
cohort:
  csv: rotterdam.csv
  treatment: hormon
endpoints:
  os: {time: dtime, event: death}
propensity:
  terms: [age, meno]
weights:
  estimand: ate
estimators:
  rmst: {tau: 1826.25}
bootstrap: {replicates: 2000}
level: 0.95
)";

/// The good config with the first `from` replaced.
inline std::string spoiled(std::string const& from, std::string const& to) {
  std::string text = good_config;
  std::size_t const at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

inline std::string problems_with(std::string const& from, std::string const& to) {
  return problems_of(spoiled(from, to));
}

} // namespace iptwsim::test
