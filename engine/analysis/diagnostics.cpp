#include "analysis/diagnostics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>

#include "math/quantile.hpp"
#include "weights/balance.hpp"
#include "weights/weight.hpp"

namespace iptwsim {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
using detail::arm_names;

/// What is diagnosed.
struct Diagnosed {
  PreparedCohort const& prepared;
  AnalysisOptions const& options;
  LogisticFit<double> const& fit;
  std::array<double, 2> patients; ///< by arm
  std::vector<double> deviations; ///< denominators of the mean differences

  Cohort const& cohort() const { return prepared.cohort; }
  Status occupied() const { return patients[0] > 0 && patients[1] > 0 ? Status::ok : Status::empty_arm; }
  Status fitted() const {
    return occupied() == Status::ok ? static_cast<Status>(static_cast<int>(fit.status)) : Status::empty_arm;
  }
};

void put(ColumnWriter<double>& out, double value, Status status) {
  out.put(status == Status::ok ? value : nan, static_cast<double>(status));
}

// Each group of columns: its names, then its values in the same order.

void describe_patients(CohortNames const& names, std::vector<Column>& columns) {
  for (char const* arm : arm_names) {
    columns.push_back({.quantity = Quantity::n, .arm = arm});
    for (std::string const& endpoint : names.endpoints) {
      columns.push_back({.endpoint = endpoint, .quantity = Quantity::events, .arm = arm});
    }
  }
}

void compute_patients(Diagnosed const& of, ColumnWriter<double>& out) {
  Cohort const& cohort = of.cohort();
  for (std::size_t arm = 0; arm < 2; ++arm) {
    put(out, of.patients[arm], Status::ok);
    for (Endpoint const& endpoint : cohort.endpoints) {
      double events = 0;
      for (std::size_t i = 0; i < cohort.size(); ++i) events += cohort.treated[i] == arm && endpoint.event[i] == 1;
      put(out, events, Status::ok);
    }
  }
}

void describe_coefficients(CohortNames const& names, std::vector<Column>& columns) {
  if (names.known_score) return;
  for (std::size_t j = 0; j <= names.covariates.size(); ++j) {
    Column column{.quantity = Quantity::propensity_coefficient, .arm = j == 0 ? "intercept" : names.covariates[j - 1]};
    columns.push_back(column);
    column.statistic = Statistic::std_error;
    column.method = Method::naive;
    columns.push_back(column);
  }
}

/// Coefficients on the scale of the data with standard errors from the inverse information, H^-1 = (L D L')^-1.
void compute_coefficients(Diagnosed const& of, ColumnWriter<double>& out) {
  LogisticFit<double> const& fit = of.fit;
  if (fit.coefficients.empty()) return; // the scores are known
  Design const& design = of.prepared.design;
  std::size_t const q = design.columns();
  Status const status = of.fitted();
  std::vector<double> const coefficients = design.to_data_scale(fit.coefficients);
  std::vector<double> contrast, solved;
  for (std::size_t j = 0; j < q; ++j) {
    // The coefficient is c'b of the standardised b, so its variance is c' H^-1 c.
    contrast.assign(q, 0.0);
    contrast[j] = 1 / design.scale[j];
    for (std::size_t k = 1; j == 0 && k < q; ++k) contrast[k] = -design.center[k] / design.scale[k];
    solved = contrast;
    math::solve(fit.information.data(), q, solved.data());
    double variance = 0;
    for (std::size_t k = 0; k < q; ++k) variance += contrast[k] * solved[k];

    bool const aliased = status == Status::ok && fit.information[j * q + j] == 0; // a dropped pivot
    Status const why = aliased ? Status::aliased : status;
    put(out, coefficients[j], why);
    put(out, std::sqrt(variance), why);
  }
}

void describe_overlap(std::vector<Column>& columns) {
  for (char const* arm : arm_names) {
    for (Quantity const quantity :
         {Quantity::propensity_min, Quantity::propensity_median, Quantity::propensity_max, Quantity::outside_overlap}) {
      columns.push_back({.quantity = quantity, .arm = arm});
    }
  }
}

/// Where the scores of the arms lie, and how far they overlap.
void compute_overlap(Diagnosed const& of, ColumnWriter<double>& out) {
  std::array<std::vector<double>, 2> scores;
  for (std::size_t i = 0; i < of.fit.score.size(); ++i) scores[of.cohort().treated[i]].push_back(of.fit.score[i]);
  for (auto& arm : scores) std::sort(arm.begin(), arm.end());
  Status const status = of.fitted();
  for (std::size_t arm = 0; arm < 2; ++arm) {
    auto const &own = scores[arm], &other = scores[1 - arm];
    bool const defined = status == Status::ok;
    auto const outside = [&](double e) { return e < other.front() || e > other.back(); };
    put(out, defined ? own.front() : nan, status);
    put(out, defined ? math::quantile(own, 0.5) : nan, status);
    put(out, defined ? own.back() : nan, status);
    put(out, defined ? static_cast<double>(std::count_if(own.begin(), own.end(), outside)) : nan, status);
  }
}

void describe_smd(CohortNames const& names, Column base, std::vector<Column>& columns) {
  for (std::string const& covariate : names.covariates) {
    base.arm = covariate;
    columns.push_back(base);
  }
}

void compute_smd(Diagnosed const& of, std::vector<double> const& weights, Status status, ColumnWriter<double>& out) {
  for (SmdValue const& smd : standardized_mean_differences(of.cohort(), weights, of.deviations)) {
    put(out, smd.value, status == Status::ok ? smd.status : status);
  }
}

std::span<Quantity const> weight_quantities(AnalysisOptions const& options) {
  static constexpr std::array all{Quantity::weight_sum, Quantity::weight_min, Quantity::weight_max,
                                  Quantity::effective_sample_size, Quantity::half_weight_patients};
  if (options.diagnostics == DiagnosticColumns::everything) return all;
  return std::span(all).subspan(2, 2);
}

void describe_weights(AnalysisOptions const& options, Column base, std::vector<Column>& columns) {
  for (char const* arm : arm_names) {
    base.arm = arm;
    for (Quantity const quantity : weight_quantities(options)) {
      base.quantity = quantity;
      columns.push_back(base);
    }
  }
}

void compute_weights(Diagnosed const& of, std::vector<double> const& weights, Status status,
                     ColumnWriter<double>& out) {
  for (WeightScope const scope : {WeightScope::control, WeightScope::treated}) {
    bool const empty = of.patients[scope == WeightScope::treated ? 1 : 0] == 0;
    Status const why = empty ? Status::empty_arm : status;
    WeightSummary const summary = summarise_weights(of.cohort(), weights, scope);
    auto const value = [&](Quantity quantity) {
      switch (quantity) {
      case Quantity::weight_sum:
        return summary.sum;
      case Quantity::weight_min:
        return summary.smallest;
      case Quantity::weight_max:
        return summary.largest;
      case Quantity::effective_sample_size:
        return summary.effective_sample_size;
      default:
        return why == Status::ok ? half_weight_patients(of.cohort(), weights, scope) : nan;
      }
    };
    for (Quantity const quantity : weight_quantities(of.options)) put(out, value(quantity), why);
  }
}

} // namespace

