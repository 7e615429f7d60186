#include "results/summary.hpp"

#include "inference/cohort_summary.hpp"
#include "results/collector.hpp"

namespace iptwsim::results {
namespace {

std::vector<UnitBlock> units_of(std::span<Slab const> slabs, BlockKind kind) {
  std::vector<UnitBlock> blocks;
  for (Slab const& slab : slabs) {
    if (slab.block.kind == kind) blocks.push_back({slab.values, slab.statuses, slab.block.count});
  }
  return blocks;
}

} // namespace

std::vector<Row> summarise(Experiment const& experiment, std::span<Slab const> slabs) {
  CohortSummary const summary(experiment.layout().inference, experiment.columns());
  Slab const& own = full_sample(slabs);
  auto const replicates = units_of(slabs, BlockKind::replicates), jackknife = units_of(slabs, BlockKind::jackknife),
             influence = units_of(slabs, BlockKind::influence);
  auto const& keys = summary.keys();
  auto const& counted = summary.counted();
  std::vector<double> values(keys.size());
  std::vector<std::uint8_t> statuses(keys.size());
  std::vector<std::uint32_t> counts(counted.size() * status_names.size());
  SummaryWorkspace workspace;
  summary.evaluate({.values = own.values,
                    .statuses = own.statuses,
                    .replicates = replicates,
                    .jackknife = jackknife,
                    .influence = influence,
                    .treated = experiment.prepared().cohort.treated},
                   {values, statuses, counts}, workspace);

  std::vector<Row> rows;
  std::size_t next = 0;
  for (std::size_t r = 0; r <= keys.size(); ++r) {
    for (; next < counted.size() && counted[next].rows_before == r; ++next) {
      for (std::size_t s = 0; s < status_names.size(); ++s) {
        double const count = counts[next * status_names.size() + s];
        if (count > 0) rows.push_back({counted[next].column, count, static_cast<Status>(s)});
      }
    }
    if (r < keys.size()) rows.push_back({keys[r].column, values[r], static_cast<Status>(statuses[r]), keys[r].level});
  }
  return rows;
}

} // namespace iptwsim::results
