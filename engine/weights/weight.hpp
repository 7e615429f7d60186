#pragma once
// Balancing weights from the propensity score (Li, Morgan and Zaslavsky 2018; Li and Greene 2013 for matching).
//
// With e_i = P(A_i = 1 | x_i) and a tilting function h, a patient's weight is
//   w_i = h(e_i) / e_i        treated,        w_i = h(e_i) / (1 - e_i)        control
//   ate 1 | att e | atc 1-e | overlap e(1-e) | matching min(e, 1-e) | unweighted: w_i = 1
//   entropy -e ln e - (1-e) ln(1-e) (Zhou, Matsouaka and Thomas 2020)
// stabilized: w_i * P(A = a_i), the share of the patient's own arm among the copies. For ate these are the usual
// stabilized weights (Robins, Hernan and Brumback 2000); for the others WeightIt's convention, which changes what the
// Cox model estimates. `unweighted` is 1 either way.
//
// Then, when asked for: normalization and truncation (weights/truncate.hpp), not of `unweighted`.
//
// Edge cases: a patient with no copy (f_i = 0) has weight 0. e_i that has rounded to 0 or 1 gives Inf for ate: the
// estimates become NaN rather than wrong.

#include <array>
#include <span>
#include <vector>

#include "cohort/arms.hpp"
#include "math/log.hpp"
#include "math/number.hpp"
#include "weights/options.hpp"
#include "weights/truncate.hpp"

namespace iptwsim {

/// One patient's weight before stabilization; complement = 1 - score. treated: as of cohort/arms.hpp.
template <class V, class Arm> V balancing_weight(Estimand estimand, Arm treated, V score, V complement) {
  using namespace math;
  V const own = in_arm(treated, score, complement);   // probability of the arm the patient is in
  V const other = in_arm(treated, complement, score); // of the other
  switch (estimand) {
  case Estimand::ate:
    return V{1.0} / own;
  case Estimand::att:
    return in_arm(treated, V{1.0}, score / complement);
  case Estimand::atc:
    return in_arm(treated, complement / score, V{1.0});
  case Estimand::overlap:
    return other;
  case Estimand::matching:
    return minimum(score, complement) / own;
  case Estimand::entropy: {
    auto const part = [](V e) { return select(e > V{0.0}, e * math::log(e), V{0.0}); };
    return -(part(score) + part(complement)) / own;
  }
  case Estimand::unweighted:
    break;
  }
  return V{1.0};
}

/// What the weights are made from; all spans have n entries in cohort order.
template <class V, class Arms = std::vector<std::uint8_t>> struct WeightInputs {
  Arms const& treated;
  std::span<V const> counts;
  std::span<V const> score, complement;
  std::array<V, 2> arm_share; ///< P(A = a) among the copies
};

template <class V, class Arms>
void fill_weights(Estimand estimand, WeightOptions const& options, WeightInputs<V, Arms> const& in,
                  std::vector<V>& weights) {
  using namespace math;
  std::size_t const n = in.treated.size();
  weights.resize(n, V{0.0});
  bool const stabilize = options.stabilized && estimand != Estimand::unweighted;
  for (std::size_t i = 0; i < n; ++i) {
    V w = balancing_weight(estimand, in.treated[i], in.score[i], in.complement[i]);
    if (stabilize) w = w * of_arm(in.treated[i], in.arm_share);
    weights[i] = select(in.counts[i] > V{0.0}, w, V{0.0});
  }
  if (estimand == Estimand::unweighted) return;
  WeightedPatients<V, Arms> const patients{in.treated, in.counts};
  if (options.normalize == Normalization::arm) normalize_weights(patients, weights);
  if (options.truncate) truncate_weights(*options.truncate, patients, weights);
}

} // namespace iptwsim
