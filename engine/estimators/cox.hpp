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
// All patients of an arm who die at t_k, or leave in [t_k, t_{k+1}), share one g: B needs no pass over patients.
//
// Edge cases. A death informs only when the other arm is at risk. No informative death in control: b = +Inf, none in
// treated: b = -Inf (the status tells whether the arm has no event at all or the risk sets do not overlap); none in
// both (zero_denominator), or no event: NaN. Wald values are then NaN; U, I and B at b = 0 stay defined.

#include <cstdint>
#include <limits>

#include "core/status.hpp"
#include "estimators/options.hpp"
#include "estimators/risk_table.hpp"
#include "math/exp.hpp"

namespace iptwsim {

template <class V> struct CoxScore {
  V score;       ///< U(b)
  V information; ///< I(b)
  V meat;        ///< B(b) = sum_i f_i (w_i g_i)^2
};

template <class V> struct CoxFit {
  V log_hazard_ratio; ///< treated over control
  V naive_se, robust_se;
  V status; ///< a Status code a lane
};

namespace detail {

/// Sums over the tied terms l of one event time. E and 1 - E are both formed without cancellation: where one arm alone
/// is at risk its deaths give exactly 0.
template <class V> struct CoxTerms {
  V mean_e{0.0}, mean_rest{0.0};  // mean_l E, mean_l (1 - E)
  V score{0.0}, information{0.0}; // sum_l (D_1/d) (1-E) - (D_0/d) E, sum_l (D/d) E (1-E)
  V he{0.0}, hr{0.0};             // sum_l (D/d)/phi E and (1-E): for those who survive t_k
  V he_death{0.0}, hr_death{0.0}; // the same with factor (1-c): for those who die at t_k
};

template <class V> CoxTerms<V> cox_terms(RiskRecord<V> const& record, V hazard_ratio, Ties ties) {
  using namespace math;
  V const tied = record.raw_deaths[0] + record.raw_deaths[1];
  bool const efron = ties == Ties::efron;
  V const terms = select(tied > V{0.0}, efron ? tied : V{1.0}, V{0.0});
  V const per_term = V{1.0} / select(terms > V{0.0}, terms, V{1.0});
  V const deaths_control = record.deaths[0] * per_term, deaths_treated = record.deaths[1] * per_term;
  V const deaths = deaths_control + deaths_treated;
  CoxTerms<V> sums;
  for (double l = 0;; l += 1) {
    auto const active = V{l} < terms;
    if (!any(active)) break;
    V const c = efron ? V{l} * per_term : V{0.0};
    V const control = record.at_risk[0] - c * record.deaths[0];
    V const treated = (record.at_risk[1] - c * record.deaths[1]) * hazard_ratio;
    V const phi = control + treated;
    V const inverse = V{1.0} / select(active & (phi > V{0.0}), phi, V{1.0}); // 0: every weight here underflowed
    V const e = select(active, treated * inverse, V{0.0});
    V const rest = select(active, control * inverse, V{0.0});
    V const h = select(active, deaths * inverse, V{0.0});
    V const he = h * e, hr = h * rest;
    V const dying = V{1.0} - c;
    sums.mean_e = sums.mean_e + e * per_term;
    sums.mean_rest = sums.mean_rest + rest * per_term;
    sums.score = sums.score + (deaths_treated * rest - deaths_control * e);
    sums.information = sums.information + deaths * (e * rest);
    sums.he = sums.he + he;
    sums.hr = sums.hr + hr;
    sums.he_death = sums.he_death + he * dying;
    sums.hr_death = sums.hr_death + hr * dying;
  }
  return sums;
}

} // namespace detail

/// Score, information and robust meat at b.
template <class V> CoxScore<V> cox_score(RiskTable<V> const& table, V log_hazard_ratio, Ties ties) {
  V const r = math::exp(log_hazard_ratio);
  CoxScore<V> out{V{0.0}, V{0.0}, V{0.0}};
  V he{0.0}, hr{0.0}; // cumulative over event times
  for (RiskRecord<V> const& record : table.records) {
    auto const at = detail::cox_terms(record, r, ties);
    out.score = out.score + at.score;
    out.information = out.information + at.information;
    V const died_control = he + at.he_death - at.mean_e;
    V const died_treated = at.mean_rest - r * (hr + at.hr_death);
    he = he + at.he;
    hr = hr + at.hr;
    V const left_treated = r * hr;
    out.meat =
        out.meat + (record.squares_deaths[0] * (died_control * died_control) +
                    record.squares_deaths[1] * (died_treated * died_treated) + record.squares_leavers[0] * (he * he) +
                    record.squares_leavers[1] * (left_treated * left_treated));
  }
  return out;
}

namespace detail {

template <class V> CoxScore<V> cox_score_only(RiskTable<V> const& table, V log_hazard_ratio, Ties ties) {
  V const r = math::exp(log_hazard_ratio);
  CoxScore<V> out{V{0.0}, V{0.0}, V{0.0}};
  for (RiskRecord<V> const& record : table.records) {
    auto const at = cox_terms(record, r, ties);
    out.score = out.score + at.score;
    out.information = out.information + at.information;
  }
  return out;
}

} // namespace detail

/// Newton's method from b = 0, kept inside the bracket that the signs of U give, until a step is <= 1e-6; then one
/// step more, which leaves an error near rounding.
template <class V> CoxFit<V> fit_cox(RiskTable<V> const& table, Ties ties) {
  using namespace math;
  constexpr double inf = std::numeric_limits<double>::infinity();
  constexpr int max_steps = 60;

  auto const plus_infinite = !(table.informative[0] > V{0.0});
  auto const minus_infinite = !(table.informative[1] > V{0.0});

  V b{0.0}, lower{-inf}, upper{inf};
  auto running = !(plus_infinite | minus_infinite);
  auto last_step = !(b < inf); // nobody yet
  for (int step = 0; step < max_steps && any(running); ++step) {
    auto const at = detail::cox_score_only(table, b, ties);
    lower = select(running & (at.score > V{0.0}), b, lower);
    upper = select(running & (at.score < V{0.0}), b, upper);
    V const raw = at.score / select(at.information > V{0.0}, at.information, V{1.0});
    V const newton = maximum(minimum(select(at.information > V{0.0}, raw, at.score), V{2.0}), V{-2.0});
    V const candidate = b + newton;
    auto const outside = !((candidate >= lower) & (candidate <= upper));
    V const next = select(outside, V{0.5} * (lower + upper), candidate);
    V const change = absolute(next - b);
    b = select(running, next, b);
    auto const done = running & last_step;
    last_step = last_step | (running & (change <= V{1e-6}));
    running = running & !done;
  }

  CoxScore<V> const at = cox_score(table, b, ties);
  auto const undefined = plus_infinite & minus_infinite;
  auto const infinite = plus_infinite | minus_infinite;
  V const nan{std::numeric_limits<double>::quiet_NaN()};
  auto const usable = (!infinite) & (at.information > V{0.0});
  V const information = select(usable, at.information, V{1.0});

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
  fit.robust_se = select(usable & (!running), square_root(at.meat) / information, nan);
  fit.status = status;
  return fit;
}

} // namespace iptwsim
