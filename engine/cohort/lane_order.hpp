#pragma once
// The order of patients in time where every lane has a cohort of its own: TimeOrder (cohort/time_order.hpp) for cohorts
// without tied events, which simulated ones are. Row r of a lane is its r-th patient by time; at one time whoever has
// an event comes first, then the patient with the lower number. So every event has a row, and who leaves between two
// events stands between their rows, in the order in which TimeOrder has them.
//
// Edge cases. Events at one time make a lane irregular: it has no such order, and its cohort must go another way.

#include <array>
#include <cstdint>
#include <vector>

#include "cohort/lane_sort.hpp"
#include "math/constants.hpp"
#include "math/number.hpp"

namespace iptwsim {

/// One number a patient and lane: lane l of patient i is first[i * lanes + l].
struct StridedLanes {
  double const* first;
  std::size_t lanes;
};

/// Sorts the lanes one after the other, in code that is the same for every instruction set.
class RowSorter {
public:
  RowSorter(); // not inline: kernels must not make the code of its vectors
  RowSorter(RowSorter&&) noexcept;
  RowSorter& operator=(RowSorter&&) noexcept;
  ~RowSorter();

  /// event: 0 for none.
  void sort(StridedLanes time, StridedLanes event, std::size_t n);

  /// The patient in row r of a lane is rows()[r * lanes + lane].
  std::uint32_t const* rows() const { return rows_.data(); }
  /// Whether some events of the lane are tied.
  bool has_ties(std::size_t lane) const { return has_ties_[lane] != 0; }

private:
  /// place: number of the patient, n higher without an event.
  struct Key {
    double time;
    std::uint64_t place;

    bool operator<(Key const& other) const { return time < other.time || (time == other.time && place < other.place); }
  };

  void sort_keys(double last);

  std::vector<Key> keys_, sorted_;
  std::vector<std::uint32_t> starts_; ///< of the buckets
  std::vector<std::uint32_t> rows_;
  std::vector<std::uint8_t> has_ties_;
};

template <class V> class LaneOrder {
public:
  static constexpr std::size_t lanes = static_cast<std::size_t>(math::lanes_v<V>);

  /// n times >= 0, events (0 none, 1 of interest, 2 competing) and arms (0, 1), in cohort order. Reuses its memory.
  void assign(V const* time, V const* event, V const* treated, std::size_t n) {
    using namespace math;
    for (auto* const each : {&time_, &event_, &treated_}) each->resize(n);
    place_.resize(n * lanes);
    if (!sort_in_step(time, event, treated, n)) sort_one_by_one(time, event, treated, n);
    last_ = {V{-1.0}, V{-1.0}};
    for (std::size_t r = 0; r < n; ++r) {
      last_[1] = select(is_treated(r), time_[r], last_[1]);
      last_[0] = select(is_treated(r), last_[0], time_[r]);
    }
  }

  std::size_t rows() const { return time_.size(); }
  V time(std::size_t r) const { return time_[r]; }
  math::mask_t<V> is_treated(std::size_t r) const { return treated_[r] > V{0.5}; }
  math::mask_t<V> is_event(std::size_t r) const { return event_[r] == V{1.0}; }
  math::mask_t<V> is_competing(std::size_t r) const { return event_[r] == V{2.0}; }
  math::mask_t<V> is_either(std::size_t r) const { return event_[r] > V{0.5}; }
  bool is_irregular(std::size_t lane) const { return has_ties_[lane]; }

  /// As TimeOrder has them: event times that estimators run through are rows here.
  std::size_t event_times() const { return rows(); }
  V event_time(std::size_t r) const { return time_[r]; }

  /// The longest follow-up in an arm; -1 without patients.
  V last_follow_up(std::size_t arm) const { return last_[arm]; }

  /// What the patients in row r have among n values in cohort order.
  V in_row(std::size_t r, V const* values) const {
    using namespace math;
    std::uint64_t const* const place = place_.data() + r * lanes;
    if constexpr (requires { gather_lanes(values, place); }) {
      return gather_lanes(values, place);
    } else {
      V out{0.0};
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        set_lane(out, static_cast<int>(lane), get_lane(values[place[lane] / lanes], static_cast<int>(lane)));
      }
      return out;
    }
  }

private:
  static constexpr std::size_t most_in_step = 4096; ///< patients; with more, buckets are faster

