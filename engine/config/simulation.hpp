#pragma once
// What a config says about simulated cohorts: how many, what is kept of them, and the draws of a single one.

#include <cstdint>
#include <utility>

#include "core/fields.hpp"
#include "truth/options.hpp"

namespace iptwsim {

/// What a result holds of each simulated cohort: its estimates, or only its part of sums.
enum class Keep { cohorts, summary };

template <> struct EnumNames<Keep> {
  static constexpr std::array names{std::pair{Keep::cohorts, std::string_view{"cohorts"}},
                                    std::pair{Keep::summary, std::string_view{"summary"}}};
  static constexpr std::array<std::string_view, 0> later{};
};

struct SimulationOptions {
  std::int64_t cohorts = 0; ///< of each scenario
  Keep keep = Keep::cohorts;
  TruthOptions truth = {};
  bool common_random_numbers = true; ///< false: each scenario of a sweep draws its own

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"cohorts", "simulated cohorts of each scenario"}.required().at_least(1).at_most(4294967295.0),
          self.cohorts);
    visit(Field{"keep", "every cohort's estimates, or only the sums of performance measures"}, self.keep);
    visit(Field{"truth", "how true values are found: {method, points_log2, shifts}, or none"}.or_scalar(), self.truth);
    visit(Field{"common_random_numbers", "the same draws in every scenario of a sweep, or each its own"},
          self.common_random_numbers);
  }
};

/// The draws of one simulated cohort, for a cohort that is read from a file (`iptwsim replay` writes both).
struct StreamOptions {
  std::int64_t group = 0, cohort = 0; ///< random/address.hpp

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"group", "0, or the number of a scenario that draws its own"}.at_least(0).at_most(1099511627775.0),
          self.group);
    visit(Field{"cohort", "number of the simulated cohort, from 1"}.required().at_least(0).at_most(4294967295.0),
          self.cohort);
  }
};

} // namespace iptwsim
