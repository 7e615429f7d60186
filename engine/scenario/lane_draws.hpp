#pragma once
// The draws of one variable in a cohort a lane: those of random/subject_draws.hpp, in step where the number type has a
// register of words; then several patients go in step too (math/pack.hpp).

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "math/normal.hpp"
#include "math/number.hpp"
#include "math/pack.hpp"
#include "random/philox.hpp"
#include "random/subject_draws.hpp"

namespace iptwsim {

/// Words of a number type that has them: ::type, one in each lane, and of(lane's words). Other types draw lane by lane.
template <class V> struct WordsOf {};

/// Of a number type: the one of a patient, and how many patients are in step.
template <class V> struct InStep {
  using One = V;
  static constexpr int patients = 1;
};
template <class V, int N> struct InStep<math::Pack<V, N>> {
  using One = V;
  static constexpr int patients = N;
};
template <class V> using OnePatient = typename InStep<V>::One;
template <class V> inline constexpr int patients_v = InStep<V>::patients;

/// The numbers of those in step.
template <class V> using PatientNumbers = std::array<std::size_t, patients_v<V>>;

template <class V> using CohortLanes = std::array<CohortAddress, math::lanes_v<OnePatient<V>>>;

inline StreamAddress first_subject(CohortAddress const& cohort, Purpose purpose) {
  return {.seed = cohort.seed, .group = cohort.group, .cohort = cohort.cohort, .purpose = purpose};
}

template <class V> class LaneDraws {
public:
  LaneDraws(CohortLanes<V> const& cohorts, Purpose purpose) {
    for (CohortAddress const& cohort : cohorts) lanes_.push_back(SubjectDraws(first_subject(cohort, purpose)));
  }

  V uniform_open(PatientNumbers<V> const& subjects, std::uint64_t attempt = 0) const {
    using math::set_lane;
    V u(0.0);
    int at = 0;
    for (std::size_t const subject : subjects) {
      for (SubjectDraws const& lane : lanes_) set_lane(u, at++, lane.uniform_open(subject, attempt));
    }
    return u;
  }

  V normal(PatientNumbers<V> const& subjects, std::uint64_t attempt = 0) const {
    return math::normal_quantile(uniform_open(subjects, attempt));
  }

  /// The first attempts of some, one after the other.
  void uniforms(std::span<PatientNumbers<V> const> subjects, V* out) const {
    for (PatientNumbers<V> const& some : subjects) *out++ = uniform_open(some);
  }

private:
  std::vector<SubjectDraws> lanes_;
};

/// In step: the cohorts differ in their number alone (contract).
template <class V>
requires requires { typename WordsOf<OnePatient<V>>::type; }
class LaneDraws<V> {
public:
  LaneDraws(CohortLanes<V> const& cohorts, Purpose purpose) : first_(pack(first_subject(cohorts[0], purpose))) {
    move_to(cohorts);
  }

  /// Other cohorts of the same seed and group.
  void move_to(CohortLanes<V> const& cohorts) {
    std::uint64_t number[std::tuple_size_v<CohortLanes<V>>], largest = 0;
    for (std::size_t lane = 0; lane < cohorts.size(); ++lane) {
      number[lane] = cohorts[lane].cohort;
      largest = number[lane] > largest ? number[lane] : largest;
    }
    if (largest > stream_limits::cohort) pack({.cohort = largest}); // says so
    cohort_ = WordsOf<OnePatient<V>>::of(number);
    begun_ = {counter_of(0, 0), first_.key};
  }

  IPTWSIM_HOT V uniform_open(PatientNumbers<V> const& subjects, std::uint64_t attempt = 0) const {
    return attempt > 0 ? uniform_of_attempt(subjects, attempt) : uniform_of(subjects, begun_, first_.key);
  }

  /// The first attempts of some, one after the other.
  void uniforms(std::span<PatientNumbers<V> const> subjects, V* out) const {
    PhiloxBeginning<Words> const begun = begun_; // here nothing that is written can change them
    auto const key = first_.key;
    for (PatientNumbers<V> const& some : subjects) *out++ = uniform_of(some, begun, key);
  }

  V normal(PatientNumbers<V> const& subjects, std::uint64_t attempt = 0) const {
    return math::normal_quantile(uniform_open(subjects, attempt));
  }

private:
  using Words = typename WordsOf<OnePatient<V>>::type;

  IPTWSIM_HOT static V uniform_of(PatientNumbers<V> const& subjects, PhiloxBeginning<Words> const& begun,
                                  std::array<std::uint32_t, 2> key) {
    std::array<Words, 4> counter[patients_v<V>];
    for (int i = 0; i < patients_v<V>; ++i)
      counter[i] = begun.with(Words(subjects[static_cast<std::size_t>(i)] | 0ULL));
    philox(counter, key, 3);
    return numbers_of(counter, 0);
  }

  [[gnu::noinline]] V uniform_of_attempt(PatientNumbers<V> const& subjects, std::uint64_t attempt) const {
    if (attempt > SubjectDraws::last_attempt) SubjectDraws::too_many_attempts();
    std::array<Words, 4> counter[patients_v<V>];
    for (int i = 0; i < patients_v<V>; ++i) {
      counter[i] = counter_of(attempt >> 1, subjects[static_cast<std::size_t>(i)]);
    }
    philox(counter, first_.key);
    return numbers_of(counter, attempt % 2 != 0 ? 2 : 0);
  }

  std::array<Words, 4> counter_of(std::uint64_t block, std::uint64_t subject) const {
    auto const& at = first_.counter;
    return {Words(at[0] | block), Words(at[1] | subject), cohort_, Words(at[3] | 0ULL)};
  }

  /// (k + 1/2) 2^-52 of words `first` and `first` + 1; both sums are exact.
  IPTWSIM_HOT static V numbers_of(std::array<Words, 4> const (&words)[patients_v<V>], std::size_t first) {
    using One = OnePatient<V>;
    return math::packed<patients_v<V>, One>([&](int i) {
      Words const k = first_bits(words[i][first], words[i][first + 1], 52);
      return (from_words(k | Words(0x3ff0000000000000ULL)) - One(1.0)) + One(0x1p-53);
    });
  }

  PackedAddress first_; ///< of the first cohort, subject 0
  Words cohort_;
  PhiloxBeginning<Words> begun_; ///< of the first attempts
};

} // namespace iptwsim
