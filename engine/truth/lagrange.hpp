#pragma once
// Lagrange's weights of ten nodes at 0, 1, ..., 9 for the place `at`: prod_{k != j} (at - k) / (j - k). They spread
// what is at this place over the nodes so that every polynomial of degree 9 keeps its sum.

#include <array>
#include <cstddef>

namespace iptwsim {

constexpr std::size_t lagrange_nodes = 10;

constexpr std::array<double, lagrange_nodes> lagrange_weights(double at) {
  constexpr std::array<double, lagrange_nodes> denominators{-362880, 40320, -10080, 4320,   -2880,
                                                            2880,    -4320, 10080,  -40320, 362880};
  std::array<double, lagrange_nodes> weights{};
  double product = 1;
  for (std::size_t j = 0; j < lagrange_nodes; ++j) {
    weights[j] = product / denominators[j];
    product *= at - static_cast<double>(j);
  }
  product = 1;
  for (std::size_t j = lagrange_nodes; j-- > 0;) {
    weights[j] *= product;
    product *= at - static_cast<double>(j);
  }
  return weights;
}

} // namespace iptwsim
