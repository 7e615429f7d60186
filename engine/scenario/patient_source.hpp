#pragma once
// Where simulated patients come from: a mechanism, or a real cohort. One row loop for each, one place that chooses.

#include <optional>

#include "scenario/as_seen.hpp"
#include "scenario/mechanism.hpp"
#include "scenario/real_patients.hpp"

namespace iptwsim {

class PatientSource {
public:
  /// What is referred to must outlive this. Not explicit: either is a source.
  PatientSource(Mechanism const& mechanism) : mechanism_(&mechanism) {}
  PatientSource(RealPatients const& real) : real_(&real) {}

  std::size_t endpoints() const { return mechanism_ != nullptr ? mechanism_->endpoints() : 1; }

  /// n patients of each lane's cohort.
  template <class V> void draw(std::size_t n, CohortLanes<V> const& cohorts, PatientRows<V>& rows) const {
    if (mechanism_ != nullptr) {
      simulate_rows<V>(*mechanism_, n, cohorts, rows);
    } else {
      simulate_rows<V>(*real_, n, cohorts, rows);
    }
  }

  /// Null where it is a real cohort.
  Mechanism const* mechanism() const { return mechanism_; }

  /// In place (scenario/as_seen.hpp), where every patient is seen; those drawn from a real cohort are seen as they are.
  template <class V> void show_as_seen(PatientRows<V>& rows) const {
    if (mechanism_ != nullptr) iptwsim::show_as_seen(*mechanism_, rows);
  }

  /// Room for n patients.
  template <class V> void resize(PatientRows<V>& rows, std::size_t n) const {
    if (mechanism_ != nullptr) {
      rows.resize(*mechanism_, n);
    } else {
      rows.resize(n, real_->covariates, 1);
    }
  }

private:
  Mechanism const* mechanism_ = nullptr;
  RealPatients const* real_ = nullptr;
};

/// Draws cohorts of a source, some after the others; what a mechanism addresses is addressed once.
template <class V> class SourceDraws {
public:
  SourceDraws(PatientSource const& source, CohortLanes<V> const& first) : source_(source) {
    if (source.mechanism() != nullptr) generator_.emplace(*source.mechanism(), first);
  }

  /// n patients of each lane's cohort, of the same seed and group as the first.
  void draw(std::size_t n, CohortLanes<V> const& cohorts, PatientRows<V>& rows) {
    if (generator_) {
      generator_->move_to(cohorts);
      simulate_rows<V>(*source_.mechanism(), n, *generator_, rows);
    } else {
      source_.draw(n, cohorts, rows);
    }
  }

private:
  PatientSource source_;
  std::optional<PatientGenerator<SomePatients<V>>> generator_;
};

} // namespace iptwsim
