#pragma once
// The draws of one variable in a cohort a lane: those of random/subject_draws.hpp, in step where the number type has a
// register of words.

#include <array>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "math/normal.hpp"
#include "math/number.hpp"
#include "random/philox.hpp"
#include "random/subject_draws.hpp"

namespace iptwsim {

/// Words of a number type that has them: ::type, one in each lane, and of(lane's words). Other types draw lane by lane.
template <class V> struct WordsOf {};

template <class V> using CohortLanes = std::array<CohortAddress, math::lanes_v<V>>;

inline StreamAddress first_subject(CohortAddress const& cohort, Purpose purpose) {
  return {.seed = cohort.seed, .group = cohort.group, .cohort = cohort.cohort, .purpose = purpose};
}

template <class V> class LaneDraws {
public:
  LaneDraws(CohortLanes<V> const& cohorts, Purpose purpose) {
    for (CohortAddress const& cohort : cohorts) lanes_.push_back(SubjectDraws(first_subject(cohort, purpose)));
  }

  V uniform_open(std::uint64_t subject, std::uint64_t attempt = 0) const {
    using math::set_lane;
    V u(0.0);
    for (int lane = 0; lane < math::lanes_v<V>; ++lane) {
      set_lane(u, lane, lanes_[static_cast<std::size_t>(lane)].uniform_open(subject, attempt));
    }
    return u;
  }

  V normal(std::uint64_t subject, std::uint64_t attempt = 0) const {
    return math::normal_quantile(uniform_open(subject, attempt));
  }

private:
  std::vector<SubjectDraws> lanes_;
};

/// In step: the cohorts differ in their number alone (contract).
template <class V>
requires requires { typename WordsOf<V>::type; }
class LaneDraws<V> {
public:
  LaneDraws(CohortLanes<V> const& cohorts, Purpose purpose) : first_(pack(first_subject(cohorts[0], purpose))) {
    std::uint64_t number[math::lanes_v<V>];
    for (std::size_t lane = 0; lane < cohorts.size(); ++lane) {
      PackedAddress const own = pack(first_subject(cohorts[lane], purpose));
      number[lane] = own.counter[2];
    }
    cohort_ = WordsOf<V>::of(number);
  }

  IPTWSIM_HOT V uniform_open(std::uint64_t subject, std::uint64_t attempt = 0) const {
    if (attempt > SubjectDraws::last_attempt) SubjectDraws::too_many_attempts();
    auto const& at = first_.counter;
    auto const words =
        philox<Words>({Words(at[0] | attempt >> 1), Words(at[1] | subject), cohort_, Words(at[3] | 0ULL)}, first_.key);
    bool const second = attempt % 2 != 0;
    Words const bits = first_bits(second ? words[2] : words[0], second ? words[3] : words[1], 52);
    return (to_number(bits) + V(0.5)) * V(0x1p-52);
  }

  V normal(std::uint64_t subject, std::uint64_t attempt = 0) const {
    return math::normal_quantile(uniform_open(subject, attempt));
  }

private:
  using Words = typename WordsOf<V>::type;

  PackedAddress first_; ///< of the first cohort, subject 0
  Words cohort_;
};

} // namespace iptwsim
