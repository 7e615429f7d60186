#include "plan/scenario_truth.hpp"

#include <algorithm>

#include "scenario/mechanism.hpp"

namespace iptwsim {
namespace {

TruthRequest request_of(Study const& study) {
  TruthRequest request{.estimands = study.weights.estimand,
                       .weights = study.weights,
                       .estimators = study.estimators,
                       .treated_share = treated_share(*study.cohort.synthetic),
                       .points_log2 = static_cast<int>(study.simulation->truth.points_log2)};
  auto& estimands = request.estimands; // the crude comparison stands beside every weighted one
  if (std::find(estimands.begin(), estimands.end(), Estimand::unweighted) == estimands.end()) {
    estimands.push_back(Estimand::unweighted);
  }
  return request;
}

} // namespace

std::int64_t shifts_of(Study const& study) {
  if (study.simulation->truth.method == TruthMethod::none) return 0;
  if (study.cohort.plasmode) return 1; // sums over its rows
  return shifts_needed(*study.cohort.synthetic, request_of(study), study.simulation->truth);
}

Slab integrate_truth(Study const& study, Solved const& solved, Plasmode const* plasmode, Block const& block) {
  TruthValues const found = plasmode != nullptr ? plasmode->true_values(request_of(study))
                                                : true_values(make_mechanism(*study.cohort.synthetic, solved),
                                                              request_of(study), block.first);
  Slab slab{.block = block, .values = found.values};
  for (Status const status : found.statuses) slab.statuses.push_back(static_cast<std::uint8_t>(status));
  return slab;
}

TrueValues combine_truth(Study const& study, std::span<Slab const> shifts) {
  std::vector<Column> const columns = truth_columns(*study.cohort.synthetic, request_of(study));
  TrueValues out;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    std::vector<double> values;
    std::vector<Status> statuses;
    for (Slab const& shift : shifts) {
      values.push_back(shift.values.at(c));
      statuses.push_back(static_cast<Status>(shift.statuses.at(c)));
    }
    TrueValue const combined = combine_shifts(values, statuses);
    out.push_back({columns[c], {combined.value, combined.error, combined.status}});
  }
  return out;
}

} // namespace iptwsim
