#pragma once
// What a test is against, by quantity: the config's `null` and `alternative`.

#include "analysis/column.hpp"
#include "inference/bootstrap_test.hpp"
#include "inference/options.hpp"

namespace iptwsim {

/// The value that the config names for a quantity: its own, else `every`, else nothing.
template <class T> std::optional<T> by_quantity(ByQuantity<T> const& options, Quantity quantity) {
  auto const named = [&]() -> std::optional<T> {
    switch (quantity) {
    case Quantity::survival_difference:
      return options.survival_difference;
    case Quantity::survival_ratio:
      return options.survival_ratio;
    case Quantity::rmst_difference:
      return options.rmst_difference;
    case Quantity::rmst_ratio:
      return options.rmst_ratio;
    case Quantity::median_survival_difference:
      return options.median_survival_difference;
    case Quantity::cumulative_incidence_difference:
      return options.cumulative_incidence_difference;
    case Quantity::log_hazard_ratio:
      return options.log_hazard_ratio;
    case Quantity::log_rank:
      return options.log_rank;
    default:
      return std::nullopt;
    }
  }();
  return named ? named : options.every;
}

/// Default: two-sided against no effect; ratios keep 1 unless they are named. The log-rank tests are always against no
/// difference of the curves.
inline NullHypothesis null_hypothesis(Quantity quantity, ByQuantity<Alternative> const& alternative,
                                      ByQuantity<double> const& null) {
  ByQuantity<double> own = null;
  if (null_value(quantity) != 0) own.every.reset();
  double const value = quantity == Quantity::log_rank ? 0 : by_quantity(own, quantity).value_or(null_value(quantity));
  return {value, by_quantity(alternative, quantity).value_or(Alternative::two_sided)};
}

} // namespace iptwsim
