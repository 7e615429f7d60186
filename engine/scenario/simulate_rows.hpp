#pragma once
// The row loop of a simulated cohort, a template on the number type: one lane is one cohort.
//
// Patient i of a cohort reads, each by its address (random/address.hpp) with subject i,
//
//   covariate j      w_j = Phi^-1(u), purpose covariate_purpose(j)
//   treatment        treated where u < e(x), purpose treatment
//   component c      w_c = Phi^-1(u), purpose component_time_purpose(c); event_time_purpose(k) of endpoint k's own time
//   entry, drop-out  u of each, purposes entry_time and censoring_time; one censoring time for all endpoints
//   measurement      of covariate j: Phi^-1(u) of its error and of its place within a step, purpose measurement_error,
//                    attempts 2 j and 2 j + 1
//   drop-out of a patient with terms of its own: the same u, at exp(terms) times the rate
//   late entry       u, purpose late_entry; start of treatment: u, purpose treatment_start (scenario/observation.hpp)
//   missing values   of covariate j: missing where u < its probability, purpose missing_value, attempt j
//
// so no draw depends on what the analysis asks for, and a cohort of n begins with any smaller one. With fixed arm sizes
// the cohort is an independent one given its arm totals: slot i is treated if floor((i + 1) n1 / n) > floor(i n1 / n),
// and its covariates and treatment are drawn again, attempt after attempt, until the treatment is the slot's; then the
// covariates come from f(x | A). What follows the treatment has attempt 0 alone.

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "core/error.hpp"
#include "math/normal.hpp"
#include "scenario/lane_draws.hpp"
#include "scenario/latent_time.hpp"
#include "scenario/mechanism.hpp"

