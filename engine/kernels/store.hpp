#pragma once
// From lanes to the numbers of units. Included by kernels alone.

#include "analysis/block_support.hpp"
#include "math/constants.hpp"
#include "math/single_lanes.hpp"

namespace iptwsim::IPTWSIM_ISA {

/// Column c of unit u is at [c * count + u].
struct UnitPointers {
  double* values;
  std::uint8_t* statuses;
  std::size_t count;
};

/// A NaN's sign and payload depend on the processor and the compiler; a result has one NaN.
inline Lanes with_one_nan(Lanes value) { return select(value == value, value, Lanes(math::not_a_number)); }

/// Lanes 0 .. used - 1 are units at, at + 1, ...
inline void store(UnitPointers const& to, std::size_t at, std::size_t used, ColumnWriter<Lanes> const& out) {
  for (std::size_t c = 0; c < out.values.size(); ++c) {
    Lanes const value = with_one_nan(out.values[c]);
    double* const values = to.values + c * to.count + at;
    std::uint8_t* const statuses = to.statuses + c * to.count + at;
    for (std::size_t lane = 0; lane < used; ++lane) {
      values[lane] = get_lane(value, static_cast<int>(lane));
      statuses[lane] = static_cast<std::uint8_t>(get_lane(out.statuses[c], static_cast<int>(lane)));
    }
  }
}

} // namespace iptwsim::IPTWSIM_ISA
