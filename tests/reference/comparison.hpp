#pragma once
// One analysis of a reference cohort, and its comparison with R's numbers.

#include <string>
#include <utility>
#include <vector>

#include "analysis/analyse.hpp"
#include "reference/agreement.hpp"

namespace iptwsim::test {

/// Tolerance of everything that passes through an iteration.
inline constexpr double iterated = 1e-9;

/// R's names of the estimands.
inline std::vector<std::pair<std::string, Estimand>> const estimands{{"ATE", Estimand::ate},
                                                                     {"ATT", Estimand::att},
                                                                     {"ATC", Estimand::atc},
                                                                     {"ATO", Estimand::overlap},
                                                                     {"ATM", Estimand::matching}};

/// R's names of the weight forms.
std::vector<std::pair<std::string, WeightOptions>> weight_forms();

/// Values of one run, found by what they are.
struct Found {
  std::vector<Column> columns;
  std::vector<double> values;

  /// time NaN: any. Throws when there is no such column.
  double at(Quantity quantity, std::string const& arm, double time, Statistic statistic = Statistic::estimate,
            Method method = Method::none) const;
};

struct Setting {
  Estimand estimand = Estimand::ate;
  WeightOptions weights = {};
  Ties ties = Ties::efron;
};

/// A prepared cohort with what it was prepared for.
struct ReferenceCohort : PreparedCohort {
  EstimatorOptions estimators;

  ReferenceCohort(Cohort cohort_, EstimatorOptions const& estimators_)
      : PreparedCohort(std::move(cohort_), estimators_), estimators(estimators_) {}
};

/// The cohort with every estimator at the times of R's file.
ReferenceCohort prepare(std::string const& name, nlohmann::json const& reference);

Found analyse(ReferenceCohort const& prepared, std::vector<double> const& counts, Setting const& setting);

/// Survival, RMST, their contrasts and medians.
void compare_curves(Agreement& agreement, std::string const& where, Found const& ours, nlohmann::json const& theirs,
                    double tolerance);

/// The same, Cox and log-rank under both tie rules.
void compare_everything(Agreement& agreement, std::string const& where, ReferenceCohort const& prepared,
                        std::vector<double> const& counts, Setting setting, nlohmann::json const& theirs);

} // namespace iptwsim::test
