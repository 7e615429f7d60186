#pragma once
// Weighted Cox proportional hazards model of one 0/1 covariate, the treatment (Cox 1972; ties: Efron 1977, Breslow
// 1974; robust variance: Lin and Wei 1989, Binder 1992), as R's
// coxph(Surv(time, event) ~ A, weights = w, robust = TRUE).
//
// With r = e^b, D_k = D_0k + D_1k and d_k raw deaths (copies counted), the score and information are
//   U(b) = sum_k [ D_1k - sum_l (D_k/d_k) E_kl ],       I(b) = sum_k sum_l (D_k/d_k) E_kl (1 - E_kl)
//   E_kl = (N_1k - c D_1k) r / phi_kl,    phi_kl = (N_0k - c D_0k) + (N_1k - c D_1k) r
// Efron: l = 0..d_k-1, c = l/d_k.  Breslow: one term, c = 0, with weight D_k.
// naive SE = I^-1/2; robust SE = sqrt(B)/I, B = sum_i f_i (w_i g_i)^2, g_i = dU/dw_i the exact derivative:
//   g_i = event_i (A_i - mean_l E_kl) - r_i sum_{t_k <= T_i} sum_l (D_k/d_k) (A_i - E_kl)/phi_kl (1 - c event_ik)
// All patients of an arm who die at t_k, or leave in [t_k, t_{k+1}), share one g: B needs no pass over patients. With
// late entry the sum runs over L_i < t_k <= T_i, and B does (estimators/late_meat.hpp).
//
// Edge cases. A death informs only when the other arm is at risk. No informative death in control: b = +Inf, none in
// treated: b = -Inf (the status tells whether the arm has no event at all or the risk sets do not overlap); none in
// both (zero_denominator), or no event: NaN. Wald values are then NaN; U, I and B at b = 0 stay defined. Where all who
// are at risk die together whenever both arms are, b is 0 and so is B, which says nothing of the error of b: there is
// no robust SE (zero_denominator, as of the robust log-rank test).

#include <limits>

#include "core/status.hpp"
#include "estimators/cox_score.hpp"
#include "math/number.hpp"

namespace iptwsim {

template <class V> struct CoxFit {
  V log_hazard_ratio; ///< treated over control
  V naive_se, robust_se;
  V status;        ///< a Status code a lane
  V robust_status; ///< of the robust SE
};

/// Newton's method from b = 0, kept inside the bracket that the signs of U give, until a step is <= 1e-6; then one step
/// more, of 1e-12, from where I and B are taken.
/// at_null: what sweep gives at b = 0.
template <class V, class Sweep> CoxFit<V> fit_cox(RiskTable<V> const& table, Sweep& sweep, CoxScore<V> const& at_null) {
  using namespace math;
  constexpr double inf = std::numeric_limits<double>::infinity();
  constexpr int max_steps = 60;

  auto const plus_infinite = !(table.informative[0] > V{0.0});
  auto const minus_infinite = !(table.informative[1] > V{0.0});

  V b{0.0}, lower{-inf}, upper{inf};
  auto running = !(plus_infinite | minus_infinite);
  for (int step = 0; step < max_steps && any(running); ++step) {
    auto const at = step == 0 ? at_null : sweep.score(b);
    lower = select(running & (at.score > V{0.0}), b, lower);
    upper = select(running & (at.score < V{0.0}), b, upper);
    V const raw = at.score / select(at.information > V{0.0}, at.information, V{1.0});
    V const newton = maximum(minimum(select(at.information > V{0.0}, raw, at.score), V{2.0}), V{-2.0});
    V const candidate = b + newton;
    auto const outside = !((candidate >= lower) & (candidate <= upper));
    V const next = select(outside, V{0.5} * (lower + upper), candidate);
    V const change = change_size(next - b);
    b = select(running, next, b);
    running = running & !(change <= V{1e-6});
  }

  CoxScore<V> const at = sweep.score_and_meat(b);
  auto const undefined = plus_infinite & minus_infinite;
  auto const infinite = plus_infinite | minus_infinite;
  V const nan{std::numeric_limits<double>::quiet_NaN()};
  auto const usable = (!infinite) & (at.information > V{0.0});
  V const information = select(usable, at.information, V{1.0});
  V const closer = b + at.score / information;
  b = select(usable & (!running) & (closer >= lower) & (closer <= upper), closer, b);

  auto const code = [](Status status) { return V{static_cast<double>(status)}; };
  V status = select(running, code(Status::not_converged), code(Status::ok));
  V const plus_code =
      select(table.raw_events[0] > V{0.0}, code(Status::monotone_likelihood), code(Status::no_events_control));
  V const minus_code =
      select(table.raw_events[1] > V{0.0}, code(Status::monotone_likelihood), code(Status::no_events_treated));
  status = select(plus_infinite, plus_code, status);
  status = select(minus_infinite, minus_code, status);
  auto const no_event = !((table.raw_events[0] + table.raw_events[1]) > V{0.0});
  status = select(undefined, select(no_event, code(Status::no_events), code(Status::zero_denominator)), status);

  CoxFit<V> fit;
  fit.log_hazard_ratio = select(plus_infinite, V{inf}, select(minus_infinite, V{-inf}, b));
  fit.log_hazard_ratio = select(undefined | running, nan, fit.log_hazard_ratio);
  fit.naive_se = select(usable & (!running), V{1.0} / square_root(information), nan);
  auto const spread = at.meat > V{0.0};
  fit.robust_se = select(usable & (!running) & spread, square_root(at.meat) / information, nan);
  fit.status = status;
  fit.robust_status = select(usable & (!running) & (!spread), code(Status::zero_denominator), status);
  return fit;
}

template <class V> CoxFit<V> fit_cox(RiskTable<V> table, Ties ties) {
  CoxSweep<V> sweep;
  sweep.read(table, ties);
  return fit_cox(table, sweep, sweep.at_null());
}

} // namespace iptwsim
