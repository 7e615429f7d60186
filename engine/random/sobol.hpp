#pragma once
// Randomly shifted Sobol points: 2^m points in the open cube (0,1)^d whose mean of a smooth function is far nearer to
// its integral than that of as many random points. Several independent shifts give unbiased means, and their spread
// the error.
//
//   u_ij = (k_ij + 1/2) 2^-52,   k_ij = (x_ij xor s_j)
//
// with x_ij the first 52 bits of coordinate j of point i of the Sobol sequence in Gray code order, point 0 (all bits 0)
// included, and s_j 52 random bits: a digital shift, which keeps every binary box's share of points. No u_ij is 0 or 1.
//
// I. M. Sobol', USSR Comput. Math. Math. Phys. 7 (1967) 86-112; I. A. Antonov and V. M. Saleev, ibid. 19 (1980)
// 252-256; direction numbers of S. Joe and F. Y. Kuo, SIAM J. Sci. Comput. 30 (2008) 2635-2654, by Boost.Random.
// Digital shifts: A. B. Owen, in Monte Carlo and Quasi-Monte Carlo Methods 2000, Springer 2002, 1-17; J. Dick and
// F. Pillichshammer, Digital Nets and Sequences, Cambridge 2010, section 4.2.

#include <cstdint>
#include <vector>

#include "random/address.hpp"

namespace iptwsim {

struct SobolOptions {
  std::size_t dimension = 1; ///< d, 1 to 3667
  int points_log2 = 12;      ///< m, 0 to 30
  std::uint64_t seed = 0, group = 0;
  Purpose purpose = Purpose::truth_shift;
  std::uint64_t shift = 0; ///< which of the independent shifts: `replicate` of the address; coordinate j is `subject`
};

class ShiftedSobol {
public:
  explicit ShiftedSobol(SobolOptions const& options);

  std::size_t dimension() const { return shifts_.size(); }
  std::size_t points() const { return std::size_t{1} << points_log2_; }

  /// Points first, ..., first + count - 1, a coordinate after the other: u_ij = result[j * count + i - first].
  std::vector<double> block(std::size_t first, std::size_t count) const;

private:
  int points_log2_;
  std::vector<std::uint64_t> shifts_;     ///< s_j
  std::vector<std::uint64_t> directions_; ///< d x m: x_j of point 2^b xor that of point 2^b - 1, at [j * m + b]
};

} // namespace iptwsim
