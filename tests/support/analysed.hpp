#pragma once
// One run of the analysis with its columns, so that a test can ask for a number by its name.

#include <stdexcept>
#include <string>
#include <vector>

#include "analysis/analyse.hpp"

namespace iptwsim::test {

inline EstimatorOptions all_estimators(std::vector<double> times, double tau, Ties ties = Ties::efron) {
  EstimatorOptions estimators;
  estimators.survival = SurvivalOptions{std::move(times)};
  estimators.rmst = RmstOptions{tau};
  estimators.cox = CoxOptions{ties};
  estimators.log_rank = LogRankOptions{};
  return estimators;
}

inline std::vector<Estimand> every_estimand() {
  std::vector<Estimand> out;
  for (auto const& [estimand, word] : EnumNames<Estimand>::names) out.push_back(estimand);
  return out;
}

inline AnalysisOptions analysis_options(EstimatorOptions const& estimators, std::vector<Estimand> estimands,
                                        bool stabilized = true) {
  AnalysisOptions options;
  options.estimands = std::move(estimands);
  options.weights.stabilized = stabilized;
  options.estimators = estimators;
  options.standard_errors = {.naive = true, .robust = true};
  return options;
}

struct Analysed {
  std::vector<Column> columns;
  std::vector<double> values;
  std::vector<Status> statuses;

  std::size_t index(Quantity quantity, std::string const& arm = "", Method method = Method::none,
                    Statistic statistic = Statistic::estimate) const {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      Column const& column = columns[c];
      if (column.quantity == quantity && column.arm == arm && column.method == method && column.statistic == statistic)
        return c;
    }
    throw std::runtime_error("no such column");
  }
  template <class... What> double value(What const&... what) const { return values[index(what...)]; }
  template <class... What> Status status(What const&... what) const { return statuses[index(what...)]; }
};

/// counts: empty is one copy each.
inline Analysed analyse(Cohort const& cohort, AnalysisOptions const& options, std::vector<double> counts = {}) {
  PreparedCohort const prepared(cohort, options.estimators);
  if (counts.empty()) counts.assign(cohort.size(), 1.0);
  Analysis<double> analysis(prepared, options, std::vector<double>(prepared.design.columns(), 0.0));
  auto const& out = analysis.run(counts);
  Analysed analysed{describe_columns(prepared, options), out.values, {}};
  for (double const status : out.statuses) analysed.statuses.push_back(static_cast<Status>(static_cast<int>(status)));
  return analysed;
}

} // namespace iptwsim::test
