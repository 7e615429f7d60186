#pragma once
// A few numbers in step, as one number type. exp is one long chain of operations, each waiting for the one before; the
// chains of a few patients side by side keep the processor's units busy. Nothing is exchanged between the parts, so
// each has the bits that it has alone.

#include <type_traits>
#include <utility>

#include "math/number.hpp"
#include "math/single.hpp"

namespace iptwsim::math {

template <class V, int N> struct PackMask {
  mask_t<V> part[N];

  template <class F> IPTWSIM_HOT static PackMask make(F f) {
    return [&]<int... I>(std::integer_sequence<int, I...>) { return PackMask{{f(I)...}}; }
    (std::make_integer_sequence<int, N>{});
  }
  IPTWSIM_HOT friend PackMask operator&(PackMask const& a, PackMask const& b) {
    return make([&](int i) { return a.part[i] & b.part[i]; });
  }
  IPTWSIM_HOT friend PackMask operator|(PackMask const& a, PackMask const& b) {
    return make([&](int i) { return a.part[i] | b.part[i]; });
  }
  IPTWSIM_HOT friend PackMask operator!(PackMask const& a) {
    return make([&](int i) { return !a.part[i]; });
  }
  IPTWSIM_HOT friend bool any(PackMask const& a) {
    mask_t<V> either = a.part[0];
    for (int i = 1; i < N; ++i) either = either | a.part[i];
    return any(either);
  }
};

template <class V, int N> struct Pack {
  V part[N];

  Pack() = default;
  Pack(double all) : Pack(make([&](int) { return V(all); })) {} // NOLINT: a number is in every part

  template <class F> IPTWSIM_HOT static Pack make(F f) {
    return [&]<int... I>(std::integer_sequence<int, I...>) { return Pack(Parts{}, f(I)...); }
    (std::make_integer_sequence<int, N>{});
  }
  template <class F> IPTWSIM_HOT static PackMask<V, N> compare(F f) { return PackMask<V, N>::make(f); }

  IPTWSIM_HOT friend Pack operator+(Pack const& a, Pack const& b) {
    return make([&](int i) { return a.part[i] + b.part[i]; });
  }
  IPTWSIM_HOT friend Pack operator-(Pack const& a, Pack const& b) {
    return make([&](int i) { return a.part[i] - b.part[i]; });
  }
  IPTWSIM_HOT friend Pack operator*(Pack const& a, Pack const& b) {
    return make([&](int i) { return a.part[i] * b.part[i]; });
  }
  IPTWSIM_HOT friend Pack operator/(Pack const& a, Pack const& b) {
    return make([&](int i) { return a.part[i] / b.part[i]; });
  }
  IPTWSIM_HOT friend Pack operator-(Pack const& a) {
    return make([&](int i) { return -a.part[i]; });
  }
  IPTWSIM_HOT friend PackMask<V, N> operator<(Pack const& a, Pack const& b) {
    return compare([&](int i) { return a.part[i] < b.part[i]; });
  }
  IPTWSIM_HOT friend PackMask<V, N> operator<=(Pack const& a, Pack const& b) {
    return compare([&](int i) { return a.part[i] <= b.part[i]; });
  }
  IPTWSIM_HOT friend PackMask<V, N> operator>(Pack const& a, Pack const& b) { return b < a; }
  IPTWSIM_HOT friend PackMask<V, N> operator>=(Pack const& a, Pack const& b) { return b <= a; }
  IPTWSIM_HOT friend PackMask<V, N> operator==(Pack const& a, Pack const& b) {
    return compare([&](int i) { return a.part[i] == b.part[i]; });
  }
  IPTWSIM_HOT friend Pack select(PackMask<V, N> const& mask, Pack const& yes, Pack const& no) {
    return make([&](int i) { return select(mask.part[i], yes.part[i], no.part[i]); });
  }
  IPTWSIM_HOT friend Pack maximum(Pack const& a, Pack const& b) {
    return make([&](int i) { return maximum(a.part[i], b.part[i]); });
  }
  IPTWSIM_HOT friend Pack minimum(Pack const& a, Pack const& b) {
    return make([&](int i) { return minimum(a.part[i], b.part[i]); });
  }
  IPTWSIM_HOT friend Pack absolute(Pack const& a) {
    return make([&](int i) { return absolute(a.part[i]); });
  }
  IPTWSIM_HOT friend Pack square_root(Pack const& a) {
    return make([&](int i) { return square_root(a.part[i]); });
  }
  IPTWSIM_HOT friend Pack exponent_of(Pack const& a) {
    return make([&](int i) { return exponent_of(a.part[i]); });
  }
  IPTWSIM_HOT friend Pack mantissa_of(Pack const& a) {
    return make([&](int i) { return mantissa_of(a.part[i]); });
  }
  friend double get_lane(Pack const& a, int lane) { return get_lane(a.part[lane / lanes_v<V>], lane % lanes_v<V>); }
  friend void set_lane(Pack& a, int lane, double value) {
    set_lane(a.part[lane / lanes_v<V>], lane % lanes_v<V>, value);
  }
  IPTWSIM_HOT friend Pack power_of_two(Pack const& k) {
    return make([&](int i) { return power_of_two(k.part[i]); });
  }
  IPTWSIM_HOT friend Pack scale_by(Pack const& a, Pack const& b) {
    return make([&](int i) { return scale_by(a.part[i], b.part[i]); });
  }

private:
  struct Parts {};
  template <class... T> explicit Pack(Parts, T... parts) : part{parts...} {}
};

/// N numbers V in step; one is itself.
template <int N, class V> using Packed = std::conditional_t<N == 1, V, Pack<V, N>>;

/// f(0), ..., f(N - 1).
template <int N, class V, class F> IPTWSIM_HOT Packed<N, V> packed(F f) {
  if constexpr (N == 1)
    return f(0);
  else
    return Pack<V, N>::make(f);
}
template <class V> V const& part_of(V const& one, int) { return one; }
template <class V, int N> V const& part_of(Pack<V, N> const& pack, int i) { return pack.part[i]; }

template <class V, int N> struct NumberTraits<Pack<V, N>> {
  using Mask = PackMask<V, N>;
  static constexpr int lanes = N * lanes_v<V>;
  static constexpr bool single = is_single<V>();
};

} // namespace iptwsim::math
