#pragma once
// A number type of eight lanes that counts the instructions which a register of that width takes: the work of a kernel,
// from its own source, for the bound in engine/KERNELS.md. Loads and stores are not counted.

#include <array>
#include <cstdint>

#include "math/number.hpp"
#include "propensity/newton_sums.hpp"

namespace iptwsim::bench {

/// Instructions by the unit that they occupy.
struct Instructions {
  std::uint64_t additions = 0, multiplications = 0, divisions = 0, roots = 0;
  std::uint64_t choices = 0; ///< comparisons, selections, minimum, maximum
  std::uint64_t bits = 0;    ///< on bit patterns: absolute value, sign, exponent
};
inline Instructions counted;

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

struct Counted {
  std::array<double, 8> lane;

  Counted() = default;
  Counted(double all) { lane.fill(all); } // implicit, as the lanes' own type

  template <class F> static Counted each(std::uint64_t& count, F f) {
    ++count;
    Counted out;
    for (std::size_t i = 0; i < 8; ++i) out.lane[i] = f(i);
    return out;
  }
  friend Counted operator+(Counted const& a, Counted const& b) {
    return each(counted.additions, [&](std::size_t i) { return a.lane[i] + b.lane[i]; });
  }
  friend Counted operator-(Counted const& a, Counted const& b) {
    return each(counted.additions, [&](std::size_t i) { return a.lane[i] - b.lane[i]; });
  }
  friend Counted operator*(Counted const& a, Counted const& b) {
    return each(counted.multiplications, [&](std::size_t i) { return a.lane[i] * b.lane[i]; });
  }
  friend Counted operator/(Counted const& a, Counted const& b) {
    return each(counted.divisions, [&](std::size_t i) { return a.lane[i] / b.lane[i]; });
  }
  friend Counted operator-(Counted const& a) {
    return each(counted.bits, [&](std::size_t i) { return -a.lane[i]; });
  }

  template <class F> static CountedMask compare(F f) {
    ++counted.choices;
    return CountedMask::each(f);
  }
  friend CountedMask operator<(Counted const& a, Counted const& b) {
    return compare([&](std::size_t i) { return a.lane[i] < b.lane[i]; });
  }
  friend CountedMask operator<=(Counted const& a, Counted const& b) {
    return compare([&](std::size_t i) { return a.lane[i] <= b.lane[i]; });
  }
  friend CountedMask operator==(Counted const& a, Counted const& b) {
    return compare([&](std::size_t i) { return a.lane[i] == b.lane[i]; });
  }
  friend CountedMask operator>(Counted const& a, Counted const& b) { return b < a; }
  friend CountedMask operator>=(Counted const& a, Counted const& b) { return b <= a; }

  friend Counted select(CountedMask const& mask, Counted const& yes, Counted const& no) {
    return each(counted.choices, [&](std::size_t i) { return mask.lane[i] ? yes.lane[i] : no.lane[i]; });
  }
  friend Counted maximum(Counted const& a, Counted const& b) {
    return each(counted.choices, [&](std::size_t i) { return math::maximum(a.lane[i], b.lane[i]); });
  }
  friend Counted minimum(Counted const& a, Counted const& b) {
    return each(counted.choices, [&](std::size_t i) { return math::minimum(a.lane[i], b.lane[i]); });
  }
  friend Counted square_root(Counted const& a) {
    return each(counted.roots, [&](std::size_t i) { return math::square_root(a.lane[i]); });
  }
  friend Counted absolute(Counted const& a) {
    return each(counted.bits, [&](std::size_t i) { return math::absolute(a.lane[i]); });
  }
  friend Counted power_of_two(Counted const& k) {
    return each(counted.bits, [&](std::size_t i) { return math::power_of_two(k.lane[i]); });
  }
  friend Counted scale_by(Counted const& a, Counted const& k) {
    return each(counted.bits, [&](std::size_t i) { return math::scale_by(a.lane[i], k.lane[i]); });
  }
  friend Counted exponent_of(Counted const& a) {
    return each(counted.bits, [&](std::size_t i) { return math::exponent_of(a.lane[i]); });
  }
  friend Counted mantissa_of(Counted const& a) {
    return each(counted.bits, [&](std::size_t i) { return math::mantissa_of(a.lane[i]); });
  }
  friend double get_lane(Counted const& a, int i) { return a.lane[static_cast<std::size_t>(i)]; }
  friend void set_lane(Counted& a, int i, double value) { a.lane[static_cast<std::size_t>(i)] = value; }
};

} // namespace iptwsim::bench

namespace iptwsim::math {

template <> struct NumberTraits<bench::Counted> {
  using Mask = bench::CountedMask;
  static constexpr int lanes = 8, interleave = 3, accumulators = 27; // as avx512 has them
};

} // namespace iptwsim::math

namespace iptwsim::detail {

/// The sums of propensity/newton_sums.hpp with products that are the same computed once, as compilers do.
template <class X>
void add_newton_sums(NewtonTile<bench::Counted, X> const& in, bench::Counted* gradient, bench::Counted* information) {
  for (std::size_t i = 0; i < in.count; ++i) {
    X const* const row = in.covariates.row(i);
    gradient[0] = gradient[0] + in.residual[i];
    information[0] = information[0] + in.curvature[i];
    for (std::size_t j = 1; j < in.q; ++j) {
      bench::Counted const x(row[j - 1]), weighted = in.curvature[i] * x;
      gradient[j] = gradient[j] + in.residual[i] * x;
      bench::Counted* const sums = information + j * in.q;
      sums[0] = sums[0] + weighted;
      for (std::size_t k = 1; k <= j; ++k) sums[k] = sums[k] + weighted * bench::Counted(row[k - 1]);
    }
  }
}

} // namespace iptwsim::detail
