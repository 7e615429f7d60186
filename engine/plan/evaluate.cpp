// The units of an experiment: what a block of each kind computes.

#include <algorithm>
#include <cmath>
#include <limits>

#include "math/dual.hpp"
#include "plan/experiment.hpp"

namespace iptwsim {
namespace {

/// A NaN's sign and payload depend on the processor and the compiler; a result has one NaN.
double canonical(double x) { return std::isnan(x) ? std::numeric_limits<double>::quiet_NaN() : x; }

Slab empty_slab(Block const& block, std::size_t columns) {
  return {block, std::vector<double>(columns * block.count), std::vector<std::uint8_t>(columns * block.count)};
}

/// Puts one unit's columns where the slab keeps them.
void store(Slab& slab, std::uint32_t unit, ColumnWriter<double> const& out) {
  for (std::size_t c = 0; c < out.values.size(); ++c) {
    slab.values[c * slab.block.count + unit] = canonical(out.values[c]);
    slab.statuses[c * slab.block.count + unit] = static_cast<std::uint8_t>(out.statuses[c]);
  }
}

} // namespace

/// Replicates start from the cohort's own coefficients, unless these mean nothing; or keep its scores.
ScoreSource Experiment::replicate_source() const {
  bool const fitted = fit_.status == static_cast<double>(Status::ok);
  ScoreSource source{.start = std::vector<double>(prepared_.design.columns(), 0.0), .fixed = known_};
  if (known_) return source;
  if (study_.bootstrap && !study_.bootstrap->refit_propensity) {
    source.fixed = std::make_shared<FixedScores const>(
        FixedScores{fit_.score, fit_.complement, static_cast<Status>(static_cast<int>(fit_.status))});
  }
  if (fitted) source.start = fit_.coefficients;
  return source;
}

Slab Experiment::evaluate_full_sample(Block const& block) const {
  std::vector<double> const ones(prepared_.cohort.size(), 1.0);
  ScoreSource const source{.start = std::vector<double>(prepared_.design.columns(), 0.0), .fixed = known_};
  Analysis<double> analysis(prepared_, full_options_, source);
  ColumnWriter<double> out = analysis.run(ones);
  for (ColumnValue const& diagnostic : diagnostics_) {
    out.put(diagnostic.value, static_cast<double>(diagnostic.status));
  }
  Slab slab = empty_slab(block, full_columns_.size());
  store(slab, 0, out);
  return slab;
}

Slab Experiment::evaluate_replicates(Block const& block) const {
  std::size_t const n = prepared_.cohort.size();
  Slab slab = empty_slab(block, replicate_columns_.size());
  Analysis<double> analysis(prepared_, replicate_options_, replicate_source());
  std::vector<std::uint32_t> drawn(n);
  std::vector<double> const ones(n, 1.0);
  std::vector<double> frequency(n);
  CohortAddress const address{.seed = static_cast<std::uint64_t>(study_.seed)};
  for (std::uint32_t u = 0; u < block.count; ++u) {
    std::uint64_t const replicate = block.first + u;
    switch (study_.bootstrap->resample) {
    case ResampleScheme::bayesian:
      draw_bayesian(address, replicate, frequency);
      store(slab, u, analysis.run(Copies<double>{ones, frequency}));
      continue;
    case ResampleScheme::within_arm:
      resample_within_arms(address, replicate, prepared_.cohort.treated, drawn);
      break;
    case ResampleScheme::patient:
      resample_patients(address, replicate, drawn);
      break;
    }
    std::copy(drawn.begin(), drawn.end(), frequency.begin());
    store(slab, u, analysis.run(frequency));
  }
  return slab;
}

Slab Experiment::evaluate_jackknife(Block const& block) const {
  Slab slab = empty_slab(block, patient_columns_.size());
  Analysis<double> analysis(prepared_, patient_options_, replicate_source());
  std::vector<double> counts(prepared_.cohort.size(), 1.0);
  for (std::uint32_t u = 0; u < block.count; ++u) {
    counts[block.first + u] = 0;
    store(slab, u, analysis.run(counts));
    counts[block.first + u] = 1;
  }
  return slab;
}

Slab Experiment::evaluate_influence(Block const& block) const {
  using math::Dual;
  Slab slab = empty_slab(block, patient_columns_.size());
  Analysis<Dual> analysis(prepared_, patient_options_, replicate_source());
  std::vector<Dual> const ones(prepared_.cohort.size(), 1.0);
  std::vector<Dual> frequency = ones;
  for (std::uint32_t u = 0; u < block.count; ++u) {
    std::size_t const patient = block.first + u;
    frequency[patient].slope = 1;
    ColumnWriter<Dual> const& out = analysis.run(Copies<Dual>{ones, frequency});
    ColumnWriter<double> slopes;
    for (std::size_t c = 0; c < out.values.size(); ++c) {
      bool const finite = std::isfinite(out.values[c].value);
      slopes.put(finite ? out.values[c].slope : std::numeric_limits<double>::quiet_NaN(), out.statuses[c].value);
    }
    store(slab, u, slopes);
    frequency[patient].slope = 0;
  }
  return slab;
}

} // namespace iptwsim
