#pragma once
// How long patients of one arm survive: a parametric family, a cured share, and hazard ratios on top.
//
//   H_u(t)                    cumulative hazard of the family, for those who are not cured
//   S = c + (1 - c) e^{-H_u}  with the cured share c in [0, 1); H_c = -log S
//   H(t) = integral of r dH_c with the hazard ratio r(t), which changes at given times (1 without)
//
// The ratios act on the hazard of the whole arm, cured patients included: with a constant r, S = (c + ...)^r.
// time_of(e) = inf{t : H(t) >= e}, +Inf where H never reaches e (cured, or a hazard of 0 for ever): for u uniform on
// (0, 1), time_of(-log u) has the survival S. It is nondecreasing in e up to rounding. Times and 1/hazards are in the
// data's own unit. t >= 0 and e >= 0, both may be +Inf.

#include <optional>
#include <variant>
#include <vector>

#include "math/piecewise_linear.hpp"
#include "scenario/alternative.hpp"
#include "scenario/survival_exponential.hpp"
#include "scenario/survival_gompertz.hpp"
#include "scenario/survival_log_logistic.hpp"
#include "scenario/survival_lognormal.hpp"
#include "scenario/survival_piecewise.hpp"
#include "scenario/survival_weibull.hpp"

namespace iptwsim {

/// The parametric families; each has cumulative_hazard(t), hazard(t) and its inverse time_of(e).
using SurvivalModel = std::variant<ExponentialSurvival, WeibullSurvival, GompertzSurvival, LogLogisticSurvival,
                                   LognormalSurvival, PiecewiseExponentialSurvival>;

class SurvivalDistribution {
public:
  explicit SurvivalDistribution(SurvivalModel model, double cured = 0);

  /// The distribution whose hazard is values[k] times this one's from time from[k] on; from[0] = 0, increasing.
  SurvivalDistribution with_hazard_ratios(std::vector<double> const& from, std::vector<double> const& values) const;

  template <class V> V cumulative_hazard(V t) const {
    V const before = hazard_without_ratios(t);
    return ratios_ ? ratios_->by_hazard(before) : before;
  }

  template <class V> V survival(V t) const { return math::exp(-cumulative_hazard(t)); }

  /// At a change of the hazard: after it.
  template <class V> V hazard(V t) const;

  template <class V> V time_of(V e) const;

  /// The cumulative hazard that this one's was before it was given hazard ratios.
  template <class V> V hazard_before_ratios(V e) const { return ratios_ ? ratios_->by_hazard.inverse(e) : e; }

  /// The share who never have the event: S(Inf).
  double never() const { return survival(math::infinity); }

  /// The times above 0 at which the hazard jumps, increasing.
  std::vector<double> const& jumps() const { return jumps_; }

private:
  struct Ratios {
    math::PiecewiseLinear by_time;   ///< its slope at t is r(t)
    math::PiecewiseLinear by_hazard; ///< H as a function of H_c
  };

  template <class V> V hazard_without_ratios(V t) const;

  SurvivalModel model_;
  double cured_;
  std::optional<Ratios> ratios_ = {};
  std::vector<double> jumps_ = {};
};

/// -log(c + (1 - c) e^{-h}), h the cumulative hazard of those who are not cured, and its inverse (+Inf beyond -log c).
template <class V> V with_cured(V h, double cured) {
  using math::select;
  if (cured == 0) return h;
  V const lost = V(1 - cured) * math::expm1(-h); // S - 1
  V const survival = V(cured) + V(1 - cured) * math::exp(-h);
  return -select(survival > V(0.5), math::log1p(lost), math::log(survival));
}
template <class V> V without_cured(V e, double cured) {
  using math::select;
  if (cured == 0) return e;
  V const lost = math::expm1(-e) / V(1 - cured);
  V const survival = (math::exp(-e) - V(cured)) / V(1 - cured);
  V const h = -select(survival > V(0.5), math::log1p(lost), math::log(survival));
  return select(survival > V(0.0), h, V(math::infinity));
}

template <class V> V SurvivalDistribution::hazard_without_ratios(V t) const {
  return with_cured(with_alternative(model_, [&](auto const& model) { return model.cumulative_hazard(t); }), cured_);
}

template <class V> V SurvivalDistribution::hazard(V t) const {
  V value = with_alternative(model_, [&](auto const& model) { return model.hazard(t); });
  if (cured_ > 0) { // times the share of survivors who are not cured
    V const uncured = with_alternative(model_, [&](auto const& model) { return model.cumulative_hazard(t); });
    V const at_risk = V(1 - cured_) * math::exp(-uncured);
    value = value * (at_risk / (V(cured_) + at_risk));
  }
  return ratios_ ? value * ratios_->by_time.slope(t) : value;
}

template <class V> V SurvivalDistribution::time_of(V e) const {
  V const uncured = without_cured(hazard_before_ratios(e), cured_);
  return with_alternative(model_, [&](auto const& model) { return model.time_of(uncured); });
}

} // namespace iptwsim
