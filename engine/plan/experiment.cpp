#include "plan/experiment.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/analyse.hpp"

namespace iptwsim {
namespace {

AnalysisOptions analysis_options(Study const& study) {
  AnalysisOptions options;
  options.estimands = study.weights.estimand;
  options.weights = study.weights;
  options.estimators = study.estimators;
  auto const wants = [&](VarianceMethod method) {
    return std::find(study.variance.begin(), study.variance.end(), method) != study.variance.end();
  };
  options.standard_errors = {.naive = wants(VarianceMethod::naive), .robust = wants(VarianceMethod::robust)};
  return options;
}

/// The crude comparison stands beside every weighted one.
AnalysisOptions with_crude(AnalysisOptions options) {
  auto& estimands = options.estimands;
  if (std::find(estimands.begin(), estimands.end(), Estimand::unweighted) == estimands.end()) {
    estimands.push_back(Estimand::unweighted);
  }
  return options;
}

std::vector<Block> make_blocks(Study const& study) {
  std::vector<Block> blocks{{.index = 0, .kind = BlockKind::full_sample, .first = 0, .count = 1}};
  std::uint64_t const replicates = study.bootstrap ? static_cast<std::uint64_t>(study.bootstrap->replicates) : 0;
  for (std::uint64_t done = 0; done < replicates; done += Experiment::replicates_per_block) {
    std::uint64_t const count = std::min<std::uint64_t>(Experiment::replicates_per_block, replicates - done);
    blocks.push_back({.index = static_cast<std::uint32_t>(blocks.size()),
                      .kind = BlockKind::replicates,
                      .first = done + 1,
                      .count = static_cast<std::uint32_t>(count)});
  }
  return blocks;
}

/// A NaN's sign and payload depend on the processor and the compiler; a result has one NaN.
double canonical(double x) { return std::isnan(x) ? std::numeric_limits<double>::quiet_NaN() : x; }

} // namespace

Experiment::Experiment(Study study, Cohort cohort)
    : study_(std::move(study)), prepared_(std::move(cohort), study_.estimators),
      full_options_(with_crude(analysis_options(study_))), replicate_options_(analysis_options(study_)),
      blocks_(make_blocks(study_)) {
  std::vector<double> const ones(prepared_.cohort.size(), 1.0);
  std::vector<double> const zeros(prepared_.design.columns(), 0.0);
  fit_logistic<double>(prepared_.design, prepared_.cohort.treated, ones, zeros, fit_);
  diagnostics_ = compute_diagnostics(prepared_, full_options_, fit_);
  full_columns_ = describe_columns(prepared_, full_options_);
  for (ColumnValue const& diagnostic : diagnostics_) full_columns_.push_back(diagnostic.column);
  replicate_columns_ = describe_columns(prepared_, replicate_options_);
}

Slab Experiment::evaluate(Block const& block) const {
  return block.kind == BlockKind::full_sample ? evaluate_full_sample(block) : evaluate_replicates(block);
}

Slab Experiment::evaluate_full_sample(Block const& block) const {
  std::vector<double> const ones(prepared_.cohort.size(), 1.0);
  Analysis<double> analysis(prepared_, full_options_, std::vector<double>(prepared_.design.columns(), 0.0));
  auto const& out = analysis.run(ones);
  Slab slab{block, {}, {}};
  for (double const value : out.values) slab.values.push_back(canonical(value));
  for (double const status : out.statuses) slab.statuses.push_back(static_cast<std::uint8_t>(status));
  for (ColumnValue const& diagnostic : diagnostics_) {
    slab.values.push_back(canonical(diagnostic.value));
    slab.statuses.push_back(static_cast<std::uint8_t>(diagnostic.status));
  }
  return slab;
}

Slab Experiment::evaluate_replicates(Block const& block) const {
  std::size_t const columns = replicate_columns_.size(), n = prepared_.cohort.size();
  Slab slab{block, std::vector<double>(columns * block.count), std::vector<std::uint8_t>(columns * block.count)};
  // The cohort's own coefficients are the start of every replicate, unless they mean nothing.
  bool const fitted = fit_.status == static_cast<double>(Status::ok);
  Analysis<double> analysis(prepared_, replicate_options_,
                            fitted ? fit_.coefficients : std::vector<double>(prepared_.design.columns(), 0.0));
  std::vector<std::uint32_t> drawn(n);
  std::vector<double> counts(n);
  CohortAddress const address{.seed = static_cast<std::uint64_t>(study_.seed)};
  for (std::uint32_t u = 0; u < block.count; ++u) {
    resample_patients(address, block.first + u, drawn);
    std::copy(drawn.begin(), drawn.end(), counts.begin());
    auto const& out = analysis.run(counts);
    for (std::size_t c = 0; c < columns; ++c) {
      slab.values[c * block.count + u] = canonical(out.values[c]);
      slab.statuses[c * block.count + u] = static_cast<std::uint8_t>(out.statuses[c]);
    }
  }
  return slab;
}

} // namespace iptwsim