  /// False where times do not allow it: nothing is set then.
  bool sort_in_step(V const* time, V const* event, V const* treated, std::size_t n) {
    using namespace math;
    if constexpr (requires { words_of(*time); }) {
      if (n > most_in_step) return false;
      V before{0.0};
      auto sortable = before <= before; // all
      for (std::size_t i = 0; i < n; ++i) sortable = sortable & (time[i] < V{infinity});
      if (any(!sortable)) return false;
      tagged_.sort(time, event, treated, n);
      auto unsorted = before < V{0.0}, tied = unsorted; // nobody
      for (std::size_t r = 0; r < n; ++r) {
        store_places(tagged_.number(r), place_.data() + r * lanes);
        time_[r] = in_row(r, time);
        event_[r] = tagged_.event(r);
        treated_[r] = tagged_.treated(r);
        unsorted = unsorted | !(before <= time_[r]);
        if (r > 0) tied = tied | (is_either(r) & (before == time_[r]));
        before = time_[r];
      }
      V const ties = select(tied, V{1.0}, V{0.0});
      for (std::size_t lane = 0; lane < lanes; ++lane) has_ties_[lane] = get_lane(ties, static_cast<int>(lane)) > 0;
      return !any(unsorted);
    }
    return false;
  }

  void sort_one_by_one(V const* time, V const* event, V const* treated, std::size_t n) {
    auto const numbers = [](V const* of) { return StridedLanes{reinterpret_cast<double const*>(of), lanes}; };
    sorter_.sort(numbers(time), numbers(event), n);
    for (std::size_t k = 0; k < n * lanes; ++k) place_[k] = sorter_.rows()[k] * lanes + k % lanes;
    for (std::size_t lane = 0; lane < lanes; ++lane) has_ties_[lane] = sorter_.has_ties(lane);
    for (std::size_t r = 0; r < n; ++r) {
      time_[r] = in_row(r, time);
      event_[r] = in_row(r, event);
      treated_[r] = in_row(r, treated);
    }
  }

  RowSorter sorter_;
  TaggedTimes<V> tagged_;
  std::vector<std::uint64_t>
      place_; ///< of lane l of row r at [r * lanes + l]: its number's among lanes in cohort order
  std::array<bool, lanes> has_ties_{};
  std::vector<V> time_, event_, treated_;
  std::array<V, 2> last_{V{-1.0}, V{-1.0}};
};

/// A number of rows in each lane: those up to a time.
template <class V> struct LaneRows {
  std::array<std::uint32_t, math::lanes_v<V>> rows{};

  /// Rows at times <= t, or < t.
  static LaneRows until(LaneOrder<V> const& order, double t) {
    return count(order, [t](V time) { return time <= V{t}; });
  }
  static LaneRows before(LaneOrder<V> const& order, double t) {
    return count(order, [t](V time) { return time < V{t}; });
  }

private:
  template <class Condition> static LaneRows count(LaneOrder<V> const& order, Condition condition) {
    using namespace math;
    V sum{0.0};
    for (std::size_t r = 0; r < order.rows(); ++r) sum = sum + select(condition(order.time(r)), V{1.0}, V{0.0});
    LaneRows out;
    for (int lane = 0; lane < lanes_v<V>; ++lane) {
      out.rows[static_cast<std::size_t>(lane)] = static_cast<std::uint32_t>(get_lane(sum, lane));
    }
    return out;
  }
};

} // namespace iptwsim
