#include "inference/performance.hpp"

#include <algorithm>
#include <cmath>

#include "math/constants.hpp"
#include "math/quantile.hpp"

namespace iptwsim {
namespace {

using math::Moments;
using math::not_a_number;

constexpr double z_975 = 1.959963984540054; // Phi^-1(0.975)
constexpr double iqr_of_normal = 1.349;     // between the quartiles of the standard normal distribution

std::size_t count_of(double n) { return static_cast<std::size_t>(n); }

Measure undefined(Statistic statistic, Status why, std::size_t cohorts = 0) {
  return {statistic, not_a_number, not_a_number, cohorts, why};
}

/// A measure over `n` cohorts whose MCSE needs two.
Measure over(Statistic statistic, double n, double value, double mcse) {
  if (n < 1) return undefined(statistic, Status::too_few_cohorts);
  return {statistic, value, n < 2 ? not_a_number : mcse, count_of(n), n < 2 ? Status::too_few_cohorts : Status::ok};
}

double sd(Moments const& m) { return std::sqrt(m.variance()); }

Measure mean_of(Statistic statistic, Moments const& m) { return over(statistic, m.n, m.mean, sd(m) / std::sqrt(m.n)); }

Measure share(Statistic statistic, double yes, double of) {
  if (of < 1) return undefined(statistic, Status::too_few_cohorts);
  double const c = yes / of;
  return {statistic, c, std::sqrt(c * (1 - c) / of), count_of(of)};
}

/// The estimates that are not NaN, in order, and how well their quantiles are known.
class Quantiles {
public:
  explicit Quantiles(std::span<double const> estimates) {
    for (double const t : estimates) {
      if (!std::isnan(t)) sorted_.push_back(t);
    }
    std::sort(sorted_.begin(), sorted_.end());
  }

  std::size_t size() const { return sorted_.size(); }
  double at(double p) const { return math::quantile(sorted_, p); }

  /// e(p) of the header; NaN where its ranks are not there.
  double error(double p) const {
    double const half = half_width(p);
    if (!(half <= std::min(p, 1 - p))) return not_a_number;
    return (at(p + half) - at(p - half)) / (2 * z_975);
  }

  /// A measure from quantiles as far out as `p`.
  Measure measure(Statistic statistic, double value, double mcse, double p) const {
    if (sorted_.empty()) return undefined(statistic, Status::too_few_cohorts);
    bool const has_ranks = half_width(p) <= std::min(p, 1 - p);
    bool const has_error = std::isfinite(value) && std::isfinite(mcse);
    Status const why = std::isfinite(value) && !has_ranks ? Status::too_few_cohorts : Status::non_finite_estimates;
    return {statistic, value, has_error ? mcse : not_a_number, sorted_.size(), has_error ? Status::ok : why};
  }

private:
  /// h of the header as a probability of type 7; infinite for one cohort.
  double half_width(double p) const {
    double const count = static_cast<double>(sorted_.size());
    return z_975 * std::sqrt(count * p * (1 - p)) / (count - 1);
  }

  std::vector<double> sorted_;
};

/// Measures that need the estimates themselves.
class FromCohorts {
public:
  FromCohorts(std::optional<std::span<double const>> estimates, Truth const& truth)
      : known_(estimates.has_value()), truth_(truth.value), quantiles_(estimates.value_or(std::span<double const>{})) {}

  Measure median_bias() const {
    if (!std::isfinite(truth_)) return undefined(Statistic::median_bias, Status::no_truth);
    if (!known_) return undefined(Statistic::median_bias, Status::needs_cohorts);
    return quantiles_.measure(Statistic::median_bias, quantiles_.at(0.5) - truth_, quantiles_.error(0.5), 0.5);
  }

