#include "inference/performance_table.hpp"

#include <algorithm>

#include "core/error.hpp"

namespace iptwsim {
namespace {

/// Whether two columns are about the same number of the analysis.
bool same_number(Column const& a, Column const& b) {
  return a.quantity == b.quantity && a.endpoint == b.endpoint && a.estimand == b.estimand && a.arm == b.arm &&
         a.time == b.time;
}

bool needs_truth(Statistic s) {
  switch (s) {
  case Statistic::truth:
  case Statistic::bias:
  case Statistic::relative_bias:
  case Statistic::median_bias:
  case Statistic::mse:
  case Statistic::coverage:
  case Statistic::coverage_defined:
    return true;
  default:
    return false;
  }
}

std::span<double const> row(CohortTable const& table, std::size_t key) {
  return table.values.subspan(key * table.cohorts, table.cohorts);
}
std::span<std::uint8_t const> status_row(CohortTable const& table, std::size_t key) {
  return table.statuses.subspan(key * table.cohorts, table.cohorts);
}

double value_of(std::optional<Truth> const& truth) {
  return truth ? truth->value : std::numeric_limits<double>::quiet_NaN();
}

template <class Sums> void store(Sums const& sums, std::span<double> out, std::size_t& at) {
  auto const doubles = flat(sums);
  std::copy(doubles.begin(), doubles.end(), out.begin() + static_cast<std::ptrdiff_t>(at));
  at += doubles.size();
}

template <class Sums> Sums load(std::span<double const> sums, std::size_t at) {
  return from_flat<Sums>(sums.subspan(at, flat_size<Sums>));
}

} // namespace

/// Calls visit(type of the sums) for each of the sums of a kind, in the order in which they are stored.
template <class Visit> void PerformanceTable::visit_sums(Kind kind, Visit visit) {
  switch (kind) {
  case Kind::estimate:
    visit(EstimateSums{});
    visit(StatusSums{});
    return;
  case Kind::standard_error:
    return visit(StandardErrorSums{});
  case Kind::limits:
    return visit(LimitSums{});
  case Kind::test:
    return visit(TestSums{});
  }
}

PerformanceTable::PerformanceTable(std::vector<RowKey> const& keys, std::vector<CountKey> const& counted,
                                   std::vector<double> levels)
    : keys_(keys), counted_(counted) {
  auto const estimate_of = [&](std::size_t k) {
    for (std::size_t e = 0; e < keys_.size(); ++e) {
      bool const is_estimate = keys_[e].column.statistic == Statistic::estimate;
      if (is_estimate && same_number(keys_[e].column, keys_[k].column)) return e;
    }
    return k; // a test that has no estimate of its own
  };
  auto const add = [&](Kind kind, std::size_t key, std::size_t estimate, double level) {
    items_.push_back({kind, key, estimate, level, size_});
    visit_sums(kind, [&](auto sums) { size_ += flat_size<decltype(sums)>; });
  };
  double const no_level = std::numeric_limits<double>::quiet_NaN();
  for (std::size_t k = 0; k < keys_.size(); ++k) {
    bool const is_score = keys_[k].column.quantity == Quantity::log_rank;
    switch (keys_[k].column.statistic) {
    case Statistic::estimate:
      if (!is_score) add(Kind::estimate, k, k, no_level);
      break;
    case Statistic::std_error:
      if (!is_score) add(Kind::standard_error, k, estimate_of(k), no_level);
      break;
    case Statistic::ci_lower:
      IPTWSIM_EXPECTS(keys_[k + 1].column.statistic == Statistic::ci_upper);
      add(Kind::limits, k, estimate_of(k), keys_[k].level);
      break;
    case Statistic::p_value:
      for (double const level : levels) add(Kind::test, k, estimate_of(k), level);
      break;
    default:
      break;
    }
  }
  replicate_offset_ = size_;
  size_ += counted_.size() * status_names.size();
}

std::vector<double> PerformanceTable::sum(CohortTable const& cohorts, std::span<double const> replicate_counts,
                                          Truths const& truths) const {
  IPTWSIM_EXPECTS(cohorts.values.size() == keys_.size() * cohorts.cohorts && truths.size() == keys_.size());
  IPTWSIM_EXPECTS(replicate_counts.size() == size_ - replicate_offset_);
  std::vector<double> out(size_);
  for (Item const& item : items_) {
    std::size_t at = item.offset;
    switch (item.kind) {
    case Kind::estimate:
      store(sum_estimates(row(cohorts, item.key), value_of(truths[item.key])), out, at);
      store(sum_statuses(status_row(cohorts, item.key)), out, at);
      break;
    case Kind::standard_error:
      store(sum_standard_errors(row(cohorts, item.key), row(cohorts, item.estimate)), out, at);
      break;
    case Kind::limits:
      store(sum_limits({row(cohorts, item.key), row(cohorts, item.key + 1)}, value_of(truths[item.estimate])), out, at);
      break;
    case Kind::test:
      store(sum_tests({row(cohorts, item.key), status_row(cohorts, item.key)}, item.level), out, at);
      break;
    }
  }
  std::copy(replicate_counts.begin(), replicate_counts.end(),
            out.begin() + static_cast<std::ptrdiff_t>(replicate_offset_));
  return out;
}

void PerformanceTable::merge(std::span<double> sums, std::span<double const> later) const {
  IPTWSIM_EXPECTS(sums.size() == size_ && later.size() == size_);
  for (Item const& item : items_) {
    std::size_t at = item.offset;
    visit_sums(item.kind, [&](auto kind) {
      using Sums = decltype(kind);
      store(iptwsim::merge(load<Sums>(sums, at), load<Sums>(later, at)), sums, at);
    });
  }
  for (std::size_t i = replicate_offset_; i < size_; ++i) sums[i] += later[i];
}

void PerformanceTable::add_rows(Item const& item, std::span<double const> sums, Truths const& truths,
                                std::optional<CohortTable> const& cohorts, std::vector<PerformanceRow>& rows) const {
  Column const& column = keys_[item.key].column;
  std::optional<Truth> const& truth = truths[item.estimate];
  auto const estimates = [&] {
    auto const found = std::find_if(items_.begin(), items_.end(), [&](Item const& other) {
      return other.kind == Kind::estimate && other.key == item.estimate;
    });
    return load<EstimateSums>(sums, found->offset);
  };
  auto const add = [&](std::vector<Measure> const& measures) {
    for (Measure const& measure : measures) {
      if (!truth && needs_truth(measure.statistic)) continue;
      Column own = column;
      own.statistic = measure.statistic;
      rows.push_back({own, item.level, Status::ok, measure.value, measure.mcse, measure.status});
    }
  };
  switch (item.kind) {
  case Kind::estimate: {
    std::optional<std::span<double const>> kept;
    if (cohorts) kept = row(*cohorts, item.key);
    add(estimate_measures(load<EstimateSums>(sums, item.offset), truth.value_or(Truth{}), kept));
    auto const statuses = load<StatusSums>(sums, item.offset + flat_size<EstimateSums>);
    for (std::size_t s = 0; s < statuses.cohorts.size(); ++s) {
      if (statuses.cohorts[s] == 0) continue;
      Column own = column;
      own.statistic = Statistic::count;
      rows.push_back({.column = own, .counted = static_cast<Status>(s), .value = statuses.cohorts[s]});
    }
    return;
  }
  case Kind::standard_error:
    return add(standard_error_measures(load<StandardErrorSums>(sums, item.offset), estimates()));
  case Kind::limits: {
    std::optional<LimitValues> kept;
    if (cohorts) kept = LimitValues{row(*cohorts, item.key), row(*cohorts, item.key + 1)};
    return add(limit_measures(load<LimitSums>(sums, item.offset), truth.value_or(Truth{}), estimates(), kept));
  }
  case Kind::test:
    return add(test_measures(load<TestSums>(sums, item.offset)));
  }
}

std::vector<PerformanceRow> PerformanceTable::rows(std::span<double const> sums, Truths const& truths,
                                                   std::optional<CohortTable> const& cohorts) const {
  IPTWSIM_EXPECTS(sums.size() == size_ && truths.size() == keys_.size());
  std::vector<PerformanceRow> rows;
  for (Item const& item : items_) add_rows(item, sums, truths, cohorts, rows);
  for (std::size_t k = 0; k < counted_.size(); ++k) {
    for (std::size_t s = 0; s < status_names.size(); ++s) {
      double const replicates = sums[replicate_offset_ + k * status_names.size() + s];
      if (replicates == 0) continue;
      Column own = counted_[k].column;
      own.statistic = Statistic::replicate_count;
      rows.push_back({.column = own, .counted = static_cast<Status>(s), .value = replicates});
    }
  }
  return rows;
}

} // namespace iptwsim
