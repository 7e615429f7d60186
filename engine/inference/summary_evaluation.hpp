#pragma once
// The rows of one cohort, one after the other, given to `out`: a writer of values, or a list of keys. One path for
// both, so that a key and its value cannot drift apart; which rows there are must not depend on a value.
//
// Out has put(column of the cohort, statistic, method, value, level) and put_counts(column of replicates, blocks).

#include <algorithm>
#include <cmath>

#include "inference/cohort_summary.hpp"
#include "inference/influence.hpp"
#include "inference/own_rows.hpp"

namespace iptwsim::detail {

struct SummaryValue {
  double value;
  Status status;
};

inline Method method_of(IntervalMethod kind) {
  switch (kind) {
  case IntervalMethod::normal:
    return Method::normal;
  case IntervalMethod::basic:
    return Method::basic;
  case IntervalMethod::bca:
    return Method::bca;
  case IntervalMethod::percentile:
    break;
  }
  return Method::percentile;
}

template <class Out> class SummaryEvaluation {
public:
  SummaryEvaluation(SummaryTable const& table, CohortNumbers const& numbers, SummaryWorkspace& workspace, Out& out)
      : table_(table), numbers_(numbers), workspace_(workspace), out_(out), own_writer_{out} {}

  void run() {
    own_rows().put_columns();
    for (SummarisedEstimate const& estimate : table_.patient) put_patient_errors(estimate);
    if (!table_.options.bootstrap) return;
    for (std::size_t const column : table_.aliased) out_.put_counts(column, numbers_.replicates);
    for (SummarisedEstimate const& estimate : table_.replicate) put_bootstrap(estimate);
  }

private:
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();

  /// An estimate, a z or a standard error of the cohort itself.
  SummaryValue own(std::size_t column) const {
    return {numbers_.values[column], static_cast<Status>(numbers_.statuses[column])};
  }

  void put(std::size_t column, Statistic statistic, Method method, SummaryValue const& value, double level = nan) {
    out_.put(column, statistic, method, value, level);
  }

  /// Gives rows of OwnRows to `out`.
  struct OwnWriter {
    Out& out;

    void put(std::size_t column, Statistic statistic, Method method, OwnValue<double> const& own, double level) const {
      out.put(column, statistic, method, SummaryValue{own.value, static_cast<Status>(own.status)}, level);
    }
  };

  auto own_rows() {
    auto const own_value = [this](std::size_t column) {
      return OwnValue<double>{numbers_.values[column], static_cast<double>(numbers_.statuses[column])};
    };
    return OwnRows<double, decltype(own_value), OwnWriter>(table_, own_value, own_writer_);
  }

  /// z and p where the estimate compares the arms, and limits, beside a standard error.
  void put_wald(std::size_t column, Method method, SummaryValue const& standard_error) {
    own_rows().put_wald(column, method, {standard_error.value, static_cast<double>(standard_error.status)});
  }

  void put_patient_errors(SummarisedEstimate const& estimate) {
    if (is_step_function(table_.full[estimate.full].quantity)) {
      SummaryValue const none{nan, Status::not_differentiable};
      if (table_.jackknife) put(estimate.full, Statistic::std_error, Method::jackknife, none);
      if (table_.stacked) put(estimate.full, Statistic::std_error, Method::stacked, none);
      return;
    }
    if (table_.jackknife) {
      double const error = jackknife_standard_error(values_of(numbers_.jackknife, estimate.unit));
      put_standard_error(estimate.full, Method::jackknife, error);
    }
    if (table_.stacked) {
      double const error = stacked_standard_error(values_of(numbers_.influence, estimate.unit));
      put_standard_error(estimate.full, Method::stacked, error);
    }
  }

  void put_standard_error(std::size_t column, Method method, double value) {
    SummaryValue const estimate = own(column);
    bool const defined = std::isfinite(value) && std::isfinite(estimate.value);
    bool const explained = defined || estimate.status != Status::ok;
    SummaryValue const error{defined ? value : nan, explained ? estimate.status : Status::non_finite_replicates};
    put(column, Statistic::std_error, method, error);
    put_wald(column, method, error);
  }

  void put_bootstrap(SummarisedEstimate const& of) {
    BootstrapOptions const& options = *table_.options.bootstrap;
    SummaryValue const estimate = own(of.full);
    ReplicateSample& sample = workspace_.sample;
    sample.assign(values_of(numbers_.replicates, of.unit), options.non_finite);
    SummarisedColumn const& column = table_.full[of.full];
    if (column.quantity == Quantity::survival_curve) {
      return put_interval(of.full, {sample, estimate.value}, IntervalMethod::percentile);
    }
    BootstrapEstimate const bootstrap{sample, estimate.value, acceleration_of(of)};
    SummaryValue const error{sample.standard_deviation(), inherited(estimate, sample.moment_status())};
    put(of.full, Statistic::std_error, Method::bootstrap, error);
    put_wald(of.full, Method::bootstrap, error);
    for (IntervalMethod const kind : options.intervals) {
      put_interval(of.full, bootstrap, kind);
      if (is_comparison(column.quantity)) put_inverted_test(of.full, bootstrap, kind);
    }
    out_.put_counts(of.unit, numbers_.replicates);
  }

  double acceleration_of(SummarisedEstimate const& of) {
    if (!table_.bca || is_step_function(table_.full[of.full].quantity)) return nan;
    BootstrapOptions const& options = *table_.options.bootstrap;
    Acceleration const kind = options.bca.acceleration;
    auto const units = values_of(kind == Acceleration::jackknife ? numbers_.jackknife : numbers_.influence, of.patient);
    return acceleration(bca_influence(units, own(of.full).value, kind, options.resample, numbers_.treated));
  }

  void put_interval(std::size_t column, BootstrapEstimate const& bootstrap, IntervalMethod kind) {
    for (double const level : table_.options.level) {
      Interval limits = bootstrap_interval(kind, bootstrap, level);
      if (std::isnan(bootstrap.value)) limits = {nan, nan, own(column).status};
      put_limits(column, limits, method_of(kind), level);
    }
  }

  void put_inverted_test(std::size_t column, BootstrapEstimate const& bootstrap, IntervalMethod kind) {
    SummaryValue const estimate = own(column);
    TestValue test = bootstrap_p(kind, bootstrap, table_.full[column].null);
    if (std::isnan(estimate.value)) test = {nan, estimate.status};
    put(column, Statistic::p_value, method_of(kind), {test.p, inherited(estimate, test.status)});
  }

  void put_limits(std::size_t column, Interval limits, Method method, double level) {
    Status const status = inherited(own(column), limits.status);
    put(column, Statistic::ci_lower, method, {limits.lower, status}, level);
    put(column, Statistic::ci_upper, method, {limits.upper, status}, level);
  }

  /// What is said of the estimate is true of its limits and standard errors too.
  static Status inherited(SummaryValue const& estimate, Status status) {
    return status == Status::ok ? estimate.status : status;
  }

  /// One column's units in order.
  std::span<double const> values_of(std::span<UnitBlock const> blocks, std::size_t column) {
    if (blocks.size() == 1) return blocks[0].values.subspan(column * blocks[0].units, blocks[0].units);
    workspace_.units.clear();
    for (UnitBlock const& block : blocks) {
      auto const own_units = block.values.subspan(column * block.units, block.units);
      workspace_.units.insert(workspace_.units.end(), own_units.begin(), own_units.end());
    }
    return workspace_.units;
  }

  SummaryTable const& table_;
  CohortNumbers const& numbers_;
  SummaryWorkspace& workspace_;
  Out& out_;
  OwnWriter own_writer_;
};

} // namespace iptwsim::detail
