#pragma once
// A cohort made ready for being analysed many times: everything that a replicate shares with the cohort.

#include <optional>
#include <vector>

#include "cohort/cohort.hpp"
#include "cohort/time_order.hpp"
#include "core/status.hpp"
#include "estimators/options.hpp"
#include "estimators/rmst.hpp"
#include "propensity/design.hpp"
#include "propensity/options.hpp"
#include "weights/options.hpp"

namespace iptwsim {

/// Which columns of the whole curve there are: none; survival on the grid; survival and numbers at risk everywhere.
enum class CurveColumns { none, grid, everything };

/// Which diagnostics there are: all, or without the overlap of the scores and all of the weights but their size.
enum class DiagnosticColumns { everything, brief };

/// Which standard errors of the Cox model are columns.
struct StandardErrors {
  bool naive = false;
  bool robust = true;
};

/// What is analysed. Estimands in the order of the columns.
struct AnalysisOptions {
  std::vector<Estimand> estimands;
  WeightOptions weights;
  EstimatorOptions estimators;
  StandardErrors standard_errors = {};
  CurveColumns curve = CurveColumns::none;
  DiagnosticColumns diagnostics = DiagnosticColumns::everything;
  PropensityModel model = PropensityModel::logistic;
  bool two_precisions = false; ///< the cohort's own fit, as LogisticOptions has it: of simulated cohorts
  bool fractional = false;     ///< frequencies are not counts: Xie and Liu's test is not defined
};

/// Scores that are given, not fitted: known ones, or the cohort's own where replicates do not refit.
struct FixedScores {
  std::vector<double> score, complement; ///< n each; e and 1 - e
  Status status = Status::ok;
};

struct PreparedEndpoint {
  std::string name;
  TimeOrder order;
  std::vector<std::size_t> until;           ///< of each survival time: event times <= it
  std::vector<std::size_t> incidence_until; ///< the same of cumulative incidence
  std::vector<std::size_t> grid;    ///< event times whose pointwise limits are found: all, or `most_grid_times` of them
  std::optional<RmstWidths> widths; ///< present with the RMST estimator
};

/// Limits of a curve are found at no more times than these, evenly spaced among the event times.
inline constexpr std::size_t most_grid_times = 500;

struct PreparedCohort {
  Cohort cohort;
  Design design;
  std::vector<PreparedEndpoint> endpoints;

  /// For analyses with these estimators: positions of their times are found once.
  PreparedCohort(Cohort cohort_, EstimatorOptions const& estimators);

  using Endpoint = PreparedEndpoint;

  std::size_t size() const { return cohort.size(); }
  std::vector<std::uint8_t> const& arms() const { return cohort.treated; }
  std::size_t covariates() const { return static_cast<std::size_t>(cohort.covariates.cols()); }
  double const* covariate(std::size_t j) const { return cohort.covariates.data() + j * size(); } ///< n values
  std::uint8_t const* event(std::size_t endpoint) const { return cohort.endpoints[endpoint].event.data(); }
};

} // namespace iptwsim
