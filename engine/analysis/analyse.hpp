#pragma once
// The whole IPTW analysis, which the bootstrap repeats: counts of patients -> propensity model -> weights ->
// estimators. A pure function of the prepared cohort and the counts; V is one replicate, or one per lane.
//
// When the propensity model gives no score (separation, not converged) every weighted number is NaN with that status;
// when an arm is empty (empty_arm) every number is. Nothing else is withheld.

#include <limits>
#include <span>
#include <vector>

#include "analysis/blocks.hpp"
#include "propensity/logistic.hpp"
#include "weights/weight.hpp"

namespace iptwsim {

/// The columns that Analysis fills, in its order: estimand by estimand, endpoint by endpoint.
std::vector<Column> describe_columns(PreparedCohort const& prepared, AnalysisOptions const& options);

template <class V> class Analysis {
public:
  /// start: coefficients of the standardised design at which the propensity model starts (zeros, or a former fit's).
  Analysis(PreparedCohort const& prepared, AnalysisOptions const& options, std::vector<double> start)
      : prepared_(prepared), options_(options), start_(std::move(start)) {
    for (Estimand const estimand : options.estimands) needs_score_ = needs_score_ || estimand != Estimand::unweighted;
  }

  /// counts: n copies of each patient, cohort order. Returns values and Status codes of describe_columns().
  ColumnWriter<V> const& run(std::span<V const> counts) {
    out_.values.clear();
    out_.statuses.clear();
    auto const& treated = prepared_.cohort.treated;
    auto const totals = arm_totals(treated, counts);
    V const n = totals[0] + totals[1];
    fit_score(counts);
    using namespace math;
    auto const an_arm_is_empty = !((totals[0] > V{0.0}) & (totals[1] > V{0.0}));
    V const empty = select(an_arm_is_empty, status_code<V>(Status::empty_arm), status_code<V>(Status::ok));
    V const unscored = select(an_arm_is_empty, empty, fit_.status);

    for (Estimand const estimand : options_.estimands) {
      fill_weights(estimand, options_.weights,
                   WeightInputs<V>{treated, counts, fit_.score, fit_.complement, {totals[0] / n, totals[1] / n}},
                   weights_);
      for (PreparedEndpoint const& endpoint : prepared_.endpoints) {
        sweep(endpoint, counts);
        std::size_t const first = out_.values.size();
        std::apply([&](auto... block) { (block.compute(options_, sweep_, out_), ...); }, Blocks{});
        withhold(first, estimand == Estimand::unweighted ? empty : unscored);
      }
    }
    return out_;
  }

  LogisticFit<V> const& propensity() const { return fit_; }
  std::vector<V> const& weights() const { return weights_; } ///< of the last estimand

private:
  void fit_score(std::span<V const> counts) {
    std::size_t const n = counts.size();
    if (needs_score_) return fit_logistic(prepared_.design, prepared_.cohort.treated, counts, start_, fit_);
    fit_.score.assign(n, V{0.5});
    fit_.complement.assign(n, V{0.5});
  }

  void sweep(PreparedEndpoint const& endpoint, std::span<V const> counts) {
    sweep_.endpoint = &endpoint;
    fill_risk_table(endpoint.order, counts, std::span<V const>(weights_), sweep_.table);
    if (!options_.estimators.survival && !options_.estimators.rmst) return;
    for (std::size_t arm = 0; arm < 2; ++arm) {
      kaplan_meier(sweep_.table, arm, sweep_.curve[arm]);
      sweep_.last_follow_up[arm] = last_follow_up(endpoint.order, counts, static_cast<int>(arm));
    }
  }

  /// NaN and the reason in the columns from `first` on, in the lanes where the reason is not ok.
  void withhold(std::size_t first, V reason) {
    using namespace math;
    V const nan{std::numeric_limits<double>::quiet_NaN()};
    auto const without = reason > V{0.0};
    if (!any(without)) return;
    for (std::size_t c = first; c < out_.values.size(); ++c) {
      out_.values[c] = select(without, nan, out_.values[c]);
      out_.statuses[c] = select(without, reason, out_.statuses[c]);
    }
  }

  PreparedCohort const& prepared_;
  AnalysisOptions const& options_;
  std::vector<double> start_;
  bool needs_score_ = false;
  LogisticFit<V> fit_;
  std::vector<V> weights_;
  EndpointSweep<V> sweep_;
  ColumnWriter<V> out_;
};

} // namespace iptwsim
