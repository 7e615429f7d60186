#pragma once
// Sorts the patients of every lane's own cohort by time, in step: a sorting network, which exchanges the same places
// whatever the numbers (Batcher's merge exchange; D. E. Knuth, The Art of Computer Programming 3, 2nd ed. 1998,
// algorithm 5.2.2M), n log2(n)^2 / 4 minima and maxima.
//
// What follows its time in the sort is in the lowest bits of the time itself:
//
//   bit 0  treated    bit 1  competing event    bits 2 ...  the patient's number    above them  no event
//
// so equal times come in the order of cohort/lane_order.hpp. Different times that agree in all other bits may come
// wrongly; whoever reads the times in the new order sees it.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "math/number.hpp"

namespace iptwsim {
namespace math {

template <class V> using words_t = decltype(words_of(std::declval<V>()));

/// Where numbers of each lane are among those of all lanes, V after V, and the numbers at such places.
inline void store_places(std::uint64_t number, std::uint64_t* place) { *place = number; }
inline double gather_lanes(double const* values, std::uint64_t const* place) { return values[*place]; }

} // namespace math

/// Smallest first; n values.
template <class V> void exchange_sort(V* values, std::size_t n) {
  using math::maximum, math::minimum;
  if (n < 2) return;
  std::size_t const top = std::size_t{1} << (std::bit_width(n - 1) - 1);
  for (std::size_t p = top; p > 0; p /= 2) {
    std::size_t r = 0, d = p;
    for (std::size_t q = top;; q /= 2) {
      for (std::size_t block = r; block + d < n; block += 2 * p) { // places with bit p as r has it
        std::size_t const end = block + p + d < n ? block + p : n - d;
        for (std::size_t i = block; i < end; ++i) {
          V const a = values[i], b = values[i + d];
          values[i] = minimum(a, b);
          values[i + d] = maximum(a, b);
        }
      }
      if (q == p) break;
      d = q - p;
      r = p;
    }
  }
}

/// Times and what belongs to them, in the order of time.
template <class V> class TaggedTimes {}; // of a number type without words

template <class V>
requires requires { typename math::words_t<V>; }
class TaggedTimes<V> {
public:
  using Words = math::words_t<V>;

  /// n times >= 0, events (0, 1, 2) and arms (0, 1), in cohort order.
  void sort(V const* time, V const* event, V const* treated, std::size_t n) {
    using namespace math;
    number_bits_ = static_cast<int>(std::bit_width(n));
    Words const others(~((std::uint64_t{8} << number_bits_) - 1) & ~(std::uint64_t{1} << 63)), one(std::uint64_t{1});
    tagged_.resize(n);
    for (std::size_t i = 0; i < n; ++i) {
      Words const happened = words_of(event[i]); // 1 is 0x3ff.., 2 is 0x400..
      Words const competes = happened >> 62, either = ((happened >> 52) & one) | competes;
      Words const tag = ((words_of(treated[i]) >> 52) & one) | (competes << 1) | Words(std::uint64_t{i} << 2) |
                        ((either ^ one) << (number_bits_ + 2));
      tagged_[i] = from_words((words_of(time[i]) & others) | tag);
    }
    exchange_sort(tagged_.data(), n);
  }

  /// Of the patient in row r.
  Words number(std::size_t r) const {
    using math::words_of;
    return (words_of(tagged_[r]) >> 2) & Words((std::uint64_t{1} << number_bits_) - 1);
  }
  V treated(std::size_t r) const { return select_of(0, r, V(1.0), V(0.0)); }
  V event(std::size_t r) const { return select_of(1, r, V(2.0), select_of(number_bits_ + 2, r, V(0.0), V(1.0))); }

private:
  /// yes where the bit is set.
  V select_of(int bit, std::size_t r, V yes, V no) const {
    using namespace math;
    V const two = from_words(((words_of(tagged_[r]) >> bit) & Words(std::uint64_t{1})) << 62);
    return select(two > V(1.0), yes, no);
  }

  std::vector<V> tagged_;
  int number_bits_ = 0;
};

} // namespace iptwsim
