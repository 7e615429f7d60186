#include "random/sobol.hpp"

#include <bit>

#include <boost/random/sobol.hpp>

#include "core/error.hpp"
#include "random/stream.hpp"

namespace iptwsim {

ShiftedSobol::ShiftedSobol(SobolOptions const& options) : points_log2_(options.points_log2) {
  IPTWSIM_EXPECTS(options.dimension >= 1 && options.points_log2 >= 0 && options.points_log2 <= 30);
  std::size_t const d = options.dimension, m = static_cast<std::size_t>(options.points_log2);
  for (std::size_t j = 0; j < d; ++j) {
    Stream stream({.seed = options.seed,
                   .group = options.group,
                   .replicate = options.shift,
                   .purpose = options.purpose,
                   .subject = j});
    std::uint64_t const high = stream();
    shifts_.push_back((high << 32 | stream()) >> 12);
  }

  // Boost leaves point 0 out: after seed(k) it reads point k + 1.
  boost::random::sobol sequence(d);
  directions_.resize(d * m);
  std::vector<std::uint64_t> before(d, 0);
  for (std::size_t b = 0; b < m; ++b) {
    if (b > 0) {
      sequence.seed((std::uint64_t{1} << b) - 2);
      for (std::uint64_t& x : before) x = sequence();
    }
    for (std::size_t j = 0; j < d; ++j) directions_[j * m + b] = (sequence() ^ before[j]) >> 12;
  }
}

std::vector<double> ShiftedSobol::block(std::size_t first, std::size_t count) const {
  IPTWSIM_EXPECTS(first + count <= points());
  std::size_t const m = static_cast<std::size_t>(points_log2_);
  std::vector<double> points(dimension() * count);
  for (std::size_t j = 0; j < dimension(); ++j) {
    std::uint64_t const* const direction = directions_.data() + j * m;
    std::uint64_t x = shifts_[j];
    for (std::size_t b = 0; b < m; ++b) x ^= ((first ^ first >> 1) >> b & 1) != 0 ? direction[b] : 0;
    for (std::size_t i = 0; i < count; ++i) {
      points[j * count + i] = (static_cast<double>(x) + 0.5) * 0x1p-52;
      // Gray codes of neighbours differ in the lowest 0 bit of the first; after the last point nothing follows.
      std::size_t const bit = static_cast<std::size_t>(std::countr_one(first + i));
      if (bit < m) x ^= direction[bit];
    }
  }
  return points;
}

} // namespace iptwsim
