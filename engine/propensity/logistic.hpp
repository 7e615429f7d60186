#pragma once
// Logistic regression of treatment on the covariates by maximum likelihood (Newton-Raphson, which is IRLS here).
//
//   P(A_i = 1 | x_i) = e_i = 1 / (1 + exp(-x_i' b)),   A_i: arm 0/1, x_i: q covariates with intercept, f_i copies of i
//   gradient sum_i f_i (A_i - e_i) x_i,   information H = sum_i f_i e_i (1 - e_i) x_i x_i'
//
// Stops when a step has moved no linear predictor of a patient present (f_i > 0) by more than 1e-6, then takes one step
// more: Newton squares the error, so what is left is near rounding (1e-12; tests/reference shows it on every cohort).
// A step is shortened where it could move a linear predictor by more than `longest_step`; ordinary data never reach it.
//
// Edge cases, per lane. A column aliased with earlier ones (by the copies drawn, say) is left at its start value; the
// fitted probabilities are those of the reduced model, as R's glm gives them: status ok, `aliased` counts them. A
// separated data set has no finite maximum: after the last step allowed some linear predictor is beyond 20 and still
// moving, or the information has lost rank on the way: status separation. Otherwise an unfinished iteration is
// not_converged. An arm without patients: the caller must not ask (separation would be said).
//
// e_i and 1 - e_i are both formed without cancellation, for weights of patients far out.

#include <algorithm>
#include <span>
#include <vector>

#include "core/error.hpp"
#include "core/status.hpp"
#include "math/cholesky.hpp"
#include "math/logistic.hpp"
#include "math/pack.hpp"
#include "propensity/design.hpp"
#include "propensity/first_pass.hpp"
#include "propensity/newton_sums.hpp"

