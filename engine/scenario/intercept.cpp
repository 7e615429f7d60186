#include "scenario/intercept.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "math/log.hpp"
#include "math/logistic.hpp"
#include "math/normal.hpp"
#include "math/sum.hpp"
#include "random/sobol.hpp"
#include "scenario/mechanism.hpp"

namespace iptwsim {
namespace {

constexpr std::size_t shifts = 16;
constexpr int points_log2 = 12;
constexpr double tolerance = 1e-10;
constexpr int most_steps = 200;

double log_odds(double p) { return math::log(p / (1 - p)); }

/// eta at every point of a shift.
std::vector<double> terms_at_points(Mechanism const& mechanism, std::size_t shift) {
  std::size_t const k = mechanism.covariates();
  ShiftedSobol const sobol(
      {.dimension = k, .points_log2 = points_log2, .purpose = Purpose::intercept_shift, .shift = shift});
  std::size_t const n = sobol.points();
  std::vector<double> const u = sobol.block(0, n);
  std::vector<double> w(k), x(k), terms(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < k; ++j) w[j] = math::normal_quantile(u[j * n + i]);
    mechanism.covariate_values(w.data(), x.data());
    terms[i] = mechanism.treatment_terms(x.data());
  }
  return terms;
}

/// Mean of e and of its derivative e (1 - e).
struct Share {
  double mean = 0, slope = 0;
};
Share share_at(double intercept, std::vector<double> const& terms) {
  Share share;
  for (double const eta : terms) {
    auto const e = math::logistic(intercept + eta);
    share.mean += e.score;
    share.slope += e.score * e.complement;
  }
  double const n = static_cast<double>(terms.size());
  return {share.mean / n, share.slope / n};
}

} // namespace

SolvedIntercept solve_intercept(SyntheticOptions const& options) {
  AssignmentOptions const& treatment = options.treatment;
  if (treatment.intercept) return {*treatment.intercept, 0, false};
  double wanted = treatment.randomized.value_or(0);
  if (treatment.prevalence) wanted = *treatment.prevalence;
  if (auto const& arms = options.arms) {
    wanted = static_cast<double>(arms->treated) / static_cast<double>(arms->control + arms->treated);
  }
  if (treatment.log_odds.empty()) return {log_odds(wanted), 0, !treatment.randomized};

  Mechanism const mechanism(options, 0);
  std::vector<std::vector<double>> terms;
  for (std::size_t r = 0; r < shifts; ++r) terms.push_back(terms_at_points(mechanism, r));
  auto const over_shifts = [&](double intercept) {
    std::vector<double> means, slopes;
    for (std::vector<double> const& of_shift : terms) {
      Share const share = share_at(intercept, of_shift);
      means.push_back(share.mean);
      slopes.push_back(share.slope);
    }
    return std::pair{means, math::mean(slopes)};
  };

  // The root lies between the intercepts that are right for the patients most and least likely to be treated.
  double most = terms[0][0], least = terms[0][0];
  for (std::vector<double> const& of_shift : terms) {
    most = std::max(most, *std::max_element(of_shift.begin(), of_shift.end()));
    least = std::min(least, *std::min_element(of_shift.begin(), of_shift.end()));
  }
  double low = log_odds(wanted) - most, high = log_odds(wanted) - least;
  double intercept = (low + high) / 2;
  for (int step = 0; step < most_steps && std::isfinite(intercept); ++step) {
    auto const [means, slope] = over_shifts(intercept);
    double const excess = math::mean(means) - wanted;
    if (std::fabs(excess) <= tolerance) {
      return {intercept, std::sqrt(math::sample_variance(means) / static_cast<double>(shifts)) / slope, true};
    }
    (excess > 0 ? high : low) = intercept;
    double const newton = intercept - excess / slope;
    intercept = newton > low && newton < high ? newton : (low + high) / 2;
  }
  return {math::not_a_number, math::not_a_number, true};
}

} // namespace iptwsim
