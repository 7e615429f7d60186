#include "results/summary.hpp"

#include <array>
#include <cmath>

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

class Summary {
public:
  Summary(Experiment const& experiment, std::span<Slab const> slabs) : experiment_(experiment), slabs_(slabs) {}

  std::vector<Row> make() {
    Slab const& own = full_sample(slabs_);
    auto const& columns = experiment_.full_columns();
    for (std::size_t c = 0; c < columns.size(); ++c) {
      Row const row{columns[c], own.values[c], static_cast<Status>(own.statuses[c])};
      rows_.push_back(row);
      if (row.column.statistic == Statistic::z) add_p(row);
      if (row.column.statistic == Statistic::estimate) estimates_.push_back(row);
      if (row.column.statistic == Statistic::std_error && is_comparison(row.column.quantity)) add_wald(row);
    }
    if (experiment_.study().bootstrap) {
      auto const& repeated = experiment_.replicate_columns();
      for (std::size_t c = 0; c < repeated.size(); ++c) {
        if (repeated[c].statistic != Statistic::estimate || repeated[c].quantity == Quantity::log_rank) continue;
        add_bootstrap(estimate_of(repeated[c]), column_replicates(slabs_, c));
      }
    }
    return std::move(rows_);
  }

private:
  Row const& estimate_of(Column const& column) const {
    for (Row const& row : estimates_) {
      if (row.column == with(column, Statistic::estimate, column.method)) return row;
    }
    throw std::logic_error("a replicated column has no estimate");
  }

  void add_p(Row const& z) {
    rows_.push_back({with(z.column, Statistic::p_value, z.column.method), two_sided_p(z.value), z.status});
  }

  void add_test(Row const& estimate, double standard_error, Status status, Method method) {
    double const z = (estimate.value - null_value(estimate.column.quantity)) / standard_error;
    bool const defined = std::isfinite(z);
    Status const why = status != Status::ok ? status : defined ? estimate.status : Status::zero_denominator;
    Row const row{with(estimate.column, Statistic::z, method), defined ? z : nan, why};
    rows_.push_back(row);
    add_p(row);
  }

  /// standard_error: naive or robust, of the estimate whose key it shares.
  void add_wald(Row const& standard_error) {
    Row const estimate = estimate_of(with(standard_error.column, Statistic::estimate, Method::none));
    add_test(estimate, standard_error.value, standard_error.status, standard_error.column.method);
    if (standard_error.column.method != Method::robust) return;
    for (double const level : experiment_.study().level) {
      bool const defined = std::isfinite(estimate.value) && std::isfinite(standard_error.value);
      Interval const limits = defined ? wald_interval(estimate.value, standard_error.value, level)
                                      : Interval{nan, nan, standard_error.status};
      add_limits(estimate, {limits.lower, limits.upper, standard_error.status}, Method::wald_robust, level);
    }
  }

  void add_limits(Row const& estimate, Interval const& limits, Method method, double level) {
    rows_.push_back({with(estimate.column, Statistic::ci_lower, method), limits.lower, limits.status, level});
    rows_.push_back({with(estimate.column, Statistic::ci_upper, method), limits.upper, limits.status, level});
  }

  void add_bootstrap(Row const& estimate, Replicates const& replicates) {
    ReplicateSample const sample(replicates.values);
    Row const se{with(estimate.column, Statistic::std_error, Method::bootstrap), sample.standard_deviation(),
                 sample.moment_status()};
    rows_.push_back(se);
    if (is_comparison(estimate.column.quantity)) add_test(estimate, se.value, se.status, Method::bootstrap);
    for (IntervalMethod const kind : experiment_.study().bootstrap->intervals) {
      for (double const level : experiment_.study().level) {
        Interval limits = bootstrap_interval(kind, sample, estimate.value, level);
        if (std::isnan(estimate.value)) limits = {nan, nan, estimate.status};
        add_limits(estimate, limits, method_of(kind), level);
      }
    }
    std::array<std::size_t, status_names.size()> counts{};
    for (std::uint8_t const status : replicates.statuses) ++counts.at(status);
    for (std::size_t s = 0; s < counts.size(); ++s) {
      if (counts[s] == 0) continue;
      rows_.push_back({with(estimate.column, Statistic::count, Method::none), static_cast<double>(counts[s]),
                       static_cast<Status>(s)});
    }
  }

  static Method method_of(IntervalMethod kind) {
    switch (kind) {
    case IntervalMethod::normal:
      return Method::normal;
    case IntervalMethod::basic:
      return Method::basic;
    case IntervalMethod::percentile:
      break;
    }
    return Method::percentile;
  }

  Experiment const& experiment_;
  std::span<Slab const> slabs_;
  std::vector<Row> rows_;
  std::vector<Row> estimates_;
};

} // namespace

std::vector<Row> summarise(Experiment const& experiment, std::span<Slab const> slabs) {
  return Summary(experiment, slabs).make();
}

} // namespace iptwsim::results
