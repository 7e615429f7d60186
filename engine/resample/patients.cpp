#include "resample/patients.hpp"

#include <algorithm>

namespace iptwsim {

void resample_patients(CohortAddress const& address, std::uint64_t replicate, std::span<std::uint32_t> counts) {
  Stream stream({.seed = address.seed,
                 .group = address.group,
                 .cohort = address.cohort,
                 .replicate = replicate,
                 .purpose = Purpose::resample});
  std::fill(counts.begin(), counts.end(), 0u);
  double const n = static_cast<double>(counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i) ++counts[static_cast<std::size_t>(stream.uniform() * n)];
}

} // namespace iptwsim
