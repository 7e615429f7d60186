#pragma once
// True values of every column: sixteen random shifts of the integration points, combined.

#include <cstdint>
#include <vector>

#include "truth/truth.hpp"

namespace iptwsim::test {

/// Shifts first, ..., first + 15.
inline std::vector<TrueValue> combined_truth(Mechanism const& mechanism, TruthRequest const& request,
                                             std::uint64_t first = 0) {
  std::vector<TruthValues> shifts;
  for (std::uint64_t shift = 0; shift < 16; ++shift) {
    shifts.push_back(true_values(mechanism, request, first + shift));
  }
  std::vector<TrueValue> out;
  for (std::size_t c = 0; c < shifts[0].values.size(); ++c) {
    std::vector<double> values;
    std::vector<Status> statuses;
    for (TruthValues const& shift : shifts) {
      values.push_back(shift.values[c]);
      statuses.push_back(shift.statuses[c]);
    }
    out.push_back(combine_shifts(values, statuses));
  }
  return out;
}

} // namespace iptwsim::test