namespace iptwsim {

struct LogisticOptions {
  int steps = 40;               ///< Newton steps allowed
  double tolerance = 1e-6;      ///< largest change of a linear predictor before the last step
  double longest_step = 20;     ///< bound on the change of a linear predictor in one step
  double separated_beyond = 20; ///< |linear predictor| that an unfinished iteration calls separation
  double flat = 1e-4; ///< at the end, gradient per patient over the covariate's reach; a true end has 1e-6 or less
};

/// All per-patient arrays are in cohort order. Reused between fits: nothing is allocated after the first.
template <class V> struct LogisticFit {
  std::vector<V> coefficients;      ///< q, for the standardised columns
  std::vector<V> score, complement; ///< n: e_i and 1 - e_i
  std::vector<V> linear_predictor;  ///< n
  std::vector<V> information;       ///< q x q, factorised (math/cholesky.hpp), at the last step
  std::vector<V> gradient;          ///< q; scratch
  V aliased{0.0};                   ///< columns that the first step found aliased
  V status{0.0};                    ///< a Status code
};

namespace detail {

/// N rows of the design, q apart, times the coefficients; summed from the first column.
template <int N, class V>
IPTWSIM_HOT math::Packed<N, V> linear_predictors(double const* rows, std::size_t q, V const* coefficients) {
  math::Packed<N, V> sum{0.0};
  for (std::size_t j = 0; j < q; ++j) {
    V const b = coefficients[j];
    sum = sum + math::packed<N, V>([&](int r) { return V{rows[static_cast<std::size_t>(r) * q + j]} * b; });
  }
  return sum;
}

template <class V> V linear_predictor(double const* row, std::vector<V> const& coefficients) {
  V sum{0.0};
  for (std::size_t j = 0; j < coefficients.size(); ++j) sum = sum + V{row[j]} * coefficients[j];
  return sum;
}

/// Largest change and largest size of a linear predictor among patients present.
template <class V> struct Movement { V change{0.0}, size{0.0}; };

/// What a pass finds out besides the sums.
template <class V> struct PassOptions {
  bool change, size;       ///< whether the movement is asked for
  math::mask_t<V> waiting; ///< lanes whose change matters
  double enough;           ///< a change beyond this need not be known exactly
  FirstPass const* first;  ///< the pass at common coefficients if this is it, else null
};

/// Patients first .. first + N - 1: residuals and curvatures at `at` of the tile, linear predictors and movement.
template <int N, class V>
IPTWSIM_HOT void newton_terms(Design const& design, std::vector<std::uint8_t> const& treated, std::span<V const> counts,
                              std::size_t first, LogisticFit<V>& fit, PassOptions<V> const& options, Movement<V>& moved,
                              V* residual, V* curvature) {
  using namespace math;
  using Many = Packed<N, V>;
  auto const eta = linear_predictors<N>(design.row(first), design.columns(), fit.coefficients.data());
  auto const count = packed<N, V>([&](int r) { return counts[first + static_cast<std::size_t>(r)]; });
  if (options.change || options.size) {
    for (int r = 0; r < N; ++r) {
      auto const present = part_of(count, r) > V{0.0};
      V const change = change_size(part_of(eta, r) - fit.linear_predictor[first + static_cast<std::size_t>(r)]);
      moved.change = maximum(moved.change, select(present, change, V{0.0}));
      if (options.size) moved.size = maximum(moved.size, select(present, absolute(part_of(eta, r)), V{0.0}));
    }
  }
  // The residual A - e is +-(probability of the other arm), + in the treated.
  constexpr double signs[2] = {-1, 1}; // looked up: arms are in no order that a branch could foresee
  auto const sign = packed<N, V>([&](int r) { return V{signs[treated[first + static_cast<std::size_t>(r)]]}; });
  auto const p = odds(eta);
  auto const other = select(sign * eta >= Many{0.0}, p.unlikely, p.likely);
  auto const pull = sign * (count * other);
  auto const curve = count * (p.likely * p.unlikely);
  for (int r = 0; r < N; ++r) {
    fit.linear_predictor[first + static_cast<std::size_t>(r)] = part_of(eta, r);
    residual[r] = part_of(pull, r);
    curvature[r] = part_of(curve, r);
  }
}

/// The same at the coefficients of a FirstPass; nothing has moved.
template <class V>
IPTWSIM_HOT void first_terms(FirstPass const& pass, std::span<V const> counts, std::size_t i, LogisticFit<V>& fit,
                             V& residual, V& curvature) {
  fit.linear_predictor[i] = V{pass.linear_predictor[i]};
  residual = counts[i] * V{pass.residual[i]};
  curvature = counts[i] * V{pass.curvature[i]};
}

/// One pass over the patients: gradient, information and linear predictors at the current coefficients.
template <class V>
Movement<V> newton_pass(Design const& design, std::vector<std::uint8_t> const& treated, std::span<V const> counts,
                        LogisticFit<V>& fit, std::vector<V>& gradient, PassOptions<V> options) {
  using namespace math;
  constexpr std::size_t step = static_cast<std::size_t>(interleave_of<V>());
  std::size_t const q = design.columns(), n = design.patients();
  std::fill(gradient.begin(), gradient.end(), V{0.0});
  std::fill(fit.information.begin(), fit.information.end(), V{0.0});
  Movement<V> moved;
  V residual[tile], curvature[tile];
  for (std::size_t start = 0; start < n; start += tile) {
    std::size_t const count = std::min(tile, n - start);
    std::size_t i = 0;
    for (; options.first && i < count; ++i) {
      first_terms(*options.first, counts, start + i, fit, residual[i], curvature[i]);
    }
    for (; i + step <= count; i += step) {
      newton_terms<static_cast<int>(step)>(design, treated, counts, start + i, fit, options, moved, residual + i,
                                           curvature + i);
    }
    for (; i < count; ++i) {
      newton_terms<1>(design, treated, counts, start + i, fit, options, moved, residual + i, curvature + i);
    }
    if (options.change && !any(options.waiting & !(moved.change > V{options.enough}))) options.change = false;
    add_newton_sums(NewtonTile<V>{design.row(start), q, count, residual, curvature}, gradient.data(),
                    fit.information.data());
  }
  return moved;
}

/// Largest change of a linear predictor that a step of the coefficients makes among patients present.
template <class V> V longest_change(Design const& design, std::span<V const> counts, std::vector<V> const& step) {
  using namespace math;
  V longest{0.0};
  for (std::size_t i = 0; i < design.patients(); ++i) {
    V const change = absolute(linear_predictor(design.row(i), step));
    longest = maximum(longest, select(counts[i] > V{0.0}, change, V{0.0}));
  }
  return longest;
}

/// Newton's method in the lanes of `members`, from the coefficients in `fit`; sets their coefficients and status.
template <class V>
void newton(Design const& design, std::vector<std::uint8_t> const& treated, std::span<V const> counts,
            LogisticFit<V>& fit, math::mask_t<V> members, FirstPass const* first, LogisticOptions const& options) {
  using namespace math;
  using Mask = mask_t<V>;
  std::size_t const q = design.columns();
  std::vector<V>& gradient = fit.gradient;
  V present{0.0};
  for (std::size_t i = 0; i < design.patients(); ++i) present = present + counts[i];

  Mask running = members, false_end = members & !members;
  V farthest{0.0}, first_lost{0.0}, last_lost{0.0};
  for (int step = 0; step < options.steps && any(running); ++step) {
    auto const moved = newton_pass(design, treated, counts, fit, gradient,
                                   {.change = step > 0,
                                    .size = step + 1 == options.steps,
                                    .waiting = running,
                                    .enough = options.tolerance,
                                    .first = step == 0 ? first : nullptr});
    V steepest{0.0};
    for (std::size_t j = 0; j < q; ++j) {
      V const reach{design.reach[j] > 0 ? design.reach[j] : 1.0};
      steepest = maximum(steepest, absolute(gradient[j]) / reach);
    }
    V const lost = factorize(fit.information.data(), q, {.tolerance = 1e-10});
    if (step == 0) first_lost = lost;
    last_lost = select(running, lost, last_lost);
    farthest = select(running, moved.size, farthest);
    solve(fit.information.data(), q, gradient.data());

    V bound{0.0};
    for (std::size_t j = 0; j < q; ++j) bound = bound + absolute(gradient[j]) * V{design.reach[j]};
    V const limit{options.longest_step};
    Mask too_long = bound > limit;
    if (any(too_long & running)) { // steps of correlated columns, such as a spline's, cancel: ask the patients
      bound = select(too_long, longest_change(design, counts, gradient), bound);
      too_long = bound > limit;
    }
    V const shortened = limit / select(too_long, bound, V{1.0});
    for (std::size_t j = 0; j < q; ++j) {
      V const whole = select(too_long, gradient[j] * shortened, gradient[j]);
      fit.coefficients[j] = select(running, fit.coefficients[j] + whole, fit.coefficients[j]);
    }
    if (step == 0) continue; // nothing to compare the first linear predictors with
    Mask const settled = running & (moved.change <= V{options.tolerance}) & !too_long;
    // Where probabilities have rounded to 0 and 1 there is no curvature and no step, but the gradient is not 0.
    false_end = false_end | (settled & !(steepest <= V{options.flat} * present));
    running = running & !settled;
  }

  auto const code = [](Status status) { return V{static_cast<double>(status)}; };
  Mask const far = farthest > V{options.separated_beyond};
  V status = select(running, select(far, code(Status::separation), code(Status::not_converged)), code(Status::ok));
  status = select(last_lost > first_lost, code(Status::separation), status);
  status = select(false_end, code(Status::not_converged), status);
  fit.status = select(members, status, fit.status);
  fit.aliased = select(members, first_lost, fit.aliased);
}

} // namespace detail

/// Sizes the arrays of a fit and sets its coefficients to the start.
template <class V> void prepare_fit(Design const& design, std::span<V const> start, LogisticFit<V>& fit) {
  std::size_t const n = design.patients(), q = design.columns();
  IPTWSIM_EXPECTS(start.size() == q);
  fit.coefficients.assign(start.begin(), start.end());
  fit.linear_predictor.assign(n, V{0.0});
  fit.information.resize(q * q, V{0.0});
  fit.gradient.resize(q, V{0.0});
  fit.score.resize(n, V{0.0});
  fit.complement.resize(n, V{0.0});
  fit.status = V{0.0};
}

namespace detail {

template <int N, class V> IPTWSIM_HOT void finish_terms(Design const& design, std::size_t first, LogisticFit<V>& fit) {
  auto const eta = linear_predictors<N>(design.row(first), design.columns(), fit.coefficients.data());
  using math::part_of;
  auto const p = math::logistic(eta);
  for (int r = 0; r < N; ++r) {
    std::size_t const i = first + static_cast<std::size_t>(r);
    fit.linear_predictor[i] = part_of(eta, r);
    fit.score[i] = part_of(p.score, r);
    fit.complement[i] = part_of(p.complement, r);
  }
}

} // namespace detail

/// Linear predictors, e and 1 - e at the coefficients.
template <class V> void finish_fit(Design const& design, LogisticFit<V>& fit) {
  constexpr std::size_t step = static_cast<std::size_t>(math::interleave_of<V>());
  std::size_t i = 0;
  for (; i + step <= design.patients(); i += step) detail::finish_terms<static_cast<int>(step)>(design, i, fit);
  for (; i < design.patients(); ++i) detail::finish_terms<1>(design, i, fit);
}

/// start: q coefficients of the standardised columns (the full cohort's fit in replicates, zeros for the cohort). A fit
/// that fails or finds an aliased column from there starts once more from zero. counts: n frequencies. Fills `fit`.
/// first: the pass at `start`, where it is known.
template <class V>
void fit_logistic(Design const& design, std::vector<std::uint8_t> const& treated, std::span<V const> counts,
                  std::span<V const> start, LogisticFit<V>& fit, LogisticOptions const& options = {},
                  FirstPass const* first = nullptr) {
  using namespace math;
  IPTWSIM_EXPECTS(treated.size() == design.patients() && counts.size() == design.patients());
  prepare_fit(design, start, fit);
  auto const everyone = V{0.0} < V{1.0};
  detail::newton(design, treated, counts, fit, everyone, first, options);
  // Far from zero a column can look aliased because every probability has rounded: judge it where all are 1/2.
  auto const failed = (fit.status > V{0.0}) | (fit.aliased > V{0.0});
  bool const from_zero = std::none_of(start.begin(), start.end(), [](V b) { return any(!(b == V{0.0})); });
  if (!from_zero && any(failed)) {
    for (V& b : fit.coefficients) b = select(failed, V{0.0}, b);
    detail::newton(design, treated, counts, fit, failed, nullptr, options);
  }
  finish_fit(design, fit);
}

} // namespace iptwsim
