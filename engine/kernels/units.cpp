#include "kernels/units.hpp"

#include "kernels/job.hpp"

namespace iptwsim {
namespace {

struct Context {
  UnitRange const& range;
  UnitValues& out;
};

void make_room(KernelJob& job, std::size_t columns) {
  auto const& [range, out] = *static_cast<Context const*>(job.context);
  out.values.resize(columns * range.count);
  out.statuses.resize(columns * range.count);
  job.values = out.values.data();
  job.statuses = out.statuses.data();
}

void run(UnitRange const& range, KernelJob job, UnitValues& out, Isa isa) {
  out.values.clear();
  out.statuses.clear();
  Context context{range, out};
  job.make_room = make_room;
  job.context = &context;
#if defined(IPTWSIM_HAS_avx512)
  if (isa == Isa::avx512) return avx512::run_units(range, job);
#endif
#if defined(IPTWSIM_HAS_avx2)
  if (isa == Isa::avx2) return avx2::run_units(range, job);
#endif
  baseline::run_units(range, job);
}

/// The address of a stream with replicate 0; std::out_of_range when the last replicate does not fit.
PackedAddress packed(CohortAddress const& address, UnitRange const& range, Purpose purpose, std::uint64_t subject) {
  StreamAddress stream{.seed = address.seed,
                       .group = address.group,
                       .cohort = address.cohort,
                       .replicate = range.first + range.count,
                       .purpose = purpose,
                       .subject = subject};
  pack(stream);
  stream.replicate = 0;
  return pack(stream);
}

} // namespace

void bootstrap_units(UnitRange const& range, CohortAddress const& address, ResampleScheme scheme, UnitValues& out,
                     Isa isa) {
  auto const& treated = range.prepared.cohort.treated;
  bool const bayesian = scheme == ResampleScheme::bayesian;
  if (scheme != ResampleScheme::within_arm) {
    Purpose const purpose = bayesian ? Purpose::bayesian : Purpose::resample;
    KernelJob job{.kind = bayesian ? UnitKind::bayesian : UnitKind::counts, .groups = 1};
    job.rows[0] = {packed(address, range, purpose, 0), treated.size(), nullptr};
    return run(range, job, out, isa);
  }
  std::array<std::vector<std::uint32_t>, 2> arms;
  for (std::uint32_t i = 0; i < treated.size(); ++i) arms[treated[i]].push_back(i);
  KernelJob job{.kind = UnitKind::counts, .groups = 2};
  for (std::size_t a = 0; a < 2; ++a) {
    job.rows[a] = {packed(address, range, Purpose::resample, 1 + a), arms[a].size(), arms[a].data()};
  }
  run(range, job, out, isa);
}

void jackknife_units(UnitRange const& range, UnitValues& out, Isa isa) {
  run(range, {.kind = UnitKind::jackknife}, out, isa);
}

} // namespace iptwsim
