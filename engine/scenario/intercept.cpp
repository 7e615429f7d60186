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

/// eta at the points of a shift; of those whose probability does not depend on it, how many.
struct ShiftTerms {
  std::vector<double> terms = {};
  double exempt = 0;

  double points() const { return static_cast<double>(terms.size()) + exempt; }
};

/// terms_of(x): eta of a patient, or none.
template <class TermsOf> std::vector<ShiftTerms> terms_at_points(Mechanism const& mechanism, TermsOf const& terms_of) {
  std::size_t const k = mechanism.covariates();
  std::vector<ShiftTerms> all(shifts);
  std::vector<double> w(k), x(k);
  for (std::size_t r = 0; r < shifts; ++r) {
    ShiftedSobol const sobol(
        {.dimension = k, .points_log2 = points_log2, .purpose = Purpose::intercept_shift, .shift = r});
    std::size_t const n = sobol.points();
    std::vector<double> const u = sobol.block(0, n);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < k; ++j) w[j] = math::normal_quantile(u[j * n + i]);
      mechanism.covariate_values(w.data(), x.data());
      std::optional<double> const eta = terms_of(x.data());
      if (eta) all[r].terms.push_back(*eta);
      if (!eta) all[r].exempt += 1;
    }
  }
  return all;
}

std::vector<ShiftTerms> treatment_at_points(Mechanism const& mechanism) {
  return terms_at_points(mechanism, [&](double const* x) -> std::optional<double> {
    if (mechanism.exemption() && mechanism.exemption()->holds(x)) return std::nullopt;
    return mechanism.treatment_terms(x);
  });
}

double exempt_share(std::vector<ShiftTerms> const& shifts_terms) {
  double exempt = 0, all = 0;
  for (ShiftTerms const& at : shifts_terms) {
    exempt += at.exempt;
    all += at.points();
  }
  return exempt / all;
}

/// Mean of e and of its derivative e (1 - e).
struct Share {
  double mean = 0, slope = 0;
};
Share share_at(double intercept, ShiftTerms const& at, double probability_of_exempt) {
  Share share;
  for (double const eta : at.terms) {
    auto const e = math::logistic(intercept + eta);
    share.mean += e.score;
    share.slope += e.score * e.complement;
  }
  if (at.exempt > 0) share.mean += at.exempt * probability_of_exempt;
  return {share.mean / at.points(), share.slope / at.points()};
}

/// The share of treated patients that the intercept is solved for; none where there is nothing to solve.
std::optional<double> wanted_share(SyntheticOptions const& options) {
  if (options.treatment.intercept) return std::nullopt;
  if (auto const& arms = options.arms) {
    return static_cast<double>(arms->treated) / static_cast<double>(arms->control + arms->treated);
  }
  return options.treatment.prevalence;
}

/// The b at which the mean is `wanted`, those exempt having a probability of their own.
SolvedIntercept solve(std::vector<ShiftTerms> const& terms, double wanted, double probability_of_exempt) {
  auto const over_shifts = [&](double intercept) {
    std::vector<double> means, slopes;
    for (ShiftTerms const& of_shift : terms) {
      Share const share = share_at(intercept, of_shift, probability_of_exempt);
      means.push_back(share.mean);
      slopes.push_back(share.slope);
    }
    return std::pair{means, math::mean(slopes)};
  };

  // The root lies between the intercepts that are right for the patients with most and with least probability.
  double most = -math::infinity, least = math::infinity;
  for (ShiftTerms const& of_shift : terms) {
    for (double const eta : of_shift.terms) {
      most = std::max(most, eta);
      least = std::min(least, eta);
    }
  }
  double const exempt = exempt_share(terms);
  double const wanted_of_others = exempt > 0 ? (wanted - exempt * probability_of_exempt) / (1 - exempt) : wanted;
  double low = log_odds(wanted_of_others) - most, high = log_odds(wanted_of_others) - least;
  double intercept = (low + high) / 2;
  for (int step = 0; step < most_steps && std::isfinite(intercept); ++step) {
    auto const [means, slope] = over_shifts(intercept);
    double const excess = math::mean(means) - wanted;
    if (std::fabs(excess) <= tolerance) {
      double const sd = std::sqrt(math::sample_variance(means) / static_cast<double>(shifts));
      return {.value = intercept, .error = sd / slope, .is_solved = true};
    }
    (excess > 0 ? high : low) = intercept;
    double const newton = intercept - excess / slope;
    intercept = newton > low && newton < high ? newton : (low + high) / 2;
  }
  return {.value = math::not_a_number, .error = math::not_a_number, .is_solved = true};
}

/// Patients and who is treated, who do not wait for times that may not be solved yet.
SyntheticOptions without_times(SyntheticOptions options) {
  options.components.clear();
  options.component_correlation.reset();
  options.endpoints.clear();
  return options;
}

SolvedIntercept solve_treatment(SyntheticOptions const& options, Mechanism const& mechanism) {
  AssignmentOptions const& treatment = options.treatment;
  if (treatment.intercept) return {.value = *treatment.intercept};
  double const wanted = wanted_share(options).value_or(treatment.randomized.value_or(0));
  if (mechanism.is_randomized()) return {.value = log_odds(wanted), .is_solved = !treatment.randomized};
  double const probability = mechanism.exemption() ? mechanism.exemption()->probability() : 0;
  return solve(treatment_at_points(mechanism), wanted, probability);
}

} // namespace

PositivityReach positivity_reach(SyntheticOptions const& options) {
  double const exempt = exempt_share(treatment_at_points(Mechanism(without_times(options), 0)));
  double const treated = exempt * options.positivity->probability;
  return {exempt, treated, treated + (1 - exempt), wanted_share(options)};
}

SolvedIntercept solve_intercept(SyntheticOptions const& options) {
  Mechanism const mechanism(without_times(options), 0);
  SolvedIntercept solved = solve_treatment(options, mechanism);
  for (std::size_t m = 0; m < options.missing.size(); ++m) {
    MissingOptions const& missing = options.missing[m].second;
    if (missing.log_odds.empty()) {
      solved.missing.push_back(log_odds(missing.share));
      continue;
    }
    MissingValues const& model = mechanism.incomplete()[m];
    auto const terms = terms_at_points(mechanism, [&](double const* x) { return std::optional(model.terms(x)); });
    solved.missing.push_back(solve(terms, missing.share, 0).value);
  }
  return solved;
}

} // namespace iptwsim
