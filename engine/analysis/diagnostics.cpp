#include "analysis/diagnostics.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <span>

#include "analysis/diagnose.hpp"
#include "math/quantile.hpp"

namespace iptwsim {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
using detail::arm_names;

// Each group of columns: its names, then its values in the same order.

void describe_patients(CohortNames const& names, std::vector<Column>& columns) {
  for (char const* arm : arm_names) {
    columns.push_back({.quantity = Quantity::n, .arm = arm});
    for (std::string const& endpoint : names.endpoints) {
      columns.push_back({.endpoint = endpoint, .quantity = Quantity::events, .arm = arm});
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

void describe_overlap(std::vector<Column>& columns) {
  for (char const* arm : arm_names) {
    for (Quantity const quantity :
         {Quantity::propensity_min, Quantity::propensity_median, Quantity::propensity_max, Quantity::outside_overlap}) {
      columns.push_back({.quantity = quantity, .arm = arm});
    }
  }
}

/// Where the scores of the arms lie, and how far they overlap.
void compute_overlap(PreparedCohort const& prepared, LogisticFit<double> const& fit, ColumnWriter<double>& out) {
  std::array<std::vector<double>, 2> scores;
  for (std::size_t i = 0; i < fit.score.size(); ++i) scores[prepared.cohort.treated[i]].push_back(fit.score[i]);
  for (auto& arm : scores) std::sort(arm.begin(), arm.end());
  bool const empty = scores[0].empty() || scores[1].empty();
  double const status = empty ? status_code<double>(Status::empty_arm) : fit.status;
  for (std::size_t arm = 0; arm < 2; ++arm) {
    auto const &own = scores[arm], &other = scores[1 - arm];
    bool const defined = status == 0;
    auto const outside = [&](double e) { return e < other.front() || e > other.back(); };
    out.put(defined ? own.front() : nan, status);
    out.put(defined ? math::quantile(own, 0.5) : nan, status);
    out.put(defined ? own.back() : nan, status);
    out.put(defined ? static_cast<double>(std::count_if(own.begin(), own.end(), outside)) : nan, status);
  }
}

void describe_smd(CohortNames const& names, Column base, std::vector<Column>& columns) {
  for (std::string const& covariate : names.covariates) {
    base.arm = covariate;
    columns.push_back(base);
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
  std::vector<double> const ones(prepared.size(), 1.0);
  auto const overlap = [&](ColumnWriter<double>& to) {
    if (options.diagnostics == DiagnosticColumns::everything) compute_overlap(prepared, fit, to);
  };
  DiagnosticsRoom<double> room;
  compute_diagnostics(prepared, options, fit, ones, out, overlap, room);
}

} // namespace iptwsim
