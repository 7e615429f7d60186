#include "inference/intervals.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "math/normal.hpp"
#include "math/sum.hpp"

namespace iptwsim {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

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

ReplicateSample::ReplicateSample(std::span<double const> replicates) : mean_(nan), deviation_(nan) {
  std::vector<double> usable;
  for (double const t : replicates) {
    if (std::isnan(t)) continue;
    usable.push_back(t);
    if (std::isinf(t)) ++infinite_;
  }
  if (infinite_ == 0 && !usable.empty()) { // in replicate order: moments do not depend on the sort
    mean_ = math::mean(usable);
    if (usable.size() > 1) deviation_ = std::sqrt(math::sample_variance(usable));
  }
  sorted_ = std::move(usable);
  std::sort(sorted_.begin(), sorted_.end());
}

Status ReplicateSample::moment_status() const {
  if (infinite_ > 0) return Status::non_finite_replicates;
  return size() < 2 ? Status::no_replicates : Status::ok;
}

Interval bootstrap_interval(IntervalMethod method, ReplicateSample const& sample, double estimate, double level) {
  if (sample.size() == 0) return {nan, nan, Status::no_replicates};
  bool const centred = method != IntervalMethod::percentile;
  if (centred && std::isnan(estimate)) return {nan, nan, Status::no_estimate};
  if (method == IntervalMethod::normal) {
    if (sample.moment_status() != Status::ok) return {nan, nan, sample.moment_status()};
    double const center = estimate - (sample.mean() - estimate);
    double const half = sample.standard_deviation() * math::normal_quantile((1 + level) / 2);
    return {center - half, center + half, Status::ok};
  }
  double const below = (1 - level) / 2, above = (1 + level) / 2;
  double lower = order_statistic(sample.sorted(), below, Side::lower);
  double upper = order_statistic(sample.sorted(), above, Side::upper);
  if (method == IntervalMethod::basic) {
    double const mirrored = 2 * estimate - upper;
    upper = 2 * estimate - lower;
    lower = mirrored;
  }
  if (std::isnan(lower) || std::isnan(upper)) return {nan, nan, Status::non_finite_replicates}; // Inf - Inf
  // A rank of exactly 1 is enough; (1 - level)/2 in floating point may fall short of it by its rounding.
  bool const extreme = (static_cast<double>(sample.size()) + 1) * below < 1 - 1e-9;
  return {lower, upper, extreme ? Status::too_few_replicates : Status::ok};
}

Interval wald_interval(double estimate, double standard_error, double level) {
  double const half = math::normal_quantile((1 + level) / 2) * standard_error;
  return {estimate - half, estimate + half, Status::ok};
}

double two_sided_p(double z) { return 2 * math::normal_cdf(-std::fabs(z)); }

} // namespace iptwsim
