#pragma once
// The time to an event given the covariates x and the arm a: a baseline, a log ratio, gamma frailty.
//
//   proportional hazards        H(t | x, a) = e^s H_0(t)        s = the log hazard ratio of the patient
//   accelerated failure time    H(t | x, a) = H_0(t e^s)        s = minus the log time ratio
//
//   log ratio = sum_k b_k term_k(x) + a (b_A + sum_l c_l term_l(x))         (scenario/generating_terms.hpp)
//
// The patient's hazard is W times this, W gamma distributed with mean 1 and variance v. Only one time is drawn from it,
// so W is integrated out (D. Clayton, Biometrika 65, 1978, 141-151; P. Hougaard, Biometrika 71, 1984, 75-83):
//
//   -log S(t | x, a) = log(1 + v H) / v,   H without frailty
//
// In either case a higher s, the score, dies sooner. H_0 is the baseline's cumulative hazard. Times may be +Inf
// (cured).

#include <array>
#include <cstddef>

#include "math/exp.hpp"
#include "math/expm1.hpp"
#include "math/log1p.hpp"
#include "scenario/conditional_options.hpp"
#include "scenario/generating_terms.hpp"
#include "scenario/survival_distribution.hpp"

namespace iptwsim {

class ConditionalSurvival {
public:
  /// For options without problems and without anything left to solve.
  ConditionalSurvival(ConditionalOptions const& options, NamedCovariates const& covariates);

  bool is_accelerated() const { return sign_ < 0; }
  SurvivalDistribution const& baseline() const { return baseline_; }
  /// Whether patients of an arm differ in their scores.
  bool depends_on_covariates(std::size_t arm) const { return !terms_.empty() || (arm == 1 && !interactions_.empty()); }

  /// s in arm 0 or 1; values[i] is covariate i.
  template <class V> V score(std::size_t arm, V const* values) const {
    V ratio = V(0.0);
    if (!terms_.empty()) ratio = ratio + terms_(values);
    if (arm == 1) {
      ratio = ratio + V(effect_);
      if (!interactions_.empty()) ratio = ratio + interactions_(values);
    }
    return V(sign_) * ratio + V(shift_);
  }

  /// -log S(t | s).
  template <class V> V cumulative_hazard(V t, V score) const {
    V const faster = math::exp(score);
    V const own = sign_ < 0 ? baseline_.cumulative_hazard(t * faster) : faster * baseline_.cumulative_hazard(t);
    return with_frailty(own);
  }

  template <class V> V survival(V t, V score) const { return math::exp(-cumulative_hazard(t, score)); }

  /// The baseline at a time, which serves all patients where hazards are proportional.
  struct Baseline {
    double cumulative_hazard, hazard;
  };
  Baseline baseline_at(double t) const { return {baseline_.cumulative_hazard(t), baseline_.hazard(t)}; }

  /// The survival and minus its derivative, of e^s: `here` is the baseline at t, under accelerated failure time at t
  /// e^s.
  struct Point {
    double survival, density;
  };
  Point at(Baseline const& here, double faster) const {
    double const own = here.cumulative_hazard * (sign_ < 0 ? 1 : faster);
    double const survival = math::exp(-with_frailty(own));
    if (!(survival > 0)) return {0, 0}; // the hazard may be +Inf
    return {survival, survival * (faster * here.hazard) / (1 + frailty_ * own)};
  }

  /// inf{t : -log S(t | s) >= e}: of e = -log u, u uniform on (0, 1), a time with this survival.
  template <class V> V time_of(V e, V score) const {
    V const own = frailty_ > 0 ? math::expm1(V(frailty_) * e) / V(frailty_) : e;
    V const slower = math::exp(-score);
    return sign_ < 0 ? baseline_.time_of(own) * slower : baseline_.time_of(own * slower);
  }

private:
  template <class V> V with_frailty(V own) const {
    return frailty_ > 0 ? math::log1p(V(frailty_) * own) / V(frailty_) : own;
  }

  SurvivalDistribution baseline_;
  GeneratingTerms terms_, interactions_;
  double effect_, shift_, frailty_;
  double sign_; ///< of a log ratio in the score
};

} // namespace iptwsim
