#pragma once
// The values of describe_diagnostics() (analysis/diagnostics.hpp), in its order: of a cohort, or of a cohort a lane,
// each patient once. What `brief` leaves out needs an order of its own and is of one cohort alone.

#include <limits>
#include <vector>

#include "analysis/analyse.hpp"
#include "math/cholesky.hpp"
#include "weights/balance.hpp"
#include "weights/weight.hpp"

namespace iptwsim {

/// Memory that one cohort's diagnostics leave to the next.
template <class V> struct DiagnosticsRoom {
  std::vector<Deviation<V>> deviations; ///< of covariates
  std::vector<V> weights, coefficients, contrast, solved;
};

} // namespace iptwsim

namespace iptwsim::detail {

/// What is diagnosed.
template <class V, class AnyCohort> struct Diagnosed {
  AnyCohort const& prepared;
  AnalysisOptions const& options;
  LogisticFit<V> const& fit;
  std::array<V, 2> patients; ///< by arm
  DiagnosticsRoom<V>& room;

  V occupied() const {
    using namespace math;
    auto const both = (patients[0] > V{0.0}) & (patients[1] > V{0.0});
    return select(both, status_code<V>(Status::ok), status_code<V>(Status::empty_arm));
  }
  V fitted() const {
    using namespace math;
    return select(occupied() > V{0.0}, occupied(), fit.status);
  }
};

template <class V> void put_if_ok(ColumnWriter<V>& out, V value, V status) {
  using namespace math;
  out.put(select(status > V{0.0}, V{std::numeric_limits<double>::quiet_NaN()}, value), status);
}

/// Whether the event of interest was seen.
inline double seen_event(std::uint8_t event) { return event == 1 ? 1.0 : 0.0; }
template <class V> V seen_event(V event) {
  using namespace math;
  return select(event == V{1.0}, V{1.0}, V{0.0});
}

template <class V, class AnyCohort> void compute_patients(Diagnosed<V, AnyCohort> const& of, ColumnWriter<V>& out) {
  V const ok = status_code<V>(Status::ok);
  auto const& treated = of.prepared.arms();
  std::size_t const endpoints = of.prepared.endpoints.size(), first = out.values.size();
  for (std::size_t arm = 0; arm < 2; ++arm) {
    out.put(of.patients[arm], ok);
    for (std::size_t e = 0; e < endpoints; ++e) out.put(V{0.0}, ok);
  }
  for (std::size_t e = 0; e < endpoints; ++e) {
    std::array<V, 2> events{V{0.0}, V{0.0}};
    auto const* const event = of.prepared.event(e);
    for (std::size_t i = 0; i < of.prepared.size(); ++i) add_to_arm(treated[i], V{seen_event(event[i])}, events);
    for (std::size_t arm = 0; arm < 2; ++arm) out.values[first + arm * (endpoints + 1) + 1 + e] = events[arm];
  }
}

/// Coefficients on the scale of the data with standard errors from the inverse information, H^-1 = (L D L')^-1.
template <class V, class AnyCohort> void compute_coefficients(Diagnosed<V, AnyCohort> const& of, ColumnWriter<V>& out) {
  using namespace math;
  LogisticFit<V> const& fit = of.fit;
  if (fit.coefficients.empty()) return; // the scores are known
  auto const& design = of.prepared.design;
  std::size_t const q = design.columns();
  V const status = of.fitted();
  auto& [deviations, weights, coefficients, contrast, solved] = of.room;
  to_data_scale(design, fit.coefficients, coefficients);
  for (std::size_t j = 0; j < q; ++j) {
    // The coefficient is c'b of the standardised b, so its variance is c' H^-1 c.
    contrast.assign(q, V{0.0});
    contrast[j] = V{1.0} / V{design.scale[j]};
    for (std::size_t k = 1; j == 0 && k < q; ++k) contrast[k] = -V{design.center[k]} / V{design.scale[k]};
    solved = contrast;
    solve(fit.information.data(), q, solved.data());
    V variance{0.0};
    for (std::size_t k = 0; k < q; ++k) variance = variance + contrast[k] * solved[k];

    auto const aliased = (fit.information[j * q + j] == V{0.0}) & !(status > V{0.0}); // a dropped pivot
    V const why = select(aliased, status_code<V>(Status::aliased), status);
    put_if_ok(out, coefficients[j], why);
    put_if_ok(out, square_root(variance), why);
  }
}

/// N covariates from the j-th on.
template <std::size_t N, class AnyCohort> auto columns_of(AnyCohort const& prepared, std::size_t j) {
  Columns<std::remove_cvref_t<decltype(*prepared.covariate(j))>, N> out;
  for (std::size_t c = 0; c < N; ++c) out[c] = prepared.covariate(j + c);
  return out;
}

template <class V, class AnyCohort>
void compute_smd(Diagnosed<V, AnyCohort> const& of, std::vector<V> const& weights, V status, ColumnWriter<V>& out) {
  using namespace math;
  auto const& treated = of.prepared.arms();
  std::span<V const> const each(weights);
  SummedWeights<V> const by{each, arm_totals(treated, each)};
  by_columns(of.room.deviations.size(), [&](std::size_t j, auto some) {
    for (auto const& smd : mean_differences(treated, columns_of<some>(of.prepared, j), by, &of.room.deviations[j])) {
      put_if_ok(out, smd.value, select(status > V{0.0}, status, smd.status));
    }
  });
}

/// Weights of one cohort with more than `brief` asks for.
template <class V, class AnyCohort>
void compute_weights(Diagnosed<V, AnyCohort> const& of, std::vector<V> const& weights, V status, ColumnWriter<V>& out) {
  using namespace math;
  auto const summaries = summarise_arms(of.prepared.arms(), std::span<V const>(weights));
  bool const everything = of.options.diagnostics == DiagnosticColumns::everything;
  for (std::size_t arm = 0; arm < 2; ++arm) {
    V const why = select(of.patients[arm] > V{0.0}, status, status_code<V>(Status::empty_arm));
    ArmWeights<V> const& summary = summaries[arm];
    if (everything) {
      put_if_ok(out, summary.sum, why);
      put_if_ok(out, summary.smallest, why);
    }
    put_if_ok(out, summary.largest, why);
    put_if_ok(out, summary.effective_sample_size(), why);
    if constexpr (std::is_same_v<AnyCohort, PreparedCohort> && std::is_same_v<V, double>) {
      if (!everything) continue;
      WeightScope const scope = arm == 1 ? WeightScope::treated : WeightScope::control;
      put_if_ok(out, why > 0 ? why : half_weight_patients(of.prepared.cohort, weights, scope), why);
    }
  }
}

} // namespace iptwsim::detail

