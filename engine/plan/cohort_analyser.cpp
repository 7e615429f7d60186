#include "plan/cohort_analyser.hpp"

#include <span>

#include "analysis/diagnostics.hpp"
#include "core/error.hpp"

namespace iptwsim {

CohortAnalyser::CohortAnalyser(Study const& study, CohortNames const& names)
    : layout_(study, DiagnosticColumns::brief), columns_(layout_.columns(names)),
      summary_(layout_.inference, columns_) {
  layout_.full.two_precisions = true;
}

void CohortAnalyser::analyse(Cohort cohort, CohortAddress const& address, SummaryRows const& rows,
                             Workspace& workspace) const {
  PreparedCohort const prepared(std::move(cohort), layout_.full.estimators);
  std::size_t const n = prepared.cohort.size();
  auto const known = known_scores(prepared.cohort);
  std::vector<double> const ones(n, 1.0);
  Analysis<double> analysis(prepared, layout_.full, cohort_scores(prepared, known));
  ColumnWriter<double> own = analysis.run(ones);
  LogisticFit<double> only_for_diagnostics;
  if (!analysis.fits_propensity()) only_for_diagnostics = fit_cohort(prepared, layout_.full, known);
  auto const& fit = analysis.fits_propensity() ? analysis.propensity() : only_for_diagnostics;
  compute_diagnostics(prepared, layout_.full, fit, own);
  IPTWSIM_EXPECTS(own.values.size() == columns_.full.size());
  store_unit(own, 0, 1, workspace.own);

  std::vector<UnitBlock> blocks; // one of a kind that is needed
  blocks.reserve(3);
  bool const has_units = layout_.inference.bootstrap || layout_.jackknife || layout_.influence;
  ScoreSource const scores = has_units ? unit_scores(prepared, layout_, fit, known) : ScoreSource{};
  auto const units = [&](BlockKind kind, std::uint64_t first, std::size_t count, UnitValues& out) {
    UnitSource const source{prepared, layout_, address, scores};
    evaluate_units(source, kind, first, count, out);
    blocks.push_back({out.values, out.statuses, count});
    return std::span<UnitBlock const>(blocks).last(1);
  };
  CohortNumbers numbers{
      .values = workspace.own.values, .statuses = workspace.own.statuses, .treated = prepared.cohort.treated};
  if (layout_.inference.bootstrap) {
    auto const replicates = static_cast<std::size_t>(layout_.inference.bootstrap->replicates);
    numbers.replicates = units(BlockKind::replicates, 1, replicates, workspace.replicates);
  }
  if (layout_.jackknife) numbers.jackknife = units(BlockKind::jackknife, 0, n, workspace.jackknife);
  if (layout_.influence) numbers.influence = units(BlockKind::influence, 0, n, workspace.influence);
  summary_.evaluate(numbers, rows, workspace.summary);
}

} // namespace iptwsim
