#pragma once
// Gauss-Legendre quadrature with eight nodes: integral over [low, high] of f(x) dx = sum of weight f(node), exact for
// polynomials of degree 15. Nodes and weights to 20 digits from mpmath (roots of P_8; M. Abramowitz and I. A. Stegun,
// Handbook of Mathematical Functions, 1964, 25.4.30), in increasing order.

#include <array>

namespace iptwsim::math {

struct QuadratureNode {
  double node, weight;
};

inline constexpr std::array<QuadratureNode, 8> gauss_legendre_unit{{
    {-0.96028985649753623168, 0.10122853629037625915},
    {-0.79666647741362673959, 0.22238103445337447054},
    {-0.52553240991632898582, 0.31370664587788728734},
    {-0.18343464249564980494, 0.36268378337836198297},
    {0.18343464249564980494, 0.36268378337836198297},
    {0.52553240991632898582, 0.31370664587788728734},
    {0.79666647741362673959, 0.22238103445337447054},
    {0.96028985649753623168, 0.10122853629037625915},
}};

/// The nodes and weights of [low, high].
constexpr std::array<QuadratureNode, 8> gauss_legendre(double low, double high) {
  double const centre = 0.5 * (low + high), half = 0.5 * (high - low);
  auto nodes = gauss_legendre_unit;
  for (auto& [node, weight] : nodes) {
    node = centre + half * node;
    weight *= half;
  }
  return nodes;
}

} // namespace iptwsim::math
