// Sums over a tile have the bits of the plain loop for every number of columns, cut into groups or not.

#include <vector>

#include <gtest/gtest.h>

#include "propensity/newton_sums.hpp"
#include "random/stream.hpp"
#include "support/lane4.hpp"

namespace iptwsim::test {
namespace {

TEST(NewtonSums, AreThoseOfThePlainLoop) {
  Stream stream({.seed = 12, .purpose = Purpose::covariate});
  auto const number = [&] { return stream.uniform() - 0.5; };
  for (std::size_t q = 1; q <= 16; ++q) {
    for (std::size_t const count : {std::size_t{1}, std::size_t{7}, detail::tile}) {
      std::vector<double> rows(q * count);
      for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = i % q == 0 ? 1 : number();
      std::vector<Lane4> residual(count), curvature(count), gradient(q), information(q * q);
      for (auto* each : {&residual, &curvature, &gradient, &information}) {
        for (Lane4& x : *each) x = Lane4(number(), number(), number(), number());
      }
      auto plain_gradient = gradient, plain_information = information;
      for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t j = 0; j < q; ++j) {
          double const x = rows[i * q + j];
          plain_gradient[j] += residual[i] * x;
          for (std::size_t k = 0; k <= j; ++k) plain_information[j * q + k] += (curvature[i] * x) * rows[i * q + k];
        }
      }
      auto const agree = [&]<class X>(X const* covariates) {
        auto g = gradient, h = information;
        detail::NewtonTile<Lane4, X> const tile{{covariates, q}, q, count, residual.data(), curvature.data()};
        detail::add_newton_sums(tile, g.data(), h.data());
        for (std::size_t e = 0; e < q; ++e) ASSERT_EQ(g[e].lane, plain_gradient[e].lane) << q << " " << e;
        for (std::size_t e = 0; e < q * q; ++e) ASSERT_EQ(h[e].lane, plain_information[e].lane) << q << " " << e;
      };
      agree(rows.data() + 1); // one row for all lanes
      std::vector<Lane4> const each(rows.begin() + 1, rows.end());
      agree(each.data());
    }
  }
}

} // namespace
} // namespace iptwsim::test
