#include "results/summary.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

#include <fmt/format.h>

#include "inference/bootstrap_test.hpp"
#include "inference/hypothesis.hpp"
#include "inference/influence.hpp"
#include "inference/intervals.hpp"
#include "results/collector.hpp"

namespace iptwsim::results {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

Column with(Column column, Statistic statistic, Method method) {
  column.statistic = statistic;
  column.method = method;
  return column;
}

/// A text that two columns share exactly when they are equal.
std::string key_of(Column const& c) {
  return c.endpoint + '\n' + c.estimand + '\n' + c.arm + '\n' + (c.time ? fmt::format("{}", *c.time) : "") + '\n' +
         std::to_string(static_cast<int>(c.quantity) * 1000 + static_cast<int>(c.statistic) * 100 +
                        static_cast<int>(c.method));
}

Method method_of(IntervalMethod kind) {
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

/// Which limits stand beside a standard error; Method::none: none.
Method wald_method(Method standard_error) {
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

class Summary {
public:
  Summary(Experiment const& experiment, std::span<Slab const> slabs)
      : experiment_(experiment), study_(experiment.study()), slabs_(slabs) {}

  std::vector<Row> make() {
    add_full_sample();
    auto const& variance = study_.variance;
    auto const wants = [&](VarianceMethod m) {
      return std::find(variance.begin(), variance.end(), m) != variance.end();
    };
    for_each_estimate(experiment_.patient_columns(), [&](Row const& estimate, std::size_t c) {
      if (is_step_function(estimate.column.quantity)) {
        for (VarianceMethod const method : {VarianceMethod::jackknife, VarianceMethod::stacked}) {
          Method const name = method == VarianceMethod::stacked ? Method::stacked : Method::jackknife;
          if (wants(method))
            rows_.push_back({with(estimate.column, Statistic::std_error, name), nan, Status::not_differentiable});
        }
        return;
      }
      if (wants(VarianceMethod::jackknife)) {
        auto const left_out = column_values(slabs_, BlockKind::jackknife, c).values;
        add_standard_error(estimate, jackknife_standard_error(left_out), Method::jackknife);
      }
      if (wants(VarianceMethod::stacked)) {
        auto const influence = column_values(slabs_, BlockKind::influence, c).values;
        add_standard_error(estimate, stacked_standard_error(influence), Method::stacked);
      }
    });
    if (study_.bootstrap) add_replicates();
    return std::move(rows_);
  }

private:
  void add_full_sample() {
    Slab const& own = full_sample(slabs_);
    auto const& columns = experiment_.full_columns();
    for (std::size_t c = 0; c < columns.size(); ++c) {
      Row const row{columns[c], own.values[c], static_cast<Status>(own.statuses[c])};
      rows_.push_back(row);
      if (row.column.statistic == Statistic::z) add_p(row);
      if (row.column.statistic == Statistic::estimate) estimates_.emplace(key_of(row.column), row);
      if (row.column.statistic == Statistic::std_error && is_comparison(row.column.quantity)) {
        add_wald(estimates_.at(key_of(with(row.column, Statistic::estimate, Method::none))), row);
      }
    }
  }

  /// Calls visit(row of the cohort's estimate, column) for every estimate among the columns but tests and diagnostics.
  template <class Visit> void for_each_estimate(std::vector<Column> const& columns, Visit visit) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      bool const test = columns[c].quantity == Quantity::log_rank;
      if (columns[c].statistic != Statistic::estimate || test || columns[c].estimand.empty()) continue;
      visit(estimates_.at(key_of(columns[c])), c);
    }
  }

  NullHypothesis null_of(Row const& row) const {
    return null_hypothesis(row.column.quantity, study_.alternative, study_.null);
  }

  void add_p(Row const& z) {
    double const p = normal_p(z.value, null_of(z).alternative);
    rows_.push_back({with(z.column, Statistic::p_value, z.column.method), p, z.status});
  }

  /// z, p and limits beside a standard error of an estimate that compares the arms.
  void add_wald(Row const& estimate, Row const& standard_error) {
    Method const method = standard_error.column.method;
    bool const defined = std::isfinite(estimate.value) && std::isfinite(standard_error.value);
    Status const why = defined || standard_error.status != Status::ok ? standard_error.status : estimate.status;
    if (is_comparison(estimate.column.quantity)) {
      double const z = (estimate.value - null_of(estimate).value) / standard_error.value;
      bool const has_z = defined && std::isfinite(z);
      Status const no_z = defined ? Status::zero_denominator : why;
      Row const row{with(estimate.column, Statistic::z, method), has_z ? z : nan, has_z ? why : no_z};
      rows_.push_back(row);
      add_p(row);
    }
    if (wald_method(method) == Method::none) return;
    for (double const level : study_.level) {
      Interval limits = wald_interval(estimate.value, standard_error.value, level);
      if (!defined) limits.lower = limits.upper = nan;
      add_limits(estimate, {limits.lower, limits.upper, why}, wald_method(method), level);
    }
  }

  void add_standard_error(Row const& estimate, double value, Method method) {
    bool const defined = std::isfinite(value) && std::isfinite(estimate.value);
    Status const why = defined                         ? estimate.status
                       : estimate.status != Status::ok ? estimate.status
                                                       : Status::non_finite_replicates;
    Row const row{with(estimate.column, Statistic::std_error, method), defined ? value : nan, why};
    rows_.push_back(row);
    add_wald(estimate, row);
  }

  /// What is said of the estimate is true of its limits and standard errors too.
  static Status inherited(Row const& estimate, Status status) {
    return status == Status::ok ? estimate.status : status;
  }

  void add_limits(Row const& estimate, Interval limits, Method method, double level) {
    limits.status = inherited(estimate, limits.status);
    rows_.push_back({with(estimate.column, Statistic::ci_lower, method), limits.lower, limits.status, level});
    rows_.push_back({with(estimate.column, Statistic::ci_upper, method), limits.upper, limits.status, level});
  }

  void add_replicates() {
    auto const& columns = experiment_.replicate_columns();
    std::unordered_map<std::string, std::size_t> patient_column;
    for (std::size_t c = 0; c < experiment_.patient_columns().size(); ++c) {
      patient_column[key_of(experiment_.patient_columns()[c])] = c;
    }
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (columns[c].quantity != Quantity::propensity_aliased) continue;
      add_counts(columns[c], column_values(slabs_, BlockKind::replicates, c));
    }
    for_each_estimate(columns, [&](Row const& estimate, std::size_t c) {
      ColumnValues const replicates = column_values(slabs_, BlockKind::replicates, c);
      ReplicateSample const sample(replicates.values, study_.bootstrap->non_finite);
      if (estimate.column.quantity == Quantity::survival_curve) {
        BootstrapEstimate const bootstrap{sample, estimate.value};
        return add_interval(estimate, bootstrap, IntervalMethod::percentile);
      }
      BootstrapEstimate const bootstrap{sample, estimate.value, acceleration_of(estimate, patient_column)};
      Row const se{with(estimate.column, Statistic::std_error, Method::bootstrap), sample.standard_deviation(),
                   inherited(estimate, sample.moment_status())};
      rows_.push_back(se);
      add_wald(estimate, se);
      for (IntervalMethod const kind : study_.bootstrap->intervals) {
        add_interval(estimate, bootstrap, kind);
        if (is_comparison(estimate.column.quantity)) add_inverted_test(estimate, bootstrap, kind);
      }
      add_counts(estimate.column, replicates);
    });
  }

