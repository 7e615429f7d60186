#include "scenario/survival_distribution.hpp"

#include <algorithm>
#include <utility>

#include "core/error.hpp"

namespace iptwsim {
namespace {

void insert_times(std::vector<double>& jumps, std::vector<double> const& from) {
  jumps.insert(jumps.end(), from.begin() + 1, from.end()); // the first is 0
  std::sort(jumps.begin(), jumps.end());
  jumps.erase(std::unique(jumps.begin(), jumps.end()), jumps.end());
}

} // namespace

SurvivalDistribution::SurvivalDistribution(SurvivalModel model, double cured)
    : model_(std::move(model)), cured_(cured) {
  IPTWSIM_EXPECTS(cured >= 0 && cured < 1);
  if (auto const* const pieces = std::get_if<PiecewiseExponentialSurvival>(&model_)) {
    insert_times(jumps_, pieces->from());
  }
}

SurvivalDistribution SurvivalDistribution::with_hazard_ratios(std::vector<double> const& from,
                                                              std::vector<double> const& values) const {
  IPTWSIM_EXPECTS(!ratios_);
  std::vector<double> hazards;
  for (double const time : from) hazards.push_back(time == 0 ? 0 : cumulative_hazard(time));
  SurvivalDistribution changed = *this;
  changed.ratios_ = Ratios{math::PiecewiseLinear(from, values), math::PiecewiseLinear(std::move(hazards), values)};
  insert_times(changed.jumps_, from);
  return changed;
}

} // namespace iptwsim
