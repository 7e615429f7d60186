#include "inference/bootstrap_test.hpp"

#include <algorithm>
#include <cmath>

#include "inference/own_rows.hpp"
#include "math/constants.hpp"
#include "math/normal.hpp"

namespace iptwsim {
namespace {

/// Where v lies among the replicates, as probabilities of q.
struct Position {
  double up, down;
};

/// Where q reaches v between ranks k and k+1. With an infinite end q is that end in between; between -Inf and +Inf the
/// lower limit is the one and the upper limit the other.
Position between(std::span<double const> sorted, std::size_t k, double v) {
  double const ranks = static_cast<double>(sorted.size()) + 1;
  double const from = static_cast<double>(k) / ranks, to = static_cast<double>(k + 1) / ranks;
  double const below = sorted[k - 1], above = sorted[k];
  if (std::isinf(below) && std::isinf(above)) return {to, from};
  if (std::isinf(below)) return {to, to};
  if (std::isinf(above)) return {from, from};
  double const z_from = math::normal_quantile(from), z_to = math::normal_quantile(to);
  double const alpha = math::normal_cdf(z_from + (v - below) / (above - below) * (z_to - z_from));
  return {alpha, alpha};
}

Position locate(std::span<double const> sorted, double v) {
  double const ranks = static_cast<double>(sorted.size()) + 1;
  auto const first_not_below =
      static_cast<std::size_t>(std::lower_bound(sorted.begin(), sorted.end(), v) - sorted.begin());
  auto const first_above = static_cast<std::size_t>(std::upper_bound(sorted.begin(), sorted.end(), v) - sorted.begin());
  std::size_t const n = sorted.size();
  if (first_not_below < first_above) { // v is among the replicates: ranks first_not_below + 1 .. first_above
    return {first_above == n ? 1 : static_cast<double>(first_above) / ranks,
            first_not_below == 0 ? 0 : static_cast<double>(first_not_below + 1) / ranks};
  }
  if (first_above == 0) return {0, 0};
  if (first_above == n) return {1, 1};
  return between(sorted, first_above, v);
}

TestValue from_position(Position const& at, std::size_t replicates, Alternative alternative) {
  double const least = 1 / (static_cast<double>(replicates) + 1);
  switch (alternative) {
  case Alternative::greater:
    return {std::clamp(at.up, least, 1.0), Status::ok};
  case Alternative::less:
    return {std::clamp(1 - at.down, least, 1.0), Status::ok};
  case Alternative::two_sided:
    break;
  }
  return {std::clamp(2 * std::min(at.up, 1 - at.down), std::min(2 * least, 1.0), 1.0), Status::ok};
}

/// The nominal alpha whose adjusted alpha is `adjusted`.
double unadjusted(double adjusted, double w, double a) {
  if (adjusted <= 0) return 0;
  if (adjusted >= 1) return 1;
  double const u = math::normal_quantile(adjusted) - w;
  double const stretch = 1 + a * u;
  if (stretch <= 0) return u > 0 ? 1 : 0; // no nominal level reaches so far
  return math::normal_cdf(u / stretch - w);
}

} // namespace

double normal_p(double z, Alternative alternative) { return detail::p_of_normal(z, alternative); }

TestValue bootstrap_p(IntervalMethod method, BootstrapEstimate const& estimate, NullHypothesis const& null) {
  ReplicateSample const& sample = estimate.sample;
  if (sample.size() == 0) return {math::not_a_number, Status::no_replicates};
  if (method != IntervalMethod::percentile && std::isnan(estimate.value))
    return {math::not_a_number, Status::no_estimate};
  switch (method) {
  case IntervalMethod::normal: {
    if (sample.moment_status() != Status::ok) return {math::not_a_number, sample.moment_status()};
    double const center = estimate.value - (sample.mean() - estimate.value);
    double const z = (center - null.value) / sample.standard_deviation();
    return {normal_p(z, null.alternative), std::isnan(z) ? Status::zero_denominator : Status::ok};
  }
  case IntervalMethod::percentile:
    return from_position(locate(sample.sorted(), null.value), sample.size(), null.alternative);
  case IntervalMethod::basic: {
    double const mirrored = 2 * estimate.value - null.value;
    if (std::isnan(mirrored) || std::isinf(mirrored)) return {math::not_a_number, Status::non_finite_replicates};
    Position const at = locate(sample.sorted(), mirrored);
    return from_position({1 - at.down, 1 - at.up}, sample.size(), null.alternative);
  }
  case IntervalMethod::bca:
    break;
  }
  double const w = bias_correction(sample, estimate.value);
  double const a = estimate.acceleration;
  if (!std::isfinite(w) || !std::isfinite(a)) return {math::not_a_number, Status::bca_undefined};
  Position const at = locate(sample.sorted(), null.value);
  return from_position({unadjusted(at.up, w, a), unadjusted(at.down, w, a)}, sample.size(), null.alternative);
}

} // namespace iptwsim
