#pragma once
// The analysis on lanes: included once an instruction set, by kernel_<isa>.cpp alone.

#include "kernels/draw.hpp"

namespace iptwsim::IPTWSIM_ISA {

/// Lanes 0 .. used - 1 are units at, at + 1, ... of `count`.
inline void store(KernelJob const& job, std::size_t count, std::size_t at, std::size_t used,
                  ColumnWriter<Lanes> const& out) {
  for (std::size_t c = 0; c < out.values.size(); ++c) {
    // A NaN's sign and payload depend on the processor and the compiler; a result has one NaN.
    Lanes const value = select(out.values[c] == out.values[c], out.values[c], Lanes(math::not_a_number));
    double* const values = job.values + c * count + at;
    std::uint8_t* const statuses = job.statuses + c * count + at;
    for (std::size_t lane = 0; lane < used; ++lane) {
      values[lane] = get_lane(value, static_cast<int>(lane));
      statuses[lane] = static_cast<std::uint8_t>(get_lane(out.statuses[c], static_cast<int>(lane)));
    }
  }
}

/// The last batch is filled up with its first unit.
void run_units(UnitRange const& range, KernelJob& job) {
  std::size_t const n = range.prepared.cohort.size();
  Analysis<Lanes> analysis(range.prepared, range.options, range.scores, job.first_pass);
  std::vector<Lanes> const ones(n, Lanes(1.0));
  std::vector<Lanes> frequency(n);
  for (std::size_t at = 0; at < range.count; at += lane_count) {
    std::size_t const left = range.count - at, used = left < lane_count ? left : lane_count;
    Batch batch;
    for (std::size_t lane = 0; lane < lane_count; ++lane)
      batch.unit[lane] = range.first + at + (lane < used ? lane : 0);
    draw(job, batch, frequency);
    std::span<Lanes const> const drawn(frequency);
    auto const& out =
        analysis.run(Copies<Lanes>{job.kind == UnitKind::bayesian ? std::span<Lanes const>(ones) : drawn, drawn});
    if (at == 0) job.make_room(job, out.values.size());
    store(job, range.count, at, used, out);
  }
}

} // namespace iptwsim::IPTWSIM_ISA
