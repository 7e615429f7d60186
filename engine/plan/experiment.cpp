#include "plan/experiment.hpp"

#include <algorithm>
#include <stdexcept>

#include "plan/blocks.hpp"

namespace iptwsim {
namespace {

AnalysisOptions analysis_options(Study const& study) {
  AnalysisOptions options;
  options.estimands = study.weights.estimand;
  options.weights = study.weights;
  options.estimators = study.estimators;
  options.model = study.propensity.model.kind;
  auto const wants = [&](VarianceMethod method) {
    return std::find(study.variance.begin(), study.variance.end(), method) != study.variance.end();
  };
  options.standard_errors = {.naive = wants(VarianceMethod::naive), .robust = wants(VarianceMethod::robust)};
  return options;
}

/// The crude comparison stands beside every weighted one.
AnalysisOptions full_sample_options(Study const& study) {
  AnalysisOptions options = analysis_options(study);
  auto& estimands = options.estimands;
  if (std::find(estimands.begin(), estimands.end(), Estimand::unweighted) == estimands.end()) {
    estimands.push_back(Estimand::unweighted);
  }
  bool const curve = study.estimators.survival && study.estimators.survival->curve;
  options.curve = curve ? CurveColumns::everything : CurveColumns::none;
  return options;
}

AnalysisOptions replicate_options(Study const& study) {
  AnalysisOptions options = analysis_options(study);
  bool const curve = study.estimators.survival && study.estimators.survival->curve;
  options.curve = curve ? CurveColumns::grid : CurveColumns::none;
  options.fractional = study.bootstrap && study.bootstrap->resample == ResampleScheme::bayesian;
  return options;
}

std::shared_ptr<FixedScores const> known_scores(Cohort const& cohort) {
  if (cohort.known_score.empty()) return nullptr;
  FixedScores scores{.score = cohort.known_score, .complement = {}};
  for (double const e : scores.score) scores.complement.push_back(1 - e);
  return std::make_shared<FixedScores const>(std::move(scores));
}

} // namespace

Experiment::Experiment(Study study, Cohort cohort)
    : study_(std::move(study)), prepared_(std::move(cohort), study_.estimators),
      full_options_(full_sample_options(study_)), replicate_options_(replicate_options(study_)),
      patient_options_(analysis_options(study_)), known_(known_scores(prepared_.cohort)),
      blocks_(make_blocks(study_, prepared_.cohort.size(), units_per_block)) {
  std::vector<double> const ones(prepared_.cohort.size(), 1.0);
  std::vector<double> const zeros(prepared_.design.columns(), 0.0);
  if (known_) {
    fit_.score = known_->score;
    fit_.complement = known_->complement;
  } else {
    fit_propensity<double>(prepared_, full_options_.model, ones, zeros, fit_);
  }
  diagnostics_ = compute_diagnostics(prepared_, full_options_, fit_);
  full_columns_ = describe_columns(prepared_, full_options_);
  for (ColumnValue const& diagnostic : diagnostics_) full_columns_.push_back(diagnostic.column);
  replicate_columns_ = describe_columns(prepared_, replicate_options_);
  patient_columns_ = describe_columns(prepared_, patient_options_);
}

Slab Experiment::evaluate(Block const& block) const {
  switch (block.kind) {
  case BlockKind::full_sample:
    return evaluate_full_sample(block);
  case BlockKind::replicates:
    return evaluate_replicates(block);
  case BlockKind::jackknife:
    return evaluate_jackknife(block);
  case BlockKind::influence:
    return evaluate_influence(block);
  default: // blocks of simulated cohorts
    throw std::logic_error("a block that this experiment does not have");
  }
}

} // namespace iptwsim
