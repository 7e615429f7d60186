#pragma once
// Newton's method for replicates and simulated cohorts, in single precision until it nears the maximum, then in double
// precision.
//
//   1. a step from the cohort's coefficients (propensity/first_pass.hpp), of a cohort itself from zero, and steps from
//      there on, their sums in single precision, solved in double, until one moves no linear predictor by more than
//      `near`: what is left is below near^2 / 2 and the rounding of single precision
//   2. a step in double precision, and others until one moves no linear predictor by more than `tolerance`: Newton
//      squares the error, so tolerance^2 / 2 = 5e-13 is left at most, and 1e-14 in most
//
// A step's length is taken as its bound sum_j |step_j| max_i |x_ij|. A coefficient starts a pass of single precision
// rounded to it, so that the step is that of the sums.
//
// Ordinary data sets end here. A lane that is anything else, with an aliased column, steps too long, no rest in time or
// rest where the gradient is not level, is given back, to be fitted from the start by propensity/newton.hpp, which says
// what is wrong.

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "math/single.hpp"
#include "propensity/last_pass.hpp"
#include "propensity/newton.hpp"
#include "propensity/present_rows.hpp"
#include "propensity/whole_rows.hpp"

namespace iptwsim::detail {

struct TwoPrecisionsOptions {
  double near = 1e-3;
  int single_steps = 12, double_steps = 4;
};

inline constexpr std::size_t single_block = 8 * tile; ///< patients whose sums are in single precision

/// The sums that f(start, count, sums) adds of each block of n rows, added up in double precision.
template <class V, class F> void add_blocks(std::size_t n, SingleRoom<V>& room, NewtonSums<V> const& sums, F f) {
  using math::widen;
  std::size_t const q = sums.gradient.size();
  sums.clear();
  room.gradient.resize(q);
  room.information.resize(q * q);
  for (std::size_t start = 0; start < n; start += single_block) {
    f(start, std::min(single_block, n - start), NewtonSums<math::single_t<V>>{room.gradient, room.information});
    for (std::size_t j = 0; j < q; ++j) {
      sums.gradient[j] = sums.gradient[j] + widen(room.gradient[j]);
      for (std::size_t k = 0; k <= j; ++k) {
        V& sum = sums.information[j * q + k];
        sum = sum + widen(room.information[j * q + k]);
      }
    }
  }
}

/// Where a fit starts: replicates at the coefficients of a FirstPass, cohorts at zero.
struct AtZero {};

template <class V> auto single_rows(FirstPass const&, LogisticFit<V> const& fit) { return fit.single.present.rows(); }
template <class V> auto single_rows(AtZero, LogisticFit<V> const& fit) { return fit.single.whole.rows(); }

/// The pass over rows that copy(start, count, residual, curvature) copies out and knows the terms of.
template <class V, class Start, class Copy>
void pass_of_copies(Start const& start, std::size_t n, LogisticFit<V>& fit, Copy copy) {
  using Single = math::single_t<V>;
  add_blocks(n, fit.single, sums_of(fit), [&](std::size_t block, std::size_t size, auto const& sums) {
    sums.clear();
    Single residual[tile], curvature[tile];
    for (std::size_t at = block; at < block + size; at += tile) {
      std::size_t const count = std::min(tile, block + size - at);
      copy(at, count, residual, curvature);
      NewtonTile<Single, Single> const of_rows{single_rows(start, fit).covariates.from(at), sums.gradient.size(), count,
                                               residual, curvature};
      add_newton_sums(of_rows, sums.gradient.data(), sums.information.data());
    }
  });
}

/// The pass at the start, which copies the rows out.
template <class V>
void first_single_pass(FirstPass const& first, Design const&, std::span<V const> counts, LogisticFit<V>& fit) {
  auto& present = fit.single.present;
  present.find(first, counts);
  pass_of_copies(first, present.rows().count, fit, [&](auto... of) { present.copy(first, of...); });
}
template <class V, class AnyDesign>
void first_single_pass(AtZero start, AnyDesign const& design, std::span<V const> counts, LogisticFit<V>& fit) {
  auto& whole = fit.single.whole;
  whole.resize(design.patients(), design.columns());
  auto const cohort = cohort_rows(design, counts, fit);
  pass_of_copies(start, cohort.count, fit, [&](auto... of) { whole.copy(cohort, of...); });
}

/// The pass at the coefficients, which it rounds in the lanes that are still far.
template <class V, class Start> void single_pass(Start const& start, math::mask_t<V> const& far, LogisticFit<V>& fit) {
  using namespace math;
  using Single = single_t<V>;
  fit.single.coefficients.resize(fit.coefficients.size());
  for (std::size_t j = 0; j < fit.coefficients.size(); ++j) {
    fit.single.coefficients[j] = narrow(fit.coefficients[j]);
    fit.coefficients[j] = select(far, widen(fit.single.coefficients[j]), fit.coefficients[j]);
  }
  auto const rows = single_rows(start, fit);
  add_blocks(rows.count, fit.single, sums_of(fit), [&](std::size_t block, std::size_t size, auto const& sums) {
    newton_pass(rows.part(block, size), std::span<Single const>(fit.single.coefficients), sums, PassOptions<Single>{});
  });
}

/// Lanes where a step is an ordinary one.
template <class V> math::mask_t<V> ordinary(NewtonStep<V> const& step, LogisticOptions const& options) {
  return (step.lost <= V{0.0}) & (step.bound <= V{options.longest_step});
}

/// From the coefficients in `fit`, those of the start. Returns the lanes that are done, where all of the fit is then
/// set but linear predictors.
template <class V, class AnyDesign, class Start>
math::mask_t<V> newton_in_two_precisions(AnyDesign const& design, std::span<V const> counts, Start const& start,
                                         LogisticFit<V>& fit, LogisticOptions const& options,
                                         TwoPrecisionsOptions const& two = {}) {
  using namespace math;
  using Mask = mask_t<V>;
  std::size_t const q = design.columns();
  auto const move = [&](Mask const& lanes) {
    for (std::size_t j = 0; j < q; ++j) {
      fit.coefficients[j] = select(lanes, fit.coefficients[j] + fit.gradient[j], fit.coefficients[j]);
    }
  };
  Mask fine = V{0.0} < V{1.0}, far = fine;
  for (int k = 0; k < two.single_steps && any(far); ++k) {
    if (k == 0)
      first_single_pass(start, design, counts, fit);
    else
      single_pass(start, far, fit);
    NewtonStep<V> const step = newton_step(design, fit);
    fine = fine & ((!far) | ordinary(step, options));
    far = far & fine;
    move(far);
    far = far & !(step.bound <= V{two.near});
  }

  V present{0.0};
  for (V const& each : counts) present = present + each;
  Mask moving = fine;
  for (int k = 0; k < two.double_steps && any(moving); ++k) {
    last_pass(design, counts, moving, fit);
    V const steepest = steepest_gradient(design, fit);
    NewtonStep<V> const step = newton_step(design, fit);
    keep_information(moving, fit);
    Mask const near = step.bound <= V{options.tolerance}, level = steepest <= V{options.flat} * present;
    fine = fine & ((!moving) | (ordinary(step, options) & ((!near) | level)));
    moving = moving & fine;
    move(moving);
    Mask const settled = moving & near;
    move_probabilities(design, settled, fit);
    moving = moving & !settled;
  }
  fine = fine & !moving;
  fit.status = select(fine, V{0.0}, fit.status);
  fit.aliased = select(fine, V{0.0}, fit.aliased);
  return fine;
}

} // namespace iptwsim::detail
