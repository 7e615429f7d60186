#pragma once
// The bootstrap of patients (Efron 1979): n rows drawn with replacement from n. A replicate *means* copied rows; the
// counts f_i, how often patient i was drawn, are how it is computed.
//
// Draw i of a replicate takes words 2i, 2i+1 of the address (seed, group, cohort, replicate, resample, subject 0) and
// picks row floor(u * n), u the 53-bit uniform in [0, 1): below n for every n < 2^53.

#include <cstdint>
#include <span>

#include "random/stream.hpp"

namespace iptwsim {

/// Where a data set's draws live; replicate 0 is the data set itself, replicates count from 1.
struct CohortAddress {
  std::uint64_t seed = 0;
  std::uint64_t group = 0;
  std::uint64_t cohort = 0;
};

/// Fills counts[0..n) of one replicate.
void resample_patients(CohortAddress const& address, std::uint64_t replicate, std::span<std::uint32_t> counts);

} // namespace iptwsim
