#pragma once
// Number types of eight lanes that count the instructions which a register of that width takes: the work of a kernel,
// from its own source, for the bound in engine/KERNELS.md. Loads and stores are not counted. Those of single precision
// are counted apart: their register is half as wide.

#include <array>
#include <cstdint>

#include "math/single.hpp"
#include "propensity/newton_sums.hpp"

namespace iptwsim::bench {

/// Instructions by the unit that they occupy.
struct Instructions {
  std::uint64_t additions = 0, multiplications = 0, divisions = 0, roots = 0;
  std::uint64_t choices = 0; ///< comparisons, selections, minimum, maximum
  std::uint64_t bits = 0;    ///< on bit patterns: absolute value, sign, exponent
};
/// T: double or float.
template <class T> inline Instructions counted;

struct CountedMask {
  std::array<bool, 8> lane{};

  template <class F> static CountedMask each(F f) {
    CountedMask out;
    for (std::size_t i = 0; i < 8; ++i) out.lane[i] = f(i);
    return out;
  }
  friend CountedMask operator&(CountedMask const& a, CountedMask const& b) {
    return each([&](std::size_t i) { return a.lane[i] && b.lane[i]; });
  }
  friend CountedMask operator|(CountedMask const& a, CountedMask const& b) {
    return each([&](std::size_t i) { return a.lane[i] || b.lane[i]; });
  }
  friend CountedMask operator!(CountedMask const& a) {
    return each([&](std::size_t i) { return !a.lane[i]; });
  }
  friend bool any(CountedMask const& a) {
    for (bool const lane : a.lane) {
      if (lane) return true;
    }
    return false;
  }
};

template <class T> struct CountedLanes {
  std::array<T, 8> lane;

  CountedLanes() = default;
  CountedLanes(double all) { lane.fill(static_cast<T>(all)); } // implicit, as the lanes' own type
  CountedLanes(float all) { lane.fill(static_cast<T>(all)); }

  template <class F> static CountedLanes each(std::uint64_t& count, F f) {
    ++count;
    CountedLanes out;
    for (std::size_t i = 0; i < 8; ++i) out.lane[i] = f(i);
    return out;
  }
  friend CountedLanes operator+(CountedLanes const& a, CountedLanes const& b) {
    return each(counted<T>.additions, [&](std::size_t i) { return a.lane[i] + b.lane[i]; });
  }
  friend CountedLanes operator-(CountedLanes const& a, CountedLanes const& b) {
    return each(counted<T>.additions, [&](std::size_t i) { return a.lane[i] - b.lane[i]; });
  }
  friend CountedLanes operator*(CountedLanes const& a, CountedLanes const& b) {
    return each(counted<T>.multiplications, [&](std::size_t i) { return a.lane[i] * b.lane[i]; });
  }
  friend CountedLanes operator/(CountedLanes const& a, CountedLanes const& b) {
    return each(counted<T>.divisions, [&](std::size_t i) { return a.lane[i] / b.lane[i]; });
  }
  friend CountedLanes operator-(CountedLanes const& a) {
    return each(counted<T>.bits, [&](std::size_t i) { return -a.lane[i]; });
  }

  template <class F> static CountedMask compare(F f) {
    ++counted<T>.choices;
    return CountedMask::each(f);
  }
  friend CountedMask operator<(CountedLanes const& a, CountedLanes const& b) {
    return compare([&](std::size_t i) { return a.lane[i] < b.lane[i]; });
  }
  friend CountedMask operator<=(CountedLanes const& a, CountedLanes const& b) {
    return compare([&](std::size_t i) { return a.lane[i] <= b.lane[i]; });
  }
  friend CountedMask operator==(CountedLanes const& a, CountedLanes const& b) {
    return compare([&](std::size_t i) { return a.lane[i] == b.lane[i]; });
  }
  friend CountedMask operator>(CountedLanes const& a, CountedLanes const& b) { return b < a; }
  friend CountedMask operator>=(CountedLanes const& a, CountedLanes const& b) { return b <= a; }

  friend CountedLanes select(CountedMask const& mask, CountedLanes const& yes, CountedLanes const& no) {
    return each(counted<T>.choices, [&](std::size_t i) { return mask.lane[i] ? yes.lane[i] : no.lane[i]; });
  }
  friend CountedLanes maximum(CountedLanes const& a, CountedLanes const& b) {
    return each(counted<T>.choices, [&](std::size_t i) { return math::maximum(a.lane[i], b.lane[i]); });
  }
  friend CountedLanes minimum(CountedLanes const& a, CountedLanes const& b) {
    return each(counted<T>.choices, [&](std::size_t i) { return math::minimum(a.lane[i], b.lane[i]); });
  }
  friend CountedLanes square_root(CountedLanes const& a) {
    return each(counted<T>.roots, [&](std::size_t i) { return math::square_root(a.lane[i]); });
  }
  friend CountedLanes absolute(CountedLanes const& a) {
    return each(counted<T>.bits, [&](std::size_t i) { return math::absolute(a.lane[i]); });
  }
  friend CountedLanes power_of_two(CountedLanes const& k) {
    return each(counted<T>.bits, [&](std::size_t i) { return math::power_of_two(k.lane[i]); });
  }
  friend CountedLanes scale_by(CountedLanes const& a, CountedLanes const& k) {
    return each(counted<T>.bits, [&](std::size_t i) { return math::scale_by(a.lane[i], k.lane[i]); });
  }
  friend CountedLanes exponent_of(CountedLanes const& a) {
    return each(counted<T>.bits, [&](std::size_t i) { return math::exponent_of(a.lane[i]); });
  }
  friend CountedLanes mantissa_of(CountedLanes const& a) {
    return each(counted<T>.bits, [&](std::size_t i) { return math::mantissa_of(a.lane[i]); });
  }
  friend T get_lane(CountedLanes const& a, int i) { return a.lane[static_cast<std::size_t>(i)]; }
  friend void set_lane(CountedLanes& a, int i, T value) { a.lane[static_cast<std::size_t>(i)] = value; }
};

using Counted = CountedLanes<double>;
using CountedSingle = CountedLanes<float>;

inline CountedSingle narrow(Counted const& a) {
  CountedSingle out;
  for (std::size_t i = 0; i < 8; ++i) out.lane[i] = static_cast<float>(a.lane[i]);
  return out;
}
inline Counted widen(CountedSingle const& a) {
  Counted out;
  for (std::size_t i = 0; i < 8; ++i) out.lane[i] = static_cast<double>(a.lane[i]);
  return out;
}

} // namespace iptwsim::bench

