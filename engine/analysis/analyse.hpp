#pragma once
// The whole IPTW analysis, which the bootstrap repeats: counts of patients -> propensity model -> weights ->
// estimators. A pure function of the prepared cohort and the counts; V is one replicate, or one per lane.
//
// When the propensity model gives no score (separation, not converged) every weighted number is NaN with that status;
// when an arm is empty (empty_arm) every number is. Nothing else is withheld.

#include <limits>
#include <memory>
#include <span>
#include <type_traits>
#include <vector>

#include "analysis/blocks.hpp"
#include "analysis/lane_cohort.hpp"
#include "cohort/copies.hpp"
#include "core/error.hpp"
#include "estimators/lane_kaplan_meier.hpp"
#include "propensity/firth.hpp"
#include "propensity/logistic.hpp"
#include "weights/weight.hpp"

namespace iptwsim {

/// The columns that Analysis fills, in its order: estimand by estimand, endpoint by endpoint.
std::vector<Column> describe_columns(PreparedCohort const& prepared, AnalysisOptions const& options);

/// The same before there are data; not with the whole curve, whose times they decide.
std::vector<Column> describe_columns(CohortNames const& names, AnalysisOptions const& options);

/// Where the propensity score comes from: a start for the iteration, or scores that are given.
struct ScoreSource {
  std::vector<double> start = {}; ///< q coefficients of the standardised design
  std::shared_ptr<FixedScores const> fixed = nullptr;
  std::shared_ptr<FirstPass const> first = nullptr; ///< the pass at the start, of replicates: see fit_logistic()
};

/// Of replicates, which start from these coefficients.
ScoreSource replicate_scores(PreparedCohort const& prepared, std::vector<double> start);

/// Fits the propensity model that the options name.
template <class V, class AnyCohort>
void fit_propensity(AnyCohort const& prepared, AnalysisOptions const& options, std::span<V const> frequency,
                    std::span<V const> start, LogisticFit<V>& fit, FirstPass const* first = nullptr) {
  auto const& treated = prepared.arms();
  if (options.model == PropensityModel::firth)
    return fit_firth(prepared.design, treated, frequency, start, fit, {}, first);
  LogisticOptions const logistic{.two_precisions = options.two_precisions};
  fit_logistic(prepared.design, treated, frequency, start, fit, logistic, first);
}

/// Room that an analysis leaves to the next one, of any cohort. No number in it is read before it is set.
template <class V, class Endpoint = PreparedEndpoint> struct AnalysisRoom {
  LogisticFit<V> fit = {};
  std::vector<V> weights = {};
  EndpointSweep<V, Endpoint> sweep = {};
  LaneRiskWorkspace<V> lane_risk = {};
  ColumnWriter<V> out = {};
};

/// AnyCohort: one cohort, whose counts differ by lane, or a cohort a lane (LaneCohort), each patient once.
template <class V, class AnyCohort = PreparedCohort> class Analysis {
public:
  using Room = AnalysisRoom<V, typename AnyCohort::Endpoint>;

  /// source: its first pass must stay for as long as this is used.
  Analysis(AnyCohort const& prepared, AnalysisOptions const& options, ScoreSource const& source, Room room = {})
      : prepared_(prepared), options_(options), first_(source.first.get()),
        start_(source.start.begin(), source.start.end()), fit_(std::move(room.fit)), weights_(std::move(room.weights)),
        sweep_(std::move(room.sweep)), workspace_(std::move(room.lane_risk)), out_(std::move(room.out)) {
    for (Estimand const estimand : options.estimands) needs_score_ = needs_score_ || estimand != Estimand::unweighted;
    fitted_ = needs_score_ && !source.fixed;
    if (!fitted_) set_fixed_scores(source.fixed.get(), prepared.size());
  }

  /// The same; a source that is gone afterwards has no first pass.
  Analysis(AnyCohort const& prepared, AnalysisOptions const& options, ScoreSource&& source, Room room = {})
      : Analysis(prepared, options, std::as_const(source), std::move(room)) {
    IPTWSIM_EXPECTS(first_ == nullptr);
  }

  /// Room for the next analysis; this one is at its end.
  Room leave() {
    return {std::move(fit_), std::move(weights_), std::move(sweep_), std::move(workspace_), std::move(out_)};
  }

  /// The propensity model fitted from these coefficients of the standardised design.
  Analysis(AnyCohort const& prepared, AnalysisOptions const& options, std::vector<double> start)
      : Analysis(prepared, options, ScoreSource{.start = std::move(start)}) {}

  /// copies: n patients each, cohort order. Returns values and Status codes of describe_columns().
  ColumnWriter<V> const& run(Copies<V> const& copies) {
    using namespace math;
    out_.values.clear();
    out_.statuses.clear();
    auto const& treated = prepared_.arms();
    IPTWSIM_EXPECTS(copies.raw.size() == treated.size() && copies.frequency.size() == treated.size());
    auto const totals = arm_totals(treated, copies.frequency);
    V const n = totals[0] + totals[1];
    if (fitted_) fit_propensity(prepared_, options_, copies.frequency, std::span<V const>(start_), fit_, first_);
    auto const an_arm_is_empty = !((totals[0] > V{0.0}) & (totals[1] > V{0.0}));
    V const empty = select(an_arm_is_empty, status_code<V>(Status::empty_arm), status_code<V>(Status::ok));
    V const unscored = select(an_arm_is_empty, empty, fit_.status);
    V const aliased = select(fit_.aliased > V{0.0}, status_code<V>(Status::aliased), status_code<V>(Status::ok));
    auto const no_score = unscored > V{0.0};
    V const nan{std::numeric_limits<double>::quiet_NaN()};
    out_.put(select(no_score, nan, fit_.aliased), select(no_score, unscored, aliased));

    using Arms = std::remove_cvref_t<decltype(treated)>;
    WeightInputs<V, Arms> const inputs{
        treated, copies.frequency, fit_.score, fit_.complement, {totals[0] / n, totals[1] / n}};
    for (Estimand const estimand : options_.estimands) {
      fill_weights(estimand, options_.weights, inputs, weights_);
      for (Endpoint const& endpoint : prepared_.endpoints) {
        sweep(endpoint, copies);
        std::size_t const first = out_.values.size();
        std::apply([&](auto... block) { (block.compute(options_, sweep_, out_), ...); }, Blocks{});
        withhold(first, estimand == Estimand::unweighted ? empty : unscored);
      }
    }
    return out_;
  }

  /// Whole patients: counts copies of each.
  ColumnWriter<V> const& run(std::span<V const> counts) { return run(Copies<V>::of(counts)); }

  bool fits_propensity() const { return fitted_; }
  LogisticFit<V> const& propensity() const { return fit_; }  ///< of the last run
  std::vector<V> const& weights() const { return weights_; } ///< of the last estimand

private:
  using Endpoint = typename AnyCohort::Endpoint;
  static constexpr bool one_cohort = std::is_same_v<AnyCohort, PreparedCohort>;

  /// fixed: may be null, when nobody asks for a score.
  void set_fixed_scores(FixedScores const* fixed, std::size_t n) {
    fit_.score.assign(n, V{0.5});
    fit_.complement.assign(n, V{0.5});
    fit_.status = V{0.0};
    fit_.aliased = V{0.0};
    if (!fixed) return;
    for (std::size_t i = 0; i < n; ++i) {
      fit_.score[i] = V{fixed->score[i]};
      fit_.complement[i] = V{fixed->complement[i]};
    }
    fit_.status = status_code<V>(fixed->status);
  }

  void sweep(Endpoint const& endpoint, Copies<V> const& copies) {
    sweep_.endpoint = &endpoint;
    EstimatorOptions const& wanted = options_.estimators;
    RiskTable<V>& table = sweep_.table;
    if constexpr (one_cohort) {
      detail::RiskInputs<V> const inputs{&endpoint.order, copies, weights_};
      bool const needs_all = wanted.cumulative_incidence || options_.curve == CurveColumns::everything;
      bool const are_counts = copies.raw.data() == copies.frequency.data();
      if (are_counts && !needs_all && RiskTable<V>::is_large(endpoint.order.event_times()))
        table.fill_in_blocks(inputs);
      else
        table.fill(inputs);
    } else {
      fill_risk_table(endpoint.order, std::span<V const>(weights_), workspace_, table);
    }
    bool const curves = wanted.survival || wanted.rmst || wanted.median || wanted.cumulative_incidence;
    bool const cox = wanted.cox || wanted.log_rank;
    Ties const ties = wanted.cox ? wanted.cox->ties : Ties::efron;
    if constexpr (!one_cohort) {
      if (curves) lane_kaplan_meier(table, sweep_.curve);
    }
    for (std::size_t arm = 0; curves && arm < 2; ++arm) {
      if constexpr (one_cohort) {
        sweep_.curve[arm].resize(table.event_times(), V{1.0});
        sweep_.last_follow_up[arm] = last_follow_up(endpoint.order, copies.frequency, arm);
      } else {
        sweep_.last_follow_up[arm] = endpoint.order.last_follow_up(arm);
      }
    }
    if constexpr (one_cohort) {
      if (cox) sweep_.cox.start(table, ties);
    }
    sweep_.xie_liu = {};
    std::array<V, 2> survival{V{1.0}, V{1.0}};
    table.visit([&](std::size_t first, std::span<RiskRecord<V> const> records) {
      if constexpr (one_cohort) {
        for (std::size_t arm = 0; curves && arm < 2; ++arm) {
          kaplan_meier(records, arm, survival[arm], sweep_.curve[arm].data() + first);
        }
        if (cox) sweep_.cox.read(first, records);
      }
      if (wanted.log_rank) sweep_.xie_liu.add(records);
    });
    if (!cox) return;
    if constexpr (one_cohort) {
      sweep_.at_null = sweep_.cox.at_null();
    } else {
      sweep_.cox.read(table, ties);
      sweep_.at_null = sweep_.cox.score_and_meat(V{0.0});
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

  AnyCohort const& prepared_;
  AnalysisOptions const& options_;
  FirstPass const* first_; ///< of the source, which must stay
  std::vector<V> start_;
  bool needs_score_ = false, fitted_ = false;
  LogisticFit<V> fit_;
  std::vector<V> weights_;
  EndpointSweep<V, Endpoint> sweep_;
  LaneRiskWorkspace<V> workspace_;
  ColumnWriter<V> out_;
};

} // namespace iptwsim