  Measure robust_empirical_se() const {
    if (!known_) return undefined(Statistic::robust_empirical_se, Status::needs_cohorts);
    if (quantiles_.size() < 2)
      return undefined(Statistic::robust_empirical_se, Status::too_few_cohorts, quantiles_.size());
    double const range = quantiles_.at(0.75) - quantiles_.at(0.25);
    double const lower = quantiles_.error(0.25), upper = quantiles_.error(0.75);
    double const mcse = std::sqrt(lower * lower + upper * upper - 2.0 / 3.0 * lower * upper);
    return quantiles_.measure(Statistic::robust_empirical_se, range / iqr_of_normal, mcse / iqr_of_normal, 0.25);
  }

private:
  bool known_;
  double truth_;
  Quantiles quantiles_;
};

Measure relative_bias(Measure const& bias, double truth) {
  if (std::isnan(bias.value)) return undefined(Statistic::relative_bias, bias.status, bias.cohorts);
  if (truth == 0) return undefined(Statistic::relative_bias, Status::zero_denominator, bias.cohorts);
  return {Statistic::relative_bias, bias.value / truth, bias.mcse / std::fabs(truth), bias.cohorts, bias.status};
}

Measure empirical_se(Moments const& m) {
  if (m.n < 2) return undefined(Statistic::empirical_se, Status::too_few_cohorts, count_of(m.n));
  return {Statistic::empirical_se, sd(m), sd(m) / std::sqrt(2 * (m.n - 1)), count_of(m.n)};
}

} // namespace

std::vector<Measure> estimate_measures(EstimateSums const& sums, Truth const& truth,
                                       std::optional<std::span<double const>> estimates) {
  IPTWSIM_EXPECTS(!estimates || static_cast<double>(estimates->size()) == sums.cohorts);
  Measure bias = mean_of(Statistic::bias, sums.estimate);
  bias.value -= truth.value;
  Measure mse = mean_of(Statistic::mse, sums.squared_error);
  if (!std::isfinite(truth.value)) {
    bias = undefined(Statistic::bias, Status::no_truth);
    mse = undefined(Statistic::mse, Status::no_truth);
  }
  FromCohorts const from_cohorts(estimates, truth);
  return {{Statistic::truth, truth.value, truth.error, 0, truth.status},
          mean_of(Statistic::mean, sums.estimate),
          bias,
          relative_bias(bias, truth.value),
          from_cohorts.median_bias(),
          empirical_se(sums.estimate),
          from_cohorts.robust_empirical_se(),
          mse};
}

std::vector<Measure> standard_error_measures(StandardErrorSums const& sums, EstimateSums const& estimates) {
  Moments const &v = sums.variance, &t = estimates.estimate;
  double const model = std::sqrt(v.mean), empirical = sd(t), ratio = model / empirical;
  double const of_model = v.variance() / (4 * v.n * v.mean);
  Measure model_se = over(Statistic::model_se, v.n, model, std::sqrt(of_model));
  if (v.n >= 2 && v.mean == 0) {
    model_se.mcse = not_a_number;
    model_se.status = Status::zero_denominator;
  }
  double const mcse = ratio * std::sqrt(of_model / v.mean + 1 / (2 * (t.n - 1)));
  Measure error{Statistic::model_se_error, ratio - 1, mcse, model_se.cohorts, model_se.status};
  if (v.n < 1 || t.n < 2)
    error = undefined(Statistic::model_se_error, Status::too_few_cohorts, model_se.cohorts);
  else if (empirical == 0)
    error = undefined(Statistic::model_se_error, Status::zero_denominator, model_se.cohorts);
  return {model_se, error};
}

std::vector<Measure> limit_measures(LimitSums const& sums, Truth const& truth, EstimateSums const& estimates,
                                    std::optional<LimitValues> limits) {
  IPTWSIM_EXPECTS(!limits || static_cast<double>(limits->lower.size()) == sums.cohorts);
  std::vector<Measure> out;
  if (std::isnan(truth.value)) {
    out = {undefined(Statistic::coverage, Status::no_truth), undefined(Statistic::coverage_defined, Status::no_truth)};
  } else {
    out = {share(Statistic::coverage, sums.covered, sums.cohorts),
           share(Statistic::coverage_defined, sums.covered, sums.defined)};
  }
  constexpr Statistic all = Statistic::bias_eliminated_coverage, defined = Statistic::bias_eliminated_coverage_defined;
  if (!limits || estimates.estimate.n < 1) {
    Status const why = limits ? Status::too_few_cohorts : Status::needs_cohorts;
    out.insert(out.end(), {undefined(all, why), undefined(defined, why)});
  } else {
    double const covered = sum_limits(*limits, estimates.estimate.mean).covered;
    out.insert(out.end(), {share(all, covered, sums.cohorts), share(defined, covered, sums.defined)});
  }
  out.push_back(mean_of(Statistic::mean_width, sums.width));
  return out;
}

std::vector<Measure> test_measures(TestSums const& sums) {
  return {share(Statistic::power, sums.rejected, sums.cohorts),
          share(Statistic::power_defined, sums.rejected, sums.defined)};
}

} // namespace iptwsim
