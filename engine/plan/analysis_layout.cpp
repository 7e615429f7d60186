#include "plan/analysis_layout.hpp"

#include <algorithm>

#include "analysis/diagnostics.hpp"
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

/// of: a prepared cohort, or names.
template <class Of> ColumnSets describe(AnalysisLayout const& layout, Of const& of, CohortNames const& names) {
  ColumnSets columns{describe_columns(of, layout.full), describe_columns(of, layout.replicate),
                     describe_columns(of, layout.patient)};
  auto const diagnostics = describe_diagnostics(names, layout.full);
  columns.full.insert(columns.full.end(), diagnostics.begin(), diagnostics.end());
  return columns;
}

} // namespace

InferenceOptions inference_options(Study const& study) {
  return {.variance = study.variance,
          .bootstrap = study.bootstrap,
          .level = study.level,
          .alternative = study.alternative,
          .null = study.null};
}

CohortAddress cohort_address(Study const& study) {
  CohortAddress address{.seed = static_cast<std::uint64_t>(study.seed)};
  if (study.stream) {
    address.group = static_cast<std::uint64_t>(study.stream->group);
    address.cohort = static_cast<std::uint64_t>(study.stream->cohort);
  }
  return address;
}

AnalysisLayout::AnalysisLayout(Study const& study, DiagnosticColumns diagnostics)
    : full(analysis_options(study)), replicate(full), patient(full), inference(inference_options(study)),
      jackknife(needs_jackknife(study)), influence(needs_influence(study)) {
  auto& estimands = full.estimands;
  if (std::find(estimands.begin(), estimands.end(), Estimand::unweighted) == estimands.end()) {
    estimands.push_back(Estimand::unweighted);
  }
  full.diagnostics = diagnostics;
  full.two_precisions = study.cohort.synthetic || study.cohort.plasmode || study.stream; // a simulated one that is read
  bool const curve = study.estimators.survival && study.estimators.survival->curve;
  full.curve = curve ? CurveColumns::everything : CurveColumns::none;
  replicate.curve = curve ? CurveColumns::grid : CurveColumns::none;
  replicate.fractional = study.bootstrap && study.bootstrap->resample == ResampleScheme::bayesian;
}

ColumnSets AnalysisLayout::columns(CohortNames const& names) const { return describe(*this, names, names); }

ColumnSets AnalysisLayout::columns(PreparedCohort const& prepared) const {
  return describe(*this, prepared, names_of(prepared.cohort));
}

} // namespace iptwsim
