#pragma once
// How often each patient counts, in two senses that agree everywhere but in a Bayesian bootstrap.

#include <span>

namespace iptwsim {

/// n values each, in cohort order.
/// raw: copies of the patient as rows: tied deaths of Efron, n and d of Xie and Liu, who is there at all.
/// frequency: the patient's share in every weighted sum, in the propensity likelihood and in P(A = a).
/// Resampled patients: both are the times drawn. Bayesian: raw 1, frequency n Dirichlet(1, ..., 1).
template <class V> struct Copies {
  std::span<V const> raw, frequency;

  /// Whole patients.
  static Copies of(std::span<V const> counts) { return {counts, counts}; }
};

} // namespace iptwsim