namespace iptwsim {

/// n patients of each lane's cohort. Reused between cohorts: nothing is allocated after the first.
template <class V> struct PatientRows {
  std::size_t patients = 0;
  std::vector<V> covariates;  ///< covariate j of patient i at [j * n + i]
  std::vector<V> treated;     ///< 0 or 1
  std::vector<V> score;       ///< e(x)
  std::vector<V> time, event; ///< endpoint k of patient i at [k * n + i]; event 1 where it was seen, 2 where a
                              ///< competing one was, else 0
  std::vector<V> measured;    ///< of mismeasured()[m] at [m * n + i]
  std::vector<V> late_entry, treatment_start; ///< u of each patient, where they are asked for
  std::vector<V> missing; ///< 1 where the value of incomplete()[m] is missing, else 0, at [m * n + i]

  void resize(std::size_t n, std::size_t number_of_covariates, std::size_t endpoints) {
    patients = n;
    covariates.resize(number_of_covariates * n);
    for (auto* const column : {&treated, &score}) column->resize(n);
    for (auto* const columns : {&time, &event}) columns->resize(endpoints * n);
  }

  void resize(Mechanism const& mechanism, std::size_t n) {
    resize(n, mechanism.covariates(), mechanism.endpoints());
    measured.resize(mechanism.mismeasured().size() * n);
    missing.resize(mechanism.incomplete().size() * n);
    late_entry.resize(mechanism.late_entry() ? n : 0);
    treatment_start.resize(mechanism.treatment_start() ? n : 0);
  }
};

/// Everything that a cohort draws, addressed once. V: of one patient, or of some in step (math/pack.hpp).
template <class V> class PatientGenerator {
public:
  using Patients = PatientNumbers<V>;

  PatientGenerator(Mechanism const& mechanism, CohortLanes<V> const& cohorts)
      : mechanism_(mechanism), treatment_(cohorts, Purpose::treatment), entry_(cohorts, Purpose::entry_time),
        dropout_(cohorts, Purpose::censoring_time), error_(cohorts, Purpose::measurement_error),
        missing_(cohorts, Purpose::missing_value), late_(cohorts, Purpose::late_entry),
        start_(cohorts, Purpose::treatment_start), w_(mechanism.covariates()), x_(mechanism.covariates()),
        attempt_w_(mechanism.covariates()), attempt_x_(mechanism.covariates()), own_(mechanism.components()),
        latent_(mechanism.components()), times_(mechanism.components()) {
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

  void draw(Patients const& i, PatientRows<OnePatient<V>>& rows) {
    draw_treatment(i);
    std::size_t const n = rows.patients;
    for (std::size_t j = 0; j < x_.size(); ++j) put(x_[j], i, &rows.covariates[j * n]);
    draw_what_is_seen(i, rows);
    put(treated_, i, rows.treated.data());
    put(score_, i, rows.score.data());
    if (!rows.late_entry.empty()) put(late_.uniform_open(i), i, rows.late_entry.data());
    if (!rows.treatment_start.empty()) put(start_.uniform_open(i), i, rows.treatment_start.data());
    V const u_entry = mechanism_.has_entry() ? entry_.uniform_open(i) : V(0.5);
    V const u_dropout = mechanism_.has_dropout() ? dropout_.uniform_open(i) : V(0.5);
    FollowUp const& follow_up = mechanism_.follow_up();
    V const censored = mechanism_.has_dropout_ratio()
                           ? follow_up.censoring_time(u_entry, u_dropout, mechanism_.dropout_ratio(x_.data(), treated_))
                           : follow_up.censoring_time(u_entry, u_dropout);
    for (std::size_t c = 0; c < own_.size(); ++c) own_[c] = components_[c].normal(i);
    mechanism_.component_latents(w_.data(), own_.data(), latent_.data());
    for (std::size_t c = 0; c < own_.size(); ++c) {
      V const hazard = hazard_of_latent(latent_[c]);
      ConditionalSurvival const* const given = mechanism_.conditional(c);
      times_[c] = given != nullptr ? time_given(*given, hazard) : mechanism_.arms(c).time_of(treated_ > V(0.5), hazard);
    }
    for (std::size_t k = 0; k < mechanism_.endpoints(); ++k) {
      Seen const seen = observe(mechanism_.parts(k), censored);
      put(seen.time, i, &rows.time[k * n]);
      put(seen.event, i, &rows.event[k * n]);
    }
  }

private:
  /// What the patients in step have, each in his place of a column.
  IPTWSIM_HOT static void put(V const& values, Patients const& i, OnePatient<V>* column) {
    for (int p = 0; p < patients_v<V>; ++p) column[i[static_cast<std::size_t>(p)]] = math::part_of(values, p);
  }

  void draw_what_is_seen(Patients const& i, PatientRows<OnePatient<V>>& rows) {
    using math::select;
    std::size_t const n = rows.patients;
    for (std::size_t m = 0; m < mechanism_.mismeasured().size(); ++m) {
      Measurement const& measurement = mechanism_.mismeasured()[m];
      std::size_t const j = measurement.covariate();
      V const z = mechanism_.covariate_latent(j, w_.data());
      put(measurement.value(mechanism_.covariate(j), z, error_.normal(i, 2 * j), error_.normal(i, 2 * j + 1)), i,
          &rows.measured[m * n]);
    }
    for (std::size_t m = 0; m < mechanism_.incomplete().size(); ++m) {
      MissingValues const& missing = mechanism_.incomplete()[m];
      V const u = missing_.uniform_open(i, missing.covariate());
      put(select(u < missing.probability(x_.data()), V(1.0), V(0.0)), i, &rows.missing[m * n]);
    }
  }

  struct Seen {
    V time, event;
  };

  V first_of(std::vector<std::size_t> const& components, V time) const {
    using math::minimum;
    for (std::size_t const c : components) time = minimum(times_[c], time);
    return time;
  }

  /// What ends first. The event is seen at the end of follow-up itself, and before a competing one at the same time.
  Seen observe(EndpointParts const& parts, V censored) const {
    using math::minimum, math::select;
    V const end = first_of(parts.censoring, censored);
    V const seen = first_of(parts.competing, end), time = first_of(parts.event, V(math::infinity));
    V const other = parts.competing.empty() ? V(0.0) : select(seen < end, V(2.0), V(0.0));
    return {minimum(time, seen), select(time <= seen, V(1.0), other)};
  }

  V time_given(ConditionalSurvival const& model, V hazard) const {
    if constexpr (math::lanes_v<V> == 1) {
      return model.time_of(hazard, model.score(treated_ > V(0.5) ? 1 : 0, x_.data()));
    } else {
      using math::select;
      return model.time_of(hazard, select(treated_ > V(0.5), model.score(1, x_.data()), model.score(0, x_.data())));
    }
  }

  void draw_treatment(Patients const& i) {
    using math::any, math::select;
    auto const& arms = mechanism_.arm_sizes();
    if (!arms || mechanism_.is_randomized()) {
      draw_attempt(i, 0, w_, x_);
      score_ = attempt_score_;
      treated_ = arms ? treated_slots(*arms, i) : attempt_treated_;
      return;
    }
    treated_ = treated_slots(*arms, i);
    auto is_open = treated_ == treated_; // in every lane
    for (std::uint64_t attempt = 0; any(is_open); ++attempt) {
      draw_attempt(i, attempt, attempt_w_, attempt_x_);
      auto const is_taken = is_open & (attempt_treated_ == treated_);
      for (std::size_t j = 0; j < w_.size(); ++j) {
        w_[j] = select(is_taken, attempt_w_[j], w_[j]);
        x_[j] = select(is_taken, attempt_x_[j], x_[j]);
      }
      score_ = select(is_taken, attempt_score_, score_);
      is_open = is_open & !is_taken;
    }
  }

  /// Independent standard normals w, covariates x, e and whether e treats, of one attempt.
  void draw_attempt(Patients const& i, std::uint64_t attempt, std::vector<V>& w, std::vector<V>& x) {
    using math::select;
    for (std::size_t j = 0; j < w.size(); ++j) draw_covariate(j, covariates_[j].uniform_open(i, attempt), w, x);
    attempt_score_ = mechanism_.treatment_probability(x.data()).score;
    attempt_treated_ = select(treatment_.uniform_open(i, attempt) < attempt_score_, V(1.0), V(0.0));
  }

  /// w is 0 where nothing depends on it.
  void draw_covariate(std::size_t j, V u, std::vector<V>& w, std::vector<V>& x) const {
    using math::any;
    if (UniformSteps const* const steps = mechanism_.uniform_steps(j)) {
      auto const found = (*steps)(u);
      w[j] = V(0.0);
      x[j] = found.value;
      if (!any(found.unsure)) return;
    }
    w[j] = math::normal_quantile(u);
    x[j] = mechanism_.covariate(j).from_latent(mechanism_.covariate_latent(j, w.data()));
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
  std::vector<V> w_, x_, attempt_w_, attempt_x_, own_, latent_, times_;
  V score_{0.0}, treated_{0.0}, attempt_score_{0.0}, attempt_treated_{0.0};
};

/// Some patients in step.
template <class V> using SomePatients = math::Packed<math::interleave_of<V>(), V>;

/// The n patients of the generator's cohorts.
template <class V>
void simulate_rows(Mechanism const& mechanism, std::size_t n, PatientGenerator<SomePatients<V>>& generator,
                   PatientRows<V>& rows) {
  IPTWSIM_EXPECTS(n <= stream_limits::subject + 1);
  IPTWSIM_EXPECTS(!mechanism.arm_sizes() ||
                  static_cast<std::uint64_t>(mechanism.arm_sizes()->control + mechanism.arm_sizes()->treated) == n);
  rows.resize(mechanism, n);
  PatientNumbers<SomePatients<V>> some;
  for (std::size_t i = 0; i < n; i += some.size()) {
    for (std::size_t p = 0; p < some.size(); ++p) some[p] = std::min(i + p, n - 1); // the last one again and again
    generator.draw(some, rows);
  }
}

template <class V>
void simulate_rows(Mechanism const& mechanism, std::size_t n, CohortLanes<V> const& cohorts, PatientRows<V>& rows) {
  PatientGenerator<SomePatients<V>> generator(mechanism, cohorts);
  simulate_rows<V>(mechanism, n, generator, rows);
}

} // namespace iptwsim
