#include "analysis/diagnostics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "math/quantile.hpp"
#include "weights/balance.hpp"
#include "weights/weight.hpp"

namespace iptwsim {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

void add_patients(PreparedCohort const& prepared, std::vector<ColumnValue>& out) {
  Cohort const& cohort = prepared.cohort;
  for (int arm = 0; arm < 2; ++arm) {
    std::string const label = arm == 0 ? "control" : "treated";
    double patients = 0;
    for (std::uint8_t const a : cohort.treated) patients += a == arm;
    out.push_back({{.quantity = Quantity::n, .arm = label}, patients, Status::ok});
    for (Endpoint const& endpoint : cohort.endpoints) {
      double events = 0;
      for (std::size_t i = 0; i < cohort.size(); ++i) events += cohort.treated[i] == arm && endpoint.event[i] == 1;
      out.push_back({{.endpoint = endpoint.name, .quantity = Quantity::events, .arm = label}, events, Status::ok});
    }
  }
}

/// Coefficients on the scale of the data with standard errors from the inverse information, H^-1 = (L D L')^-1.
void add_coefficients(PreparedCohort const& prepared, LogisticFit<double> const& fit, std::vector<ColumnValue>& out) {
  if (fit.coefficients.empty()) return; // the scores are known
  Design const& design = prepared.design;
  std::size_t const q = design.columns();
  auto const status = static_cast<Status>(static_cast<int>(fit.status));
  std::vector<double> const coefficients = design.to_data_scale(fit.coefficients);
  for (std::size_t j = 0; j < q; ++j) {
    // The coefficient is c'b of the standardised b, so its variance is c' H^-1 c.
    std::vector<double> contrast(q, 0.0);
    contrast[j] = 1 / design.scale[j];
    for (std::size_t k = 1; j == 0 && k < q; ++k) contrast[k] = -design.center[k] / design.scale[k];
    std::vector<double> solved = contrast;
    math::solve(fit.information.data(), q, solved.data());
    double variance = 0;
    for (std::size_t k = 0; k < q; ++k) variance += contrast[k] * solved[k];

    bool const aliased = status == Status::ok && fit.information[j * q + j] == 0; // a dropped pivot
    Status const why = aliased ? Status::aliased : status;
    bool const usable = why == Status::ok;
    Column column{.quantity = Quantity::propensity_coefficient,
                  .arm = j == 0 ? "intercept" : prepared.cohort.covariate_names[j - 1]};
    out.push_back({column, usable ? coefficients[j] : nan, why});
    column.statistic = Statistic::std_error;
    column.method = Method::naive;
    out.push_back({column, usable ? std::sqrt(variance) : nan, why});
  }
}

void add_smd(PreparedCohort const& prepared, std::vector<double> const& weights, Column base, Status status,
             std::vector<ColumnValue>& out) {
  auto const smd = standardized_mean_differences(prepared.cohort, weights);
  for (std::size_t j = 0; j < smd.size(); ++j) {
    base.arm = prepared.cohort.covariate_names[j];
    if (status == Status::ok)
      out.push_back({base, smd[j].value, smd[j].status});
    else
      out.push_back({base, nan, status});
  }
}

void add_weights(PreparedCohort const& prepared, std::vector<double> const& weights, std::string const& estimand,
                 Status status, std::vector<ColumnValue>& out) {
  for (auto const& [scope, arm] : {std::pair{WeightScope::control, "control"}, {WeightScope::treated, "treated"}}) {
    WeightSummary const summary = summarise_weights(prepared.cohort, weights, scope);
    for (auto const& [quantity, value] : {std::pair{Quantity::weight_sum, summary.sum},
                                          {Quantity::weight_min, summary.smallest},
                                          {Quantity::weight_max, summary.largest},
                                          {Quantity::effective_sample_size, summary.effective_sample_size},
                                          {Quantity::half_weight_patients, summary.half_weight_patients}}) {
      Column const column{.estimand = estimand, .quantity = quantity, .arm = arm};
      out.push_back({column, status == Status::ok ? value : nan, status});
    }
  }
}

/// Where the scores of the arms lie, and how far they overlap.
void add_overlap(PreparedCohort const& prepared, LogisticFit<double> const& fit, std::vector<ColumnValue>& out) {
  std::array<std::vector<double>, 2> scores;
  for (std::size_t i = 0; i < fit.score.size(); ++i) scores[prepared.cohort.treated[i]].push_back(fit.score[i]);
  for (auto& arm : scores) std::sort(arm.begin(), arm.end());
  auto const status = static_cast<Status>(static_cast<int>(fit.status));
  for (std::size_t arm = 0; arm < 2; ++arm) {
    auto const &own = scores[arm], &other = scores[1 - arm];
    bool const defined = status == Status::ok && !own.empty() && !other.empty();
    auto const outside = [&](double e) { return e < other.front() || e > other.back(); };
    std::string const label = arm == 0 ? "control" : "treated";
    auto const put = [&](Quantity quantity, double value) {
      out.push_back({{.quantity = quantity, .arm = label}, defined ? value : nan, status});
    };
    put(Quantity::propensity_min, defined ? own.front() : nan);
    put(Quantity::propensity_median, defined ? math::quantile(own, 0.5) : nan);
    put(Quantity::propensity_max, defined ? own.back() : nan);
    put(Quantity::outside_overlap, defined ? static_cast<double>(std::count_if(own.begin(), own.end(), outside)) : nan);
  }
}

} // namespace

std::vector<ColumnValue> compute_diagnostics(PreparedCohort const& prepared, AnalysisOptions const& options,
                                             LogisticFit<double> const& fit) {
  std::vector<ColumnValue> out;
  std::vector<double> const ones(prepared.cohort.size(), 1.0);
  auto const& treated = prepared.cohort.treated;
  add_patients(prepared, out);
  add_coefficients(prepared, fit, out);
  add_overlap(prepared, fit, out);
  add_smd(prepared, ones, {.quantity = Quantity::smd_before}, Status::ok, out);

  auto const totals = arm_totals<double>(treated, ones);
  double const n = totals[0] + totals[1];
  for (Estimand const estimand : options.estimands) {
    std::vector<double> weights;
    fill_weights(estimand, options.weights,
                 WeightInputs<double>{treated, ones, fit.score, fit.complement, {totals[0] / n, totals[1] / n}},
                 weights);
    std::string const label(name_of(estimand));
    bool const scored = estimand != Estimand::unweighted;
    Status const status = scored ? static_cast<Status>(static_cast<int>(fit.status)) : Status::ok;
    add_smd(prepared, weights, {.estimand = label, .quantity = Quantity::smd_after}, status, out);
    add_weights(prepared, weights, label, status, out);
  }
  return out;
}

} // namespace iptwsim
