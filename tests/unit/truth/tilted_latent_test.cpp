#include <cmath>

#include <gtest/gtest.h>

#include "math/normal.hpp"
#include "random/sobol.hpp"
#include "truth/tilted_latent.hpp"

namespace iptwsim {
namespace {

struct At {
  double survival, density;
};

At value_at(TiltedLatent const& tilted, double q, std::size_t tilt = 0) {
  std::vector<double> survival(tilted.tilts()), density(tilted.tilts());
  tilted.at(q, survival, density);
  return {survival[tilt], density[tilt]};
}

/// h = 0.3 where the score is below its 65% quantile, else 0.7: a Bernoulli covariate with probability 0.35.
TiltedLatent bernoulli_tilt(double correlation, int points_log2) {
  ShiftedSobol const sobol({.dimension = 1, .points_log2 = points_log2});
  TiltedLatent tilted(correlation, 2);
  for (double const u : sobol.block(0, sobol.points())) {
    double const e = u > 0.65 ? 0.7 : 0.3;
    tilted.add(math::normal_quantile(u), std::vector{e, 1 - e});
  }
  tilted.finish();
  return tilted;
}

TEST(TiltedLatent, BernoulliCovariateHasItsSumOfTwoIntegrals) {
  struct Case {
    double correlation, q, survival, density;
  };
  // [h0 int_{-inf}^c Phi((s x - q)/d) phi(x) dx + h1 int_c^inf ...] / (0.65 h0 + 0.35 h1), c = Phi^-1(0.65), and the
  // same with phi((s x - q)/d)/d, by mpmath.quad at 30 digits.
  for (Case const& c :
       {Case{0.3, -3, 0.998986191596412, 0.003380004084158332}, Case{0.3, -0.5, 0.7262838126049966, 0.3320108523199135},
        Case{0.3, 0.25, 0.4414397395022519, 0.3945685940390645}, Case{0.3, 2, 0.0286065245581346, 0.06572310454089637},
        Case{0.7, -3, 0.9990794691914453, 0.003022724367026398},
        Case{0.7, -0.5, 0.7710110089562866, 0.2885610909778372},
        Case{0.7, 0.25, 0.5044878049345796, 0.3986847226349049}, Case{0.7, 2, 0.03529263171367656, 0.08208186327956424},
        Case{0.98, -3, 0.999079614978434, 0.003021714826321369},
        Case{0.98, -0.5, 0.7896334241698449, 0.2400462841135705},
        Case{0.98, 0.25, 0.5815150637531112, 0.3481287404755925},
        Case{0.98, 2, 0.03619339173573965, 0.08589471945279911}}) {
    TiltedLatent const tilted = bernoulli_tilt(c.correlation, 18);
    At const value = value_at(tilted, c.q);
    EXPECT_NEAR(value.survival, c.survival, 2e-6) << c.correlation << ' ' << c.q; // 2^18 points around the jump
    EXPECT_NEAR(value.density, c.density, 1e-5) << c.correlation << ' ' << c.q;
  }
}

/// The sums over the points themselves, which the grid replaces.
At direct(double correlation, double q, std::vector<double> const& x, std::vector<double> const& h) {
  double const noise = std::sqrt((1 - correlation) * (1 + correlation));
  double tilted = 0, whole = 0, tilted_density = 0, whole_density = 0, total = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    double const z = (correlation * x[i] - q) / noise;
    total += h[i];
    tilted += h[i] * math::normal_cdf(z);
    whole += math::normal_cdf(z);
    tilted_density += h[i] * math::normal_density(z) / noise;
    whole_density += math::normal_density(z) / noise;
  }
  double const n = static_cast<double>(x.size());
  return {math::normal_cdf(-q) + (tilted / total - whole / n),
          math::normal_density(q) + (tilted_density / total - whole_density / n)};
}

TEST(TiltedLatent, GridIsWithinItsBoundOfTheSumsOverPoints) {
  ShiftedSobol const sobol({.dimension = 1, .points_log2 = 8, .shift = 3});
  for (double const correlation : {0.01, 0.2, 0.6, 0.9, 0.999}) {
    std::vector<double> x, h;
    TiltedLatent tilted(correlation, 1);
    for (double const u : sobol.block(0, sobol.points())) {
      x.push_back(math::normal_quantile(u));
      h.push_back(1 / (1 + x.back() * x.back()));
      tilted.add(x.back(), std::vector{h.back()});
    }
    tilted.finish();
    for (double q = -9; q <= 9; q += 0.375) {
      At const grid = value_at(tilted, q), sums = direct(correlation, q, x, h);
      EXPECT_NEAR(grid.survival, sums.survival, 1e-10) << correlation << ' ' << q;
      EXPECT_NEAR(grid.density, sums.density, 1e-9) << correlation << ' ' << q;
    }
  }
}

TEST(TiltedLatent, ConstantTiltIsTheWholePopulationExactly) {
  ShiftedSobol const sobol({.dimension = 1, .points_log2 = 6});
  for (double const correlation : {0.0, 0.5}) {
    TiltedLatent tilted(correlation, 1);
    for (double const u : sobol.block(0, sobol.points())) {
      tilted.add(math::normal_quantile(u), std::vector{0.25}); // a power of 2: products are exact
    }
    tilted.finish();
    for (double const q : {-40.0, -2.0, 0.0, 0.7, 3.0}) {
      EXPECT_EQ(value_at(tilted, q).survival, math::normal_cdf(-q));
      EXPECT_EQ(value_at(tilted, q).density, math::normal_density(q));
    }
    EXPECT_NEAR(tilted.median(0), 0, 1e-15);
  }
}

TEST(TiltedLatent, WithoutDependenceEveryTiltIsTheWholePopulation) {
  TiltedLatent tilted(0, 1);
  for (double const h : {0.1, 0.5, 0.9}) tilted.add(0, std::vector{h});
  tilted.finish();
  EXPECT_EQ(value_at(tilted, 0.3).survival, math::normal_cdf(-0.3));
}

TEST(TiltedLatent, TreatedAndControlTogetherAreTheWholePopulation) {
  ShiftedSobol const sobol({.dimension = 1, .points_log2 = 8});
  TiltedLatent tilted(0.6, 2);
  double treated = 0;
  for (double const u : sobol.block(0, sobol.points())) {
    treated += (0.2 + 0.5 * u) / 256;
    tilted.add(math::normal_quantile(u), std::vector{0.2 + 0.5 * u, 0.8 - 0.5 * u});
  }
  tilted.finish();
  for (double const q : {-1.0, 0.4}) {
    double const both = treated * value_at(tilted, q, 0).survival + (1 - treated) * value_at(tilted, q, 1).survival;
    EXPECT_NEAR(both, math::normal_cdf(-q), 1e-15);
    EXPECT_GT(value_at(tilted, q, 0).survival, math::normal_cdf(-q) + 0.01); // high scores are treated, and live
  }
}

TEST(TiltedLatent, InfiniteLatentsAreCertain) {
  TiltedLatent const tilted = bernoulli_tilt(0.6, 8);
  double const infinity = math::infinity;
  EXPECT_NEAR(value_at(tilted, -infinity).survival, 1, 1e-15);
  EXPECT_NEAR(value_at(tilted, infinity).survival, 0, 1e-15);
  EXPECT_EQ(value_at(tilted, infinity).density, 0);
}

TEST(TiltedLatent, MedianHalvesTheTiltedPopulation) {
  TiltedLatent const tilted = bernoulli_tilt(0.7, 12);
  double const median = tilted.median(0);
  EXPECT_NEAR(value_at(tilted, median).survival, 0.5, 1e-15);
  EXPECT_GT(median, 0.1);
}

} // namespace
} // namespace iptwsim
