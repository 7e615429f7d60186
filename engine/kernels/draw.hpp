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

inline constexpr std::size_t blocks_in_step = 2;

/// The words of blocks `block`, `block` + 1 of a stream, in every replicate of the batch.
struct Words {
  std::array<LaneWords, 4> of[blocks_in_step];

  Words(PackedAddress const& address, LaneWords replicates, std::uint64_t block) {
    auto const& at = address.counter;
    for (std::size_t b = 0; b < blocks_in_step; ++b) {
      of[b] = {LaneWords(at[0] | (block + b)), LaneWords(at[1]), LaneWords(at[2]), LaneWords(at[3]) | replicates};
    }
    philox(of, address.key);
  }
  /// Draw d of them, two a block, as a whole number of so many bits.
  Lanes draw(std::size_t d, int bits) const {
    return to_number(first_bits(of[d / 2][2 * (d % 2)], of[d / 2][2 * (d % 2) + 1], bits));
  }
};
inline constexpr std::size_t draws_in_step = 2 * blocks_in_step;

/// As many draws as there are rows, among them.
inline void draw_rows(KernelRows const& rows, LaneWords replicates, std::vector<Lanes>& frequency) {
  Lanes const n(static_cast<double>(rows.count));
  for (std::size_t i = 0; i < rows.count; i += draws_in_step) {
    Words const words(rows.address, replicates, i / 2);
    for (std::size_t d = 0; d < draws_in_step && i + d < rows.count; ++d) {
      std::int32_t drawn[lane_count];
      whole_parts(words.draw(d, 53) * Lanes(0x1p-53) * n, drawn);
      for (int lane = 0; lane < lane_count; ++lane) {
        auto const row = static_cast<std::size_t>(drawn[lane]);
        frequency[rows.row ? rows.row[row] : row].r[lane] += 1.0;
      }
    }
  }
}

inline void draw_bayesian(PackedAddress const& address, LaneWords replicates, std::vector<Lanes>& frequency) {
  Lanes total(0.0);
  for (std::size_t i = 0; i < frequency.size(); i += draws_in_step) {
    Words const words(address, replicates, i / 2);
    for (std::size_t d = 0; d < draws_in_step && i + d < frequency.size(); ++d) {
      frequency[i + d] = -math::log((words.draw(d, 52) + Lanes(0.5)) * Lanes(0x1p-52));
      total = total + frequency[i + d];
    }
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
