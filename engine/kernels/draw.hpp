#pragma once
// Frequencies of the patients in a batch of units, one a lane: the draws of resample/patients.hpp in step. Included by
// kernel.hpp alone.

#include "kernels/job.hpp"
#include "math/lanes.hpp"
#include "math/log.hpp"
#include "random/philox.hpp"

namespace iptwsim::IPTWSIM_ISA {

/// Units in the lanes.
struct Batch {
  std::uint64_t unit[lane_count];

  LaneWords words() const {
    Bits bits{};
    for (int lane = 0; lane < lane_count; ++lane) bits[lane] = unit[lane];
    return bits;
  }
};

/// The words of block `block` of a stream, in every replicate of the batch.
inline std::array<LaneWords, 4> words_of(PackedAddress const& address, LaneWords replicates, std::uint64_t block) {
  auto const& at = address.counter;
  return philox<LaneWords>(
      {LaneWords(at[0] | block), LaneWords(at[1]), LaneWords(at[2]), LaneWords(at[3]) | replicates}, address.key);
}

/// As many draws as there are rows, among them.
inline void draw_rows(KernelRows const& rows, LaneWords replicates, std::vector<Lanes>& frequency) {
  Lanes const n(static_cast<double>(rows.count));
  for (std::size_t i = 0; i < rows.count; i += 2) {
    auto const words = words_of(rows.address, replicates, i / 2);
    for (std::size_t half = 0; half < 2 && i + half < rows.count; ++half) {
      Lanes const u = to_number(first_bits(words[2 * half], words[2 * half + 1], 53)) * Lanes(0x1p-53);
      Lanes const place = u * n;
      for (int lane = 0; lane < lane_count; ++lane) {
        auto const drawn = static_cast<std::size_t>(static_cast<std::int64_t>(place.r[lane]));
        frequency[rows.row ? rows.row[drawn] : drawn].r[lane] += 1.0;
      }
    }
  }
}

inline void draw_bayesian(PackedAddress const& address, LaneWords replicates, std::vector<Lanes>& frequency) {
  Lanes total(0.0);
  for (std::size_t i = 0; i < frequency.size(); ++i) {
    auto const words = words_of(address, replicates, i / 2);
    std::size_t const half = i % 2;
    Lanes const k = to_number(first_bits(words[2 * half], words[2 * half + 1], 52));
    frequency[i] = -math::log((k + Lanes(0.5)) * Lanes(0x1p-52));
    total = total + frequency[i];
  }
  Lanes const n(static_cast<double>(frequency.size()));
  for (Lanes& f : frequency) f = n * (f / total);
}

inline void draw(KernelJob const& job, Batch const& batch, std::vector<Lanes>& frequency) {
  switch (job.kind) {
  case UnitKind::counts:
    for (Lanes& f : frequency) f = Lanes(0.0);
    for (std::size_t group = 0; group < job.groups; ++group) draw_rows(job.rows[group], batch.words(), frequency);
    return;
  case UnitKind::bayesian:
    return draw_bayesian(job.rows[0].address, batch.words(), frequency);
  case UnitKind::jackknife:
    break;
  }
  for (Lanes& f : frequency) f = Lanes(1.0);
  for (int lane = 0; lane < lane_count; ++lane) frequency[batch.unit[lane]].r[lane] = 0.0;
}

} // namespace iptwsim::IPTWSIM_ISA