std::vector<Column> describe_diagnostics(CohortNames const& names, AnalysisOptions const& options) {
  std::vector<Column> columns;
  describe_patients(names, columns);
  describe_coefficients(names, columns);
  if (options.diagnostics == DiagnosticColumns::everything) describe_overlap(columns);
  describe_smd(names, {.quantity = Quantity::smd_before}, columns);
  for (Estimand const estimand : options.estimands) {
    std::string const label(name_of(estimand));
    describe_smd(names, {.estimand = label, .quantity = Quantity::smd_after}, columns);
    describe_weights(options, {.estimand = label}, columns);
  }
  return columns;
}

void compute_diagnostics(PreparedCohort const& prepared, AnalysisOptions const& options, LogisticFit<double> const& fit,
                         ColumnWriter<double>& out) {
  auto const& treated = prepared.cohort.treated;
  std::vector<double> const ones(treated.size(), 1.0);
  Diagnosed const of{prepared, options, fit, arm_totals<double>(treated, ones), pooled_deviations(prepared.cohort)};
  compute_patients(of, out);
  compute_coefficients(of, out);
  if (options.diagnostics == DiagnosticColumns::everything) compute_overlap(of, out);
  compute_smd(of, ones, of.occupied(), out);

  double const n = of.patients[0] + of.patients[1];
  WeightInputs<double> const inputs{treated, ones, fit.score, fit.complement, {of.patients[0] / n, of.patients[1] / n}};
  std::vector<double> weights;
  for (Estimand const estimand : options.estimands) {
    fill_weights(estimand, options.weights, inputs, weights);
    Status const status = estimand == Estimand::unweighted ? Status::ok : of.fitted();
    compute_smd(of, weights, status == Status::ok ? of.occupied() : status, out);
    compute_weights(of, weights, status, out);
  }
}

} // namespace iptwsim
