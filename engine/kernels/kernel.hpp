#pragma once
// The analysis on lanes: included once an instruction set, by kernel_<isa>.cpp alone.

#include "kernels/draw.hpp"
#include "kernels/store.hpp"

namespace iptwsim::IPTWSIM_ISA {

/// What a thread keeps from block to block: fresh memory costs a fault for each of its pages, and they are many.
struct ThreadRoom {
  Analysis<Lanes>::Room analysis;
  DrawnCounts counted;
  std::vector<Lanes> ones, frequency;
};

/// The last batch is filled up with its first unit.
void run_units(UnitRange const& range, KernelJob& job) {
  std::size_t const n = range.prepared.cohort.size();
  thread_local ThreadRoom room;
  Analysis<Lanes> analysis(range.prepared, range.options, range.scores, std::move(room.analysis));
  std::vector<Lanes>& frequency = room.frequency;
  frequency.resize(n);
  if (job.kind == UnitKind::bayesian) room.ones.assign(n, Lanes(1.0));
  std::span<Lanes const> const ones(room.ones), drawn(frequency);
  for (std::size_t at = 0; at < range.count; at += lane_count) {
    std::size_t const left = range.count - at, used = left < lane_count ? left : lane_count;
    Batch batch;
    for (std::size_t lane = 0; lane < lane_count; ++lane)
      batch.unit[lane] = range.first + at + (lane < used ? lane : 0);
    draw(job, batch, room.counted, frequency);
    auto const& out = analysis.run(Copies<Lanes>{job.kind == UnitKind::bayesian ? ones : drawn, drawn});
    if (at == 0) job.make_room(job, out.values.size());
    store({job.values, job.statuses, range.count}, at, used, out);
  }
  room.analysis = analysis.leave();
}

} // namespace iptwsim::IPTWSIM_ISA
