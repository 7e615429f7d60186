#pragma once
// The bootstrap's draws. Every number is a function of its address, so a replicate can be drawn again alone.
//
// patient (Efron 1979): n rows drawn with replacement from n. A replicate *means* copied rows; the counts, how often
//   each patient was drawn, are how it is computed. Draw i takes words 2i, 2i+1 of the address (seed, group, cohort,
//   replicate, resample, subject 0) and picks row floor(u n), u the 53-bit uniform in [0, 1): below n for n < 2^53.
// within_arm: the same in each arm, n_a rows from the n_a of arm a, in file order; subject 1 + a.
// bayesian (Rubin 1981): f = n Dirichlet(1, ..., 1), f_i = n E_i / sum E, E_i = -log u_i from words 2i, 2i+1 of purpose
//   bayesian, subject 0; u in (0, 1).

#include <cstdint>
#include <span>
#include <vector>

#include "random/stream.hpp"

namespace iptwsim {

/// Fills counts[0..n) of one replicate.
void resample_patients(CohortAddress const& address, std::uint64_t replicate, std::span<std::uint32_t> counts);

/// treated: n arms 0/1.
void resample_within_arms(CohortAddress const& address, std::uint64_t replicate,
                          std::vector<std::uint8_t> const& treated, std::span<std::uint32_t> counts);

/// Fills frequency[0..n), positive, with sum n up to rounding.
void draw_bayesian(CohortAddress const& address, std::uint64_t replicate, std::span<double> frequency);

} // namespace iptwsim
