#pragma once
// What a config says about true values: simulation.truth.

#include <cstdint>
#include <utility>

#include "core/fields.hpp"

namespace iptwsim {

enum class TruthMethod { integrate, none };

template <> struct EnumNames<TruthMethod> {
  static constexpr std::array names{std::pair{TruthMethod::integrate, std::string_view{"integrate"}},
                                    std::pair{TruthMethod::none, std::string_view{"none"}}};
  static constexpr std::array<std::string_view, 0> later{};
};

/// Integrals over the covariates: the mean over random shifts of 2^points_log2 Sobol points. The spread of the shifts
/// is the error that stands beside each true value.
struct TruthOptions {
  TruthMethod method = TruthMethod::integrate;
  std::int64_t points_log2 = 16;
  std::int64_t shifts = 16;

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"method", "integration over the covariates, or none: no true values, no bias, no coverage"},
          self.method);
    visit(Field{"points_log2", "base 2 logarithm of the number of points under each shift"}.at_least(4).at_most(24),
          self.points_log2);
    visit(Field{"shifts", "random shifts of the points; their spread is the stored error"}.at_least(2).at_most(1000),
          self.shifts);
  }
};

} // namespace iptwsim
