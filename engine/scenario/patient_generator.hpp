#pragma once
// Everything that a simulated cohort draws (scenario/simulate_rows.hpp says which draw is whose), addressed once.
//
// Patients go tile by tile, and in a tile variable by variable: what a variable takes of constants and of the choice of
// its distribution is at hand for all of them, and Phi^-1 of many is cheaper (math/normal_column.hpp). Where arms have
// fixed sizes each patient's covariates are drawn until the treatment is the slot's.

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "math/normal.hpp"
#include "math/normal_column.hpp"
#include "scenario/lane_draws.hpp"
#include "scenario/latent_time.hpp"
#include "scenario/mechanism.hpp"
#include "scenario/patient_rows.hpp"

namespace iptwsim {

/// V: of one patient, or of some in step (math/pack.hpp).
template <class V> class PatientGenerator {
public:
  using Patients = PatientNumbers<V>;

  PatientGenerator(Mechanism const& mechanism, CohortLanes<V> const& cohorts)
      : mechanism_(mechanism), treatment_(cohorts, Purpose::treatment), entry_(cohorts, Purpose::entry_time),
        dropout_(cohorts, Purpose::censoring_time), error_(cohorts, Purpose::measurement_error),
        missing_(cohorts, Purpose::missing_value), late_(cohorts, Purpose::late_entry),
        start_(cohorts, Purpose::treatment_start), number_(most), u_(most), score_(most), treated_(most),
        censored_(most), w_(most * mechanism.covariates()), x_(w_.size()), attempt_w_(mechanism.covariates()),
        attempt_x_(mechanism.covariates()), own_(most * mechanism.components()), times_(own_.size()),
        latent_(mechanism.components()) {
    for (std::size_t j = 0; j < mechanism.covariates(); ++j) covariates_.emplace_back(cohorts, covariate_purpose(j));
    for (std::size_t c = 0; c < mechanism.components(); ++c) components_.emplace_back(cohorts, mechanism.purpose(c));
  }

  /// Other cohorts of the same seed and group.
  void move_to(CohortLanes<V> const& cohorts) {
    for (auto* const draws : {&treatment_, &entry_, &dropout_, &error_, &missing_, &late_, &start_}) {
      draws->move_to(cohorts);
    }
    for (auto* const each : {&covariates_, &components_}) {
      for (LaneDraws<V>& draws : *each) draws.move_to(cohorts);
    }
  }

  /// The patients that `rows` has room for.
  void draw(PatientRows<OnePatient<V>>& rows) {
    constexpr std::size_t step = std::tuple_size_v<Patients>;
    std::size_t const n = rows.patients;
    for (std::size_t first = 0; first < n; first += most * step) {
      count_ = std::min((n - first + step - 1) / step, most);
      for (std::size_t k = 0; k < count_; ++k) {
        for (std::size_t p = 0; p < step; ++p) number_[k][p] = std::min(first + k * step + p, n - 1); // the last again
      }
      draw_tile(rows);
    }
  }

private:
  static constexpr std::size_t most = 32; ///< of a tile, each a V of patients

  void draw_tile(PatientRows<OnePatient<V>>& rows) {
    draw_treatment();
    std::size_t const n = rows.patients, p = mechanism_.covariates();
    for (std::size_t j = 0; j < p; ++j) put_all([&](std::size_t k) { return x(k)[j]; }, &rows.covariates[j * n]);
    draw_what_is_seen(rows);
    put_all([&](std::size_t k) { return treated_[k]; }, rows.treated.data());
    put_all([&](std::size_t k) { return score_[k]; }, rows.score.data());
    if (!rows.late_entry.empty()) put_uniforms(late_, rows.late_entry.data());
    if (!rows.treatment_start.empty()) put_uniforms(start_, rows.treatment_start.data());
    draw_censoring();
    draw_times();
    for (std::size_t k = 0; k < count_; ++k) {
      for (std::size_t e = 0; e < mechanism_.endpoints(); ++e) {
        Seen const seen = observe(mechanism_.parts(e), &times_[k * mechanism_.components()], censored_[k]);
        put(seen.time, number_[k], &rows.time[e * n]);
        put(seen.event, number_[k], &rows.event[e * n]);
      }
    }
  }

  /// What the patients in step have, each in his place of a column.
  IPTWSIM_HOT static void put(V const& values, Patients const& i, OnePatient<V>* column) {
    for (int p = 0; p < patients_v<V>; ++p) column[i[static_cast<std::size_t>(p)]] = math::part_of(values, p);
  }
  template <class Values> IPTWSIM_HOT void put_all(Values values, OnePatient<V>* column) const {
    for (std::size_t k = 0; k < count_; ++k) put(values(k), number_[k], column);
  }
  void put_uniforms(LaneDraws<V> const& draws, OnePatient<V>* column) {
    draw_uniforms(draws);
    put_all([&](std::size_t k) { return u_[k]; }, column);
  }

  std::span<Patients const> tile() const { return std::span(number_).first(count_); }
  void draw_uniforms(LaneDraws<V> const& draws) { draws.uniforms(tile(), u_.data()); }
  V* w(std::size_t k) { return w_.data() + k * mechanism_.covariates(); }
  V* x(std::size_t k) { return x_.data() + k * mechanism_.covariates(); }

  void draw_what_is_seen(PatientRows<OnePatient<V>>& rows) {
    using math::select;
    std::size_t const n = rows.patients;
    for (std::size_t m = 0; m < mechanism_.mismeasured().size(); ++m) {
      Measurement const& measurement = mechanism_.mismeasured()[m];
      std::size_t const j = measurement.covariate();
      put_all(
          [&](std::size_t k) {
            V const z = mechanism_.covariate_latent(j, w(k));
            V const error = error_.normal(number_[k], 2 * j), within = error_.normal(number_[k], 2 * j + 1);
            return measurement.value(mechanism_.covariate(j), z, error, within);
          },
          &rows.measured[m * n]);
    }
    for (std::size_t m = 0; m < mechanism_.incomplete().size(); ++m) {
      MissingValues const& missing = mechanism_.incomplete()[m];
      put_all(
          [&](std::size_t k) {
            V const u = missing_.uniform_open(number_[k], missing.covariate());
            return select(u < missing.probability(x(k)), V(1.0), V(0.0));
          },
          &rows.missing[m * n]);
    }
  }

  void draw_censoring() {
    FollowUp const& follow_up = mechanism_.follow_up();
    for (std::size_t k = 0; k < count_; ++k) u_[k] = V(0.5);
    if (mechanism_.has_entry()) draw_uniforms(entry_);
    for (std::size_t k = 0; k < count_; ++k) censored_[k] = u_[k];
    for (std::size_t k = 0; k < count_; ++k) u_[k] = V(0.5);
    if (mechanism_.has_dropout()) draw_uniforms(dropout_);
    bool const has_ratio = mechanism_.has_dropout_ratio();
    for (std::size_t k = 0; k < count_; ++k) {
      V const u_entry = censored_[k], u_dropout = u_[k];
      censored_[k] = has_ratio
                         ? follow_up.censoring_time(u_entry, u_dropout, mechanism_.dropout_ratio(x(k), treated_[k]))
                         : follow_up.censoring_time(u_entry, u_dropout);
    }
  }

  /// Of every component.
  void draw_times() {
    std::size_t const components = mechanism_.components();
    for (std::size_t c = 0; c < components; ++c) {
      draw_uniforms(components_[c]);
      math::normal_quantiles(u_.data(), count_);
      for (std::size_t k = 0; k < count_; ++k) own_[k * components + c] = u_[k];
    }
    for (std::size_t k = 0; k < count_; ++k) {
      mechanism_.component_latents(w(k), own_.data() + k * components, latent_.data());
      for (std::size_t c = 0; c < components; ++c) times_[k * components + c] = hazard_of_latent(latent_[c]);
    }
    for (std::size_t c = 0; c < components; ++c) {
      ConditionalSurvival const* const given = mechanism_.conditional(c);
      for (std::size_t k = 0; k < count_; ++k) {
        V& time = times_[k * components + c];
        time = given != nullptr ? time_given(*given, k, time) : mechanism_.arms(c).time_of(treated_[k] > V(0.5), time);
      }
    }
  }

  struct Seen {
    V time, event;
  };

  static V first_of(std::vector<std::size_t> const& components, V const* times, V time) {
    using math::minimum;
    for (std::size_t const c : components) time = minimum(times[c], time);
    return time;
  }

  /// What ends first. The event is seen at the end of follow-up itself, and before a competing one at the same time.
  static Seen observe(EndpointParts const& parts, V const* times, V censored) {
    using math::minimum, math::select;
    V const end = first_of(parts.censoring, times, censored);
    V const seen = first_of(parts.competing, times, end), time = first_of(parts.event, times, V(math::infinity));
    V const other = parts.competing.empty() ? V(0.0) : select(seen < end, V(2.0), V(0.0));
    return {minimum(time, seen), select(time <= seen, V(1.0), other)};
  }

  V time_given(ConditionalSurvival const& model, std::size_t k, V hazard) {
    if constexpr (math::lanes_v<V> == 1) {
      return model.time_of(hazard, model.score(treated_[k] > V(0.5) ? 1 : 0, x(k)));
    } else {
      using math::select;
      return model.time_of(hazard, select(treated_[k] > V(0.5), model.score(1, x(k)), model.score(0, x(k))));
    }
  }

  void draw_treatment() {
    using math::select;
    auto const& arms = mechanism_.arm_sizes();
    if (arms && !mechanism_.is_randomized()) {
      for (std::size_t k = 0; k < count_; ++k) draw_slot(*arms, k);
      return;
    }
    for (std::size_t j = 0; j < mechanism_.covariates(); ++j) {
      draw_uniforms(covariates_[j]);
      draw_covariate(j);
    }
    draw_uniforms(treatment_);
    for (std::size_t k = 0; k < count_; ++k) {
      score_[k] = mechanism_.treatment_probability(x(k)).score;
      treated_[k] = arms ? treated_slots(*arms, number_[k]) : select(u_[k] < score_[k], V(1.0), V(0.0));
    }
  }

  /// Covariate j of the tile from its draws. w is 0 where nothing depends on it.
  void draw_covariate(std::size_t j) {
    if (UniformSteps const* const steps = mechanism_.uniform_steps(j)) {
      for (std::size_t k = 0; k < count_; ++k) take_steps(*steps, j, u_[k], w(k), x(k));
      return;
    }
    math::normal_quantiles(u_.data(), count_);
    for (std::size_t k = 0; k < count_; ++k) take_latent(j, u_[k], w(k), x(k));
  }

  void take_latent(std::size_t j, V z, V* w, V* x) const {
    w[j] = z;
    x[j] = mechanism_.covariate(j).from_latent(mechanism_.covariate_latent(j, w));
  }

  void take_steps(UniformSteps const& steps, std::size_t j, V u, V* w, V* x) const {
    using math::any;
    auto const found = steps(u);
    w[j] = V(0.0);
    x[j] = found.value;
    if (any(found.unsure)) take_latent(j, math::normal_quantile(u), w, x);
  }

  /// The k-th of the tile where arms have fixed sizes: attempt after attempt.
  void draw_slot(ArmsOptions const& arms, std::size_t k) {
    using math::any, math::select;
    Patients const& i = number_[k];
    treated_[k] = treated_slots(arms, i);
    auto is_open = treated_[k] == treated_[k]; // in every lane
    for (std::uint64_t attempt = 0; any(is_open); ++attempt) {
      draw_attempt(i, attempt);
      auto const is_taken = is_open & (attempt_treated_ == treated_[k]);
      for (std::size_t j = 0; j < attempt_w_.size(); ++j) {
        w(k)[j] = select(is_taken, attempt_w_[j], w(k)[j]);
        x(k)[j] = select(is_taken, attempt_x_[j], x(k)[j]);
      }
      score_[k] = select(is_taken, attempt_score_, score_[k]);
      is_open = is_open & !is_taken;
    }
  }

  /// Independent standard normals w, covariates x, e and whether e treats, of one attempt.
  void draw_attempt(Patients const& i, std::uint64_t attempt) {
    using math::select;
    V *const w = attempt_w_.data(), *const x = attempt_x_.data();
    for (std::size_t j = 0; j < attempt_w_.size(); ++j) {
      V const u = covariates_[j].uniform_open(i, attempt);
      if (UniformSteps const* const steps = mechanism_.uniform_steps(j)) {
        take_steps(*steps, j, u, w, x);
      } else {
        take_latent(j, math::normal_quantile(u), w, x);
      }
    }
    attempt_score_ = mechanism_.treatment_probability(x).score;
    attempt_treated_ = select(treatment_.uniform_open(i, attempt) < attempt_score_, V(1.0), V(0.0));
  }

  static V treated_slots(ArmsOptions const& arms, Patients const& i) {
    return math::packed<patients_v<V>, OnePatient<V>>(
        [&](int p) { return OnePatient<V>(slot_is_treated(arms, i[static_cast<std::size_t>(p)]) ? 1.0 : 0.0); });
  }

  static bool slot_is_treated(ArmsOptions const& arms, std::size_t i) {
    auto const treated = static_cast<std::uint64_t>(arms.treated);
    std::uint64_t const n = static_cast<std::uint64_t>(arms.control) + treated;
    return (i + 1) * treated / n > i * treated / n;
  }

  Mechanism const& mechanism_;
  LaneDraws<V> treatment_, entry_, dropout_, error_, missing_, late_, start_;
  std::vector<LaneDraws<V>> covariates_, components_;
  std::size_t count_ = 0; ///< in the tile
  std::vector<Patients> number_;
  std::vector<V> u_, score_, treated_, censored_; ///< each of the tile
  std::vector<V> w_, x_, attempt_w_, attempt_x_;  ///< covariates of the first beside those of the second
  std::vector<V> own_, times_, latent_;           ///< components, in the same way
  V attempt_score_{0.0}, attempt_treated_{0.0};
};

} // namespace iptwsim
