#include "inference/intervals.hpp"

#include <algorithm>
#include <cmath>

#include "math/constants.hpp"
#include "math/normal.hpp"
#include "math/sum.hpp"

namespace iptwsim {
namespace {

enum class Side { lower, upper };

/// q(alpha) of the header. Where one neighbour is -Inf and the other +Inf nothing lies between: the wider end is taken.
double order_statistic(std::span<double const> sorted, double alpha, Side side) {
  double const ranks = static_cast<double>(sorted.size()) + 1;
  double const rank = ranks * alpha;
  double const k = std::floor(rank);
  auto const at = [&](double position) { return sorted[static_cast<std::size_t>(position) - 1]; };
  if (k < 1) return sorted.front();
  if (k >= static_cast<double>(sorted.size())) return sorted.back();
  if (k == rank) return at(k);
  double const below = at(k), above = at(k + 1);
  if (std::isinf(below) && std::isinf(above)) return side == Side::lower ? below : above;
  if (std::isinf(below)) return below;
  if (std::isinf(above)) return above;
  double const from = math::normal_quantile(k / ranks), to = math::normal_quantile((k + 1) / ranks);
  return below + (math::normal_quantile(alpha) - from) / (to - from) * (above - below);
}

} // namespace

void ReplicateSample::assign(std::span<double const> replicates, NonFinite non_finite) {
  sorted_.clear();
  infinite_ = 0;
  mean_ = deviation_ = math::not_a_number;
  for (double const t : replicates) {
    if (std::isnan(t) || (std::isinf(t) && non_finite == NonFinite::drop)) continue;
    sorted_.push_back(t);
    if (std::isinf(t)) ++infinite_;
  }
  if (infinite_ == 0 && !sorted_.empty()) { // in replicate order: moments do not depend on the sort
    mean_ = math::mean(sorted_);
    if (sorted_.size() > 1) deviation_ = std::sqrt(math::sample_variance(sorted_));
  }
  std::sort(sorted_.begin(), sorted_.end());
}

Status ReplicateSample::moment_status() const {
  if (infinite_ > 0) return Status::non_finite_replicates;
  if (size() < 2) return size() == 0 ? Status::no_replicates : Status::too_few_replicates;
  return Status::ok;
}

double bias_correction(ReplicateSample const& sample, double estimate) {
  auto const sorted = sample.sorted();
  auto const below = std::lower_bound(sorted.begin(), sorted.end(), estimate) - sorted.begin();
  return math::normal_quantile(static_cast<double>(below) / static_cast<double>(sorted.size()));
}

namespace {

/// The two probabilities at which bca reads its limits; false when they are not defined.
struct Probabilities {
  double lower, upper;
  bool defined = true;
};

Probabilities bca_probabilities(BootstrapEstimate const& estimate, double lower, double upper) {
  double const w = bias_correction(estimate.sample, estimate.value), a = estimate.acceleration;
  auto const adjusted = [&](double alpha) {
    double const z = w + math::normal_quantile(alpha);
    return math::normal_cdf(w + z / (1 - a * z));
  };
  return {adjusted(lower), adjusted(upper), std::isfinite(w) && std::isfinite(a) && std::isfinite(estimate.value)};
}

} // namespace

Interval bootstrap_interval(IntervalMethod method, BootstrapEstimate const& estimate, double level) {
  ReplicateSample const& sample = estimate.sample;
  if (sample.size() == 0) return {math::not_a_number, math::not_a_number, Status::no_replicates};
  if (method != IntervalMethod::percentile && std::isnan(estimate.value))
    return {math::not_a_number, math::not_a_number, Status::no_estimate};
  Probabilities at{(1 - level) / 2, (1 + level) / 2};
  if (method == IntervalMethod::normal) {
    if (sample.moment_status() != Status::ok) return {math::not_a_number, math::not_a_number, sample.moment_status()};
    double const center = estimate.value - (sample.mean() - estimate.value);
    double const half = sample.standard_deviation() * math::normal_quantile(at.upper);
    return {center - half, center + half, Status::ok};
  }
  if (method == IntervalMethod::bca) at = bca_probabilities(estimate, at.lower, at.upper);
  if (!at.defined) return {math::not_a_number, math::not_a_number, Status::bca_undefined};
  double lower = order_statistic(sample.sorted(), at.lower, Side::lower);
  double upper = order_statistic(sample.sorted(), at.upper, Side::upper);
  if (method == IntervalMethod::basic) {
    double const mirrored = 2 * estimate.value - upper;
    upper = 2 * estimate.value - lower;
    lower = mirrored;
  }
  if (std::isnan(lower) || std::isnan(upper))
    return {math::not_a_number, math::not_a_number, Status::non_finite_replicates}; // Inf - Inf
  // A rank of exactly 1 is enough; (1 - level)/2 in floating point may fall short of it by its rounding.
  double const ranks = static_cast<double>(sample.size()) + 1, outermost = std::min(at.lower, 1 - at.upper);
  bool const extreme = ranks * outermost < 1 - 1e-9;
  return {lower, upper, extreme ? Status::too_few_replicates : Status::ok};
}

Interval wald_interval(double estimate, double standard_error, double level) {
  double const half = math::normal_quantile((1 + level) / 2) * standard_error;
  return {estimate - half, estimate + half,
          std::isnan(estimate) || std::isnan(half) ? Status::no_estimate : Status::ok};
}

} // namespace iptwsim
