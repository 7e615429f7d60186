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

inline constexpr std::size_t blocks_in_step = lane_count == 8 ? 4 : 2; ///< 4 words each, of 32 or 16 registers

/// The words of blocks `block`, `block` + 1, ... of a stream, in every replicate of the batch.
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

/// Draws i, i + 1, ... among n rows, no more than are left: add(row, lane) for each.
template <class Add>
IPTWSIM_HOT void draw_step(KernelRows const& from, LaneWords replicates, std::size_t i, std::size_t count, Add add) {
  Words const words(from.address, replicates, i / 2);
  std::int32_t drawn[draws_in_step][lane_count];
  Lanes const n(static_cast<double>(from.count));
  for (std::size_t d = 0; d < draws_in_step; ++d) whole_parts(words.draw(d, 53) * Lanes(0x1p-53) * n, drawn[d]);
  for (std::size_t d = 0; d < count; ++d) {
    for (int lane = 0; lane < lane_count; ++lane) add(static_cast<std::uint32_t>(drawn[d][lane]), lane);
  }
}

/// As many draws as there are rows, among them: add(row, lane) for each.
template <class Add> IPTWSIM_HOT void draw_rows(KernelRows const& rows, LaneWords replicates, Add add) {
  KernelRows const from = rows; // as of its own: what is added up could be any object's bytes
  auto const draw_all = [&](auto of_row) {
    std::size_t i = 0;
    for (; i + draws_in_step <= from.count; i += draws_in_step) draw_step(from, replicates, i, draws_in_step, of_row);
    if (i < from.count) draw_step(from, replicates, i, from.count - i, of_row);
  };
  if (from.row == nullptr) return draw_all(add);
  draw_all([&](std::size_t row, int lane) { add(std::size_t{from.row[row]}, lane); });
}

/// Draws of a large cohort reach for patients all over memory: they are counted in bytes, an eighth of the numbers.
struct DrawnCounts {
  struct Carry {
    std::size_t row;
    int lane;
  };
  std::vector<LaneCounts<std::uint8_t>> counts;
  std::vector<LaneCounts<std::uint16_t>> small; ///< of a small cohort
  std::vector<Carry> carried;                   ///< 256 times more of a lane of a row; hardly ever anything

  [[gnu::noinline, gnu::cold]] void carry(std::size_t row, int lane) { carried.push_back({row, lane}); }

  void draw(KernelJob const& job, LaneWords replicates, std::vector<Lanes>& frequency) {
    counts.resize(frequency.size());
    for (auto& each : counts) each = {};
    carried.clear();
    auto* const counted = counts.data();
    for (std::size_t group = 0; group < job.groups; ++group) {
      draw_rows(job.rows[group], replicates, [=, this](std::size_t row, int lane) {
        if (++counted[row].of[lane] == 0) [[unlikely]]
          carry(row, lane);
      });
    }
    for (std::size_t i = 0; i < counts.size(); ++i) frequency[i] = to_number(counted[i]);
    for (auto const& [row, lane] : carried) frequency[row].r[lane] += 256;
  }

  static bool are_better(std::size_t n) { return n * sizeof(Lanes) > (1u << 18); }
};

/// Of a small cohort, where no count is beyond 16 bits: those of integer units, while others are busy with the words.
inline void draw_counts(KernelJob const& job, LaneWords replicates, std::vector<LaneCounts<std::uint16_t>>& counts,
                        std::vector<Lanes>& frequency) {
  counts.resize(frequency.size());
  for (auto& each : counts) each = {};
  auto* const counted = counts.data();
  for (std::size_t group = 0; group < job.groups; ++group) {
    draw_rows(job.rows[group], replicates, [=](std::size_t row, int lane) { ++counted[row].of[lane]; });
  }
  for (std::size_t i = 0; i < counts.size(); ++i) frequency[i] = to_number(counted[i]);
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

/// counted: scratch.
inline void draw(KernelJob const& job, Batch const& batch, DrawnCounts& counted, std::vector<Lanes>& frequency) {
  switch (job.kind) {
  case UnitKind::counts:
    if (DrawnCounts::are_better(frequency.size())) return counted.draw(job, batch.words(), frequency);
    return draw_counts(job, batch.words(), counted.small, frequency);
  case UnitKind::bayesian:
    return draw_bayesian(job.rows[0].address, batch.words(), frequency);
  case UnitKind::jackknife:
    break;
  }
  for (Lanes& f : frequency) f = Lanes(1.0);
  for (int lane = 0; lane < lane_count; ++lane) frequency[batch.unit[lane]].r[lane] = 0.0;
}

} // namespace iptwsim::IPTWSIM_ISA
