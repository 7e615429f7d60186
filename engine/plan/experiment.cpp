#include "plan/experiment.hpp"

#include "analysis/diagnostics.hpp"
#include "plan/blocks.hpp"
#include "plan/units.hpp"

namespace iptwsim {

Experiment::Experiment(Study study, Cohort cohort)
    : study_(std::move(study)), address_(cohort_address(study_)), layout_(study_),
      prepared_(std::move(cohort), study_.estimators), known_(known_scores(prepared_.cohort)),
      fit_(fit_cohort(prepared_, layout_.full, known_)), scores_(unit_scores(prepared_, layout_, fit_, known_)),
      columns_(layout_.columns(prepared_)), blocks_(make_blocks(study_, prepared_.cohort.size(), units_per_block)) {}

double Experiment::cost(Block const& block) const {
  double const patients = static_cast<double>(prepared_.cohort.size()) * block.count;
  return block.kind == BlockKind::influence ? 3 * patients : patients; // dual numbers (adr/0008)
}

Slab Experiment::evaluate(Block const& block) const {
  if (block.kind == BlockKind::full_sample) return evaluate_full_sample(block);
  UnitSource const source{prepared_, layout_, address_, scores_};
  UnitValues units;
  evaluate_units(source, block.kind, block.first, block.count, units);
  return {block, std::move(units.values), std::move(units.statuses)};
}

Slab Experiment::evaluate_full_sample(Block const& block) const {
  std::vector<double> const ones(prepared_.cohort.size(), 1.0);
  Analysis<double> analysis(prepared_, layout_.full, cohort_scores(prepared_, known_));
  ColumnWriter<double> out = analysis.run(ones);
  compute_diagnostics(prepared_, layout_.full, fit_, out);
  UnitValues own;
  store_unit(out, 0, 1, own);
  return {block, std::move(own.values), std::move(own.statuses)};
}

} // namespace iptwsim
