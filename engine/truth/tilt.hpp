#pragma once
// Tilting functions: the population that an estimand speaks of has h(e(x)) times the density of the whole one, e(x) the
// treatment probability given all its causes (F. Li, K. L. Morgan and A. M. Zaslavsky, J. Amer. Statist. Assoc. 113,
// 2018, 390-400). h = balancing weight times the probability of one's own arm (weights/weight.hpp):
//
//   ate, unweighted 1 | att e | atc 1-e | overlap e(1-e) | matching min(e, 1-e) | entropy -e ln e - (1-e) ln(1-e)

#include "math/log.hpp"
#include "math/number.hpp"
#include "weights/options.hpp"

namespace iptwsim {

/// Whether the estimand speaks of the whole population, whose survival is exact.
constexpr bool is_of_whole_population(Estimand estimand) {
  return estimand == Estimand::ate || estimand == Estimand::unweighted;
}

/// h(e); complement is 1 - e.
template <class V> V tilt(Estimand estimand, V score, V complement) {
  using namespace math;
  switch (estimand) {
  case Estimand::att:
    return score;
  case Estimand::atc:
    return complement;
  case Estimand::overlap:
    return score * complement;
  case Estimand::matching:
    return minimum(score, complement);
  case Estimand::entropy: {
    auto const part = [](V e) { return select(e > V{0.0}, e * math::log(e), V{0.0}); };
    return -(part(score) + part(complement));
  }
  case Estimand::ate:
  case Estimand::unweighted:
    break;
  }
  return V{1.0};
}

} // namespace iptwsim
