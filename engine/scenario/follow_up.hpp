#pragma once
// How long patients are followed: C = min(accrual + follow_up - E, D).
//
//   E in [0, accrual]: entry. uniform: E = accrual u;  ramp (rate grows linearly from 0): E = accrual sqrt(u)
//   D: drop-out, P(D >= t) = exp(-rate t^shape); where the config says so, at exp(sum_t b_t term_t(x) + b A) times the
//      rate: true values that depend on G take that of patients whose terms are 0
//   G(t) = P(C >= t) = P(E <= accrual + follow_up - t) P(D >= t)
//
// Without follow_up there is no end of the study, without a positive dropout_rate no drop-out; without both C is +Inf.
// At the end of the study itself, accrual + follow_up, G is 0; with accrual = 0 it is the last time where it is not.
// Symbols: u in [0, 1] is the distribution function of E or D at the draw: a low u enters or drops out early.

#include <vector>

#include "math/constants.hpp"
#include "math/log1p.hpp"
#include "math/number.hpp"
#include "math/power.hpp"
#include "scenario/follow_up_options.hpp"
#include "scenario/problem.hpp"

namespace iptwsim {

class FollowUp {
public:
  explicit FollowUp(FollowUpOptions const& options) : options_(options) {}

  /// Time from entry to the end of the study.
  template <class V> V administrative_time(V u_entry) const;

  template <class V> V dropout_time(V u_dropout) const;

  /// Of patients who drop out at `ratio` times the rate.
  template <class V> V dropout_time(V u_dropout, V ratio) const;

  template <class V> V censoring_time(V u_entry, V u_dropout) const {
    using math::minimum;
    return minimum(administrative_time(u_entry), dropout_time(u_dropout));
  }
  template <class V> V censoring_time(V u_entry, V u_dropout, V ratio) const {
    using math::minimum;
    return minimum(administrative_time(u_entry), dropout_time(u_dropout, ratio));
  }

  /// G(t) = P(C >= t), t >= 0.
  template <class V> V survival(V t) const;

  /// The time that no patient is followed beyond: accrual + follow_up, or +Inf.
  double end() const { return options_.follow_up ? options_.accrual + *options_.follow_up : math::infinity; }

  /// Every patient is censored at a finite time.
  bool is_finite() const { return options_.follow_up || drops_out(); }

  /// The times above 0 at which G has a kink or jumps, increasing.
  std::vector<double> kinks() const;

private:
  bool drops_out() const { return options_.dropout_rate.value_or(0) > 0; }

  FollowUpOptions options_;
};

/// A follow-up of length 0, and parts that mean nothing without others.
std::vector<OptionProblem> problems_of(FollowUpOptions const& options);

template <class V> V FollowUp::administrative_time(V u_entry) const {
  using math::square_root;
  if (!options_.follow_up) return V(math::infinity);
  V const entry = options_.accrual_pattern == Accrual::ramp ? square_root(u_entry) : u_entry;
  return V(*options_.follow_up) + V(options_.accrual) * (V(1.0) - entry);
}

template <class V> V FollowUp::dropout_time(V u_dropout) const {
  if (!drops_out()) return V(math::infinity);
  return math::power(-math::log1p(-u_dropout) / V(*options_.dropout_rate), 1 / options_.dropout_shape);
}

template <class V> V FollowUp::dropout_time(V u_dropout, V ratio) const {
  V const rate = V(options_.dropout_rate.value_or(0)) * ratio;
  return math::power(-math::log1p(-u_dropout) / rate, 1 / options_.dropout_shape);
}

template <class V> V FollowUp::survival(V t) const {
  using math::maximum, math::minimum, math::select;
  V value(1.0);
  if (options_.follow_up) {
    V const entered_by = V(end()) - t;
    V share = V(1.0);
    if (options_.accrual > 0) {
      share = minimum(maximum(entered_by / V(options_.accrual), V(0.0)), V(1.0));
      if (options_.accrual_pattern == Accrual::ramp) share = share * share;
    }
    value = select(entered_by >= V(0.0), share, V(0.0));
  }
  if (drops_out()) value = value * math::exp(-(V(*options_.dropout_rate) * math::power(t, options_.dropout_shape)));
  return value;
}

} // namespace iptwsim
