#include "weights/balance.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

#include "core/error.hpp"
#include "math/sum.hpp"

namespace iptwsim {
namespace {

using Column = Eigen::MatrixXd::ConstColXpr;

std::array<double, 2> weighted_means(Cohort const& cohort, Column const& x, std::span<double const> weights) {
  std::array<double, 2> sum{}, total{};
  for (std::size_t i = 0; i < cohort.size(); ++i) {
    std::size_t const arm = cohort.treated[i];
    sum[arm] += weights[i] * x(static_cast<Eigen::Index>(i));
    total[arm] += weights[i];
  }
  return {sum[0] / total[0], sum[1] / total[1]};
}

bool in_scope(WeightScope scope, std::uint8_t treated) {
  return scope == WeightScope::all || treated == (scope == WeightScope::treated ? 1 : 0);
}

} // namespace

std::vector<double> pooled_deviations(Cohort const& cohort) {
  std::vector<double> out;
  std::array<std::vector<double>, 2> deviations;
  for (Eigen::Index j = 0; j < cohort.covariates.cols(); ++j) {
    // From the arm's first value: a constant then has variance 0 and not the square of its mean's rounding.
    std::array<double, 2> first{};
    for (auto& arm : deviations) arm.clear();
    for (std::size_t i = 0; i < cohort.size(); ++i) {
      std::size_t const arm = cohort.treated[i];
      double const value = cohort.covariates(static_cast<Eigen::Index>(i), j);
      if (deviations[arm].empty()) first[arm] = value;
      deviations[arm].push_back(value - first[arm]);
    }
    out.push_back(std::sqrt((math::sample_variance(deviations[0]) + math::sample_variance(deviations[1])) / 2));
  }
  return out;
}

std::vector<SmdValue> standardized_mean_differences(Cohort const& cohort, std::span<double const> weights,
                                                    std::span<double const> deviations) {
  IPTWSIM_EXPECTS(weights.size() == cohort.size());
  std::vector<SmdValue> out;
  for (std::size_t j = 0; j < deviations.size(); ++j) {
    auto const mean = weighted_means(cohort, cohort.covariates.col(static_cast<Eigen::Index>(j)), weights);
    bool const defined = deviations[j] > 0;
    out.push_back({defined ? (mean[1] - mean[0]) / deviations[j] : std::numeric_limits<double>::quiet_NaN(),
                   defined ? Status::ok : Status::zero_denominator});
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
