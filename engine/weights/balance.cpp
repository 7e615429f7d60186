#include "weights/balance.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>

#include "core/error.hpp"

namespace iptwsim {
namespace {

bool in_scope(WeightScope scope, std::uint8_t treated) {
  return scope == WeightScope::all || treated == (scope == WeightScope::treated ? 1 : 0);
}

} // namespace

std::vector<double> pooled_deviations(Cohort const& cohort) {
  std::array<double, 2> patients{};
  for (std::uint8_t const arm : cohort.treated) ++patients[arm];
  std::vector<double> out;
  for (Eigen::Index j = 0; j < cohort.covariates.cols(); ++j) {
    Columns<double, 1> const x{cohort.covariates.col(j).data()};
    out.push_back(pooled_deviations(cohort.treated, x, patients)[0].value);
  }
  return out;
}

std::vector<SmdValue> standardized_mean_differences(Cohort const& cohort, std::span<double const> weights,
                                                    std::span<double const> deviations) {
  IPTWSIM_EXPECTS(weights.size() == cohort.size());
  std::vector<SmdValue> out;
  SummedWeights<double> const summed{weights, arm_totals(cohort.treated, weights)};
  for (std::size_t j = 0; j < deviations.size(); ++j) {
    Columns<double, 1> const x{cohort.covariates.col(static_cast<Eigen::Index>(j)).data()};
    Deviation<double> const deviation{deviations[j]};
    auto const smd = mean_differences(cohort.treated, x, summed, &deviation)[0];
    out.push_back({smd.value, static_cast<Status>(static_cast<int>(smd.status))});
  }
  return out;
}

WeightSummary summarise_weights(Cohort const& cohort, std::span<double const> weights, WeightScope scope) {
  WeightSummary summary{.smallest = std::numeric_limits<double>::infinity(),
                        .largest = -std::numeric_limits<double>::infinity()};
  double squares = 0;
  for (std::size_t i = 0; i < cohort.size(); ++i) {
    if (!in_scope(scope, cohort.treated[i])) continue;
    summary.sum += weights[i];
    squares += weights[i] * weights[i];
    summary.smallest = std::min(summary.smallest, weights[i]);
    summary.largest = std::max(summary.largest, weights[i]);
  }
  summary.effective_sample_size = summary.sum * summary.sum / squares;
  return summary;
}

double half_weight_patients(Cohort const& cohort, std::span<double const> weights, WeightScope scope) {
  double sum = 0;
  std::vector<double> heaviest;
  for (std::size_t i = 0; i < cohort.size(); ++i) {
    if (!in_scope(scope, cohort.treated[i])) continue;
    sum += weights[i];
    heaviest.push_back(weights[i]);
  }
  std::sort(heaviest.begin(), heaviest.end(), std::greater<>());
  std::size_t patients = 0;
  for (double carried = 0; carried < sum / 2 && patients < heaviest.size(); ++patients) carried += heaviest[patients];
  return static_cast<double>(patients);
}

} // namespace iptwsim
