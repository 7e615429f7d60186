#pragma once
// The rows that follow from a cohort's own numbers alone: its columns in order, with p after every z, and after every
// standard error of a comparison z = (estimate - null) / std_error, its p, and the Wald limits that go with it. V: one
// cohort, or a cohort a lane.
//
// Own: OwnValue<V> of a column of the cohort. Out: put(column of the cohort, statistic, method, OwnValue<V>, level).
// Edge cases: an estimate without a value has no Wald values: NaN with the estimate's status; z is not finite: NaN.

#include <cstddef>
#include <limits>

#include "core/status.hpp"
#include "inference/summary_table.hpp"
#include "math/constants.hpp"
#include "math/normal.hpp"
#include "math/number.hpp"

namespace iptwsim::detail {

/// status: a Status code.
template <class V> struct OwnValue { V value, status; };

/// Which limits stand beside a standard error; Method::none: none.
constexpr Method wald_method(Method standard_error) {
  switch (standard_error) {
  case Method::robust:
    return Method::wald_robust;
  case Method::stacked:
    return Method::wald_stacked;
  case Method::jackknife:
    return Method::wald_jackknife;
  default:
    return Method::none;
  }
}

/// Wald: two-sided 2 (1 - Phi(|z|)), greater 1 - Phi(z), less Phi(z); NaN for NaN.
template <class V> V p_of_normal(V z, Alternative alternative) {
  using namespace math;
  if (alternative == Alternative::greater) return normal_cdf(-z);
  if (alternative == Alternative::less) return normal_cdf(z);
  return V(2.0) * normal_cdf(-absolute(z));
}

template <class V> math::mask_t<V> is_finite(V x) {
  using namespace math;
  return absolute(x) < V(infinity);
}

template <class V, class Own, class Out> class OwnRows {
public:
  using Value = OwnValue<V>;

  OwnRows(SummaryTable const& table, Own own, Out& out) : table_(table), own_(own), out_(out) {}

  void put_columns() const {
    for (std::size_t c = 0; c < table_.full.size(); ++c) put_column(c);
  }

  /// z and p where the estimate compares the arms, and limits, beside a standard error.
  void put_wald(std::size_t column, Method method, Value const& standard_error) const {
    using namespace math;
    V const nan(std::numeric_limits<double>::quiet_NaN()), ok(0.0);
    Value const estimate = own_(column);
    auto const defined = is_finite(estimate.value) & is_finite(standard_error.value);
    V const why = select(standard_error.status > ok, standard_error.status, select(defined, ok, estimate.status));
    SummarisedColumn const& summarised = table_.full[column];
    if (is_comparison(summarised.quantity)) {
      V const z = (estimate.value - V(summarised.null.value)) / standard_error.value;
      auto const has_z = defined & is_finite(z);
      V const no_z = select(defined, V(static_cast<double>(Status::zero_denominator)), why);
      Value const test{select(has_z, z, nan), select(has_z, why, no_z)};
      put(column, Statistic::z, method, test);
      put_p(column, method, test);
    }
    Method const limits = wald_method(method);
    if (limits == Method::none) return;
    V const status = select(why > ok, why, estimate.status);
    for (std::size_t l = 0; l < table_.options.level.size(); ++l) {
      double const level = table_.options.level[l];
      V const half = V(table_.quantile[l]) * standard_error.value;
      put(column, Statistic::ci_lower, limits, {select(defined, estimate.value - half, nan), status}, level);
      put(column, Statistic::ci_upper, limits, {select(defined, estimate.value + half, nan), status}, level);
    }
  }

private:
  void put(std::size_t column, Statistic statistic, Method method, Value const& value,
           double level = std::numeric_limits<double>::quiet_NaN()) const {
    out_.put(column, statistic, method, value, level);
  }

  void put_column(std::size_t c) const {
    SummarisedColumn const& column = table_.full[c];
    Value const value = own_(c);
    put(c, column.statistic, column.method, value);
    if (column.statistic == Statistic::z) put_p(c, column.method, value);
    if (column.statistic == Statistic::std_error && is_comparison(column.quantity)) {
      put_wald(column.estimate, column.method, value);
    }
  }

  void put_p(std::size_t column, Method method, Value const& z) const {
    V const p = p_of_normal(z.value, table_.full[column].null.alternative);
    put(column, Statistic::p_value, method, {p, z.status});
  }

  SummaryTable const& table_;
  Own own_;
  Out& out_;
};

} // namespace iptwsim::detail