  double acceleration_of(Row const& estimate, std::unordered_map<std::string, std::size_t> const& columns) const {
    auto const& intervals = study_.bootstrap->intervals;
    if (std::find(intervals.begin(), intervals.end(), IntervalMethod::bca) == intervals.end()) return nan;
    if (is_step_function(estimate.column.quantity)) return nan;
    Acceleration const kind = study_.bootstrap->bca.acceleration;
    BlockKind const units = kind == Acceleration::jackknife ? BlockKind::jackknife : BlockKind::influence;
    auto const values = column_values(slabs_, units, columns.at(key_of(estimate.column))).values;
    return acceleration(
        bca_influence(values, estimate.value, kind, study_.bootstrap->resample, experiment_.prepared().cohort.treated));
  }

  void add_interval(Row const& estimate, BootstrapEstimate const& bootstrap, IntervalMethod kind) {
    for (double const level : study_.level) {
      Interval limits = bootstrap_interval(kind, bootstrap, level);
      if (std::isnan(estimate.value)) limits = {nan, nan, estimate.status};
      add_limits(estimate, limits, method_of(kind), level);
    }
  }

  void add_inverted_test(Row const& estimate, BootstrapEstimate const& bootstrap, IntervalMethod kind) {
    TestValue test = bootstrap_p(kind, bootstrap, null_of(estimate));
    if (std::isnan(estimate.value)) test = {nan, estimate.status};
    Status const status = inherited(estimate, test.status);
    rows_.push_back({with(estimate.column, Statistic::p_value, method_of(kind)), test.p, status});
  }

  void add_counts(Column const& column, ColumnValues const& replicates) {
    std::array<std::size_t, status_names.size()> counts{};
    for (std::uint8_t const status : replicates.statuses) ++counts.at(status);
    for (std::size_t s = 0; s < counts.size(); ++s) {
      if (counts[s] == 0) continue;
      rows_.push_back(
          {with(column, Statistic::count, Method::none), static_cast<double>(counts[s]), static_cast<Status>(s)});
    }
  }

  Experiment const& experiment_;
  Study const& study_;
  std::span<Slab const> slabs_;
  std::vector<Row> rows_;
  std::unordered_map<std::string, Row> estimates_;
};

} // namespace

std::vector<Row> summarise(Experiment const& experiment, std::span<Slab const> slabs) {
  return Summary(experiment, slabs).make();
}

} // namespace iptwsim::results
