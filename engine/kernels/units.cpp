#include "kernels/units.hpp"

#include <algorithm>
#include <span>

#include "kernels/job.hpp"

namespace iptwsim {
namespace {

struct Context {
  UnitRange const& range;
  UnitValues& out;
  std::vector<double> frequency;
  CohortAddress address = {};
  ResampleScheme scheme = {};
  std::vector<std::uint32_t> drawn = {};
};

Context& context_of(KernelJob const& job) { return *static_cast<Context*>(job.context); }

void draw_replicate(KernelJob const& job, std::uint64_t replicate) {
  Context& context = context_of(job);
  if (context.scheme == ResampleScheme::bayesian) return draw_bayesian(context.address, replicate, context.frequency);
  if (context.scheme == ResampleScheme::within_arm) {
    resample_within_arms(context.address, replicate, context.range.prepared.cohort.treated, context.drawn);
  } else {
    resample_patients(context.address, replicate, context.drawn);
  }
  std::copy(context.drawn.begin(), context.drawn.end(), context.frequency.begin());
}

void leave_out(KernelJob const& job, std::uint64_t patient) {
  Context& context = context_of(job);
  std::fill(context.frequency.begin(), context.frequency.end(), 1.0);
  context.frequency[patient] = 0;
}

void make_room(KernelJob& job, std::size_t columns) {
  Context& context = context_of(job);
  context.out.values.resize(columns * context.range.count);
  context.out.statuses.resize(columns * context.range.count);
  job.values = context.out.values.data();
  job.statuses = context.out.statuses.data();
}

void run(Context& context, KernelJob job, Isa isa) {
  job.scratch = context.frequency.data();
  job.make_room = make_room;
  job.context = &context;
  context.out.values.clear();
  context.out.statuses.clear();
#if defined(IPTWSIM_HAS_avx512)
  if (isa == Isa::avx512) return avx512::run_units(context.range, job);
#endif
#if defined(IPTWSIM_HAS_avx2)
  if (isa == Isa::avx2) return avx2::run_units(context.range, job);
#endif
  baseline::run_units(context.range, job);
}

} // namespace

void bootstrap_units(UnitRange const& range, CohortAddress const& address, ResampleScheme scheme, UnitValues& out,
                     Isa isa) {
  std::size_t const n = range.prepared.cohort.size();
  Context context{range, out, std::vector<double>(n), address, scheme, std::vector<std::uint32_t>(n)};
  run(context, {.fractional = scheme == ResampleScheme::bayesian, .draw = draw_replicate}, isa);
}

void jackknife_units(UnitRange const& range, UnitValues& out, Isa isa) {
  Context context{range, out, std::vector<double>(range.prepared.cohort.size())};
  run(context, {.draw = leave_out}, isa);
}

} // namespace iptwsim