namespace iptwsim::math {

template <> struct NumberTraits<bench::Counted> {
  using Mask = bench::CountedMask;
  using Single = bench::CountedSingle;
  static constexpr int lanes = 8, interleave = 3, accumulators = 27; // as avx512 has them
};
template <> struct NumberTraits<bench::CountedSingle> {
  using Mask = bench::CountedMask;
  static constexpr int lanes = 8, interleave = 6, accumulators = 27;
  static constexpr bool single = true;
};

} // namespace iptwsim::math

namespace iptwsim::detail {

/// The sums of propensity/newton_sums.hpp with products that are the same computed once, as compilers do.
template <class T, class X>
void add_newton_sums(NewtonTile<bench::CountedLanes<T>, X> const& in, bench::CountedLanes<T>* gradient,
                     bench::CountedLanes<T>* information) {
  using Number = bench::CountedLanes<T>;
  for (std::size_t i = 0; i < in.count; ++i) {
    X const* const row = in.covariates.row(i);
    gradient[0] = gradient[0] + in.residual[i];
    information[0] = information[0] + in.curvature[i];
    for (std::size_t j = 1; j < in.q; ++j) {
      Number const x(row[j - 1]), weighted = in.curvature[i] * x;
      gradient[j] = gradient[j] + in.residual[i] * x;
      Number* const sums = information + j * in.q;
      sums[0] = sums[0] + weighted;
      for (std::size_t k = 1; k <= j; ++k) sums[k] = sums[k] + weighted * Number(row[k - 1]);
    }
  }
}

} // namespace iptwsim::detail