namespace iptwsim {

/// overlap(out): the columns between the coefficients and the mean differences, of one cohort.
template <class V, class AnyCohort, class Overlap>
void compute_diagnostics(AnyCohort const& prepared, AnalysisOptions const& options, LogisticFit<V> const& fit,
                         std::vector<V> const& ones, ColumnWriter<V>& out, Overlap overlap, DiagnosticsRoom<V>& room) {
  using namespace math;
  auto const& treated = prepared.arms();
  detail::Diagnosed<V, AnyCohort> of{prepared, options, fit, arm_totals(treated, std::span<V const>(ones)), room};
  room.deviations.clear();
  by_columns(prepared.covariates(), [&](std::size_t j, auto some) {
    for (auto const& each : pooled_deviations<V>(treated, detail::columns_of<some>(prepared, j), of.patients)) {
      of.room.deviations.push_back(each);
    }
  });
  detail::compute_patients(of, out);
  detail::compute_coefficients(of, out);
  overlap(out);
  std::size_t const before = out.values.size();
  detail::compute_smd(of, ones, of.occupied(), out);

  V const n = of.patients[0] + of.patients[1];
  using Arms = std::remove_cvref_t<decltype(treated)>;
  WeightInputs<V, Arms> const inputs{
      treated, ones, fit.score, fit.complement, {of.patients[0] / n, of.patients[1] / n}};
  for (Estimand const estimand : options.estimands) {
    if (estimand == Estimand::unweighted) { // all 1: the differences are those before weighting
      for (std::size_t j = 0; j < prepared.covariates(); ++j) {
        out.put(out.values[before + j], out.statuses[before + j]);
      }
      detail::compute_weights(of, ones, status_code<V>(Status::ok), out);
      continue;
    }
    fill_weights(estimand, options.weights, inputs, room.weights);
    V const status = of.fitted();
    detail::compute_smd(of, room.weights, select(status > V{0.0}, status, of.occupied()), out);
    detail::compute_weights(of, room.weights, status, out);
  }
}

} // namespace iptwsim
