#pragma once
// What a fit of the logistic model (propensity/logistic.hpp) is told, and what it keeps.

#include <span>
#include <vector>

#include "math/single.hpp"
#include "propensity/newton_pass.hpp"
#include "propensity/present_rows.hpp"
#include "propensity/whole_rows.hpp"

namespace iptwsim {

struct LogisticOptions {
  int steps = 40;               ///< Newton steps allowed
  double tolerance = 1e-6;      ///< largest change of a linear predictor before the last step
  double longest_step = 20;     ///< bound on the change of a linear predictor in one step
  double separated_beyond = 20; ///< |linear predictor| that an unfinished iteration calls separation
  bool two_precisions = false;  ///< a cohort's fit from zero begins in single precision: propensity/two_precisions.hpp
  double flat = 1e-4; ///< at the end, gradient per patient over the covariate's reach; a true end has 1e-6 or less
};

namespace detail {

/// Of passes in single precision; nothing where a number type has none.
template <class V> struct SingleRoom {};
template <math::HasSingle V> struct SingleRoom<V> {
  PresentRows<math::single_t<V>> present; ///< of replicates
  WholeRows<math::single_t<V>> whole;     ///< of cohorts
  std::vector<math::single_t<V>> coefficients, gradient, information;
};

} // namespace detail

/// All per-patient arrays are in cohort order. Reused between fits: nothing is allocated after the first.
template <class V> struct LogisticFit {
  std::vector<V> coefficients;      ///< q, for the standardised columns
  std::vector<V> score, complement; ///< n: e_i and 1 - e_i
  std::vector<V> linear_predictor;  ///< n; scratch in fits that end in two precisions
  std::vector<double> sign;         ///< n: 1 in the treated, -1 in control; or else
  std::vector<V> lane_sign;         ///< the same of a cohort a lane
  detail::SingleRoom<V> single;     ///< scratch
  std::vector<V> information;       ///< q x q, factorised (math/cholesky.hpp), at each lane's last step
  std::vector<V> of_pass;           ///< the same of the last pass, which means nothing in lanes that were done before
  std::vector<V> gradient;          ///< q; scratch
  V aliased{0.0};                   ///< columns that the first step found aliased
  V status{0.0};                    ///< a Status code
};

} // namespace iptwsim
