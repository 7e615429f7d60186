#include <utility>
#include <vector>

#include "accuracy.hpp"
#include "gamma_values.hpp"
#include "math/gamma.hpp"
#include "math/normal.hpp"

namespace iptwsim::test {
namespace {

using math::gamma_p;
using math::gamma_p_inverse;
using math::gamma_q;
using math::gamma_q_inverse;
using math::gamma_tails;
using math::log_gamma;

/// The bound in the header: the error of a tail t relative to t, in units of 1 + |log t|.
double scaled_error(double got, long double exact) {
  return relative_error(got, exact) / (1 + std::fabs(static_cast<double>(std::log(exact))));
}

TEST(LogGamma, StaysWithinItsStatedError) {
  Words words;
  double worst = 0;
  for (int i = 0; i < 200'000; ++i) {
    double const x = i % 4 == 0   ? words.between(0, 3)
                     : i % 4 == 1 ? words.between(0, 30)
                     : i % 4 == 2 ? math::exp(words.between(-700, 0))
                                  : math::exp(words.between(0, 700));
    worst = std::max(worst, relative_error(log_gamma(x), std::lgamma(static_cast<long double>(x))));
  }
  EXPECT_LT(worst, 1e-15);
}

TEST(LogGamma, IsExactToItsOwnSizeAtItsZeros) {
  EXPECT_EQ(log_gamma(1), 0);
  EXPECT_EQ(log_gamma(2), 0);
  for (double const step : {1e-3, 1e-6, 1e-9, 1e-12}) {
    for (double const x : {1 - step, 1 + step, 2 - step, 2 + step}) {
      EXPECT_LT(relative_error(log_gamma(x), std::lgamma(static_cast<long double>(x))), 1e-15) << x;
    }
  }
}

TEST(LogGamma, HasFactorialsAndEdges) {
  EXPECT_NEAR(log_gamma(5) / 3.1780538303479456, 1, 3e-16);    // log 24
  EXPECT_NEAR(log_gamma(0.5) / 0.57236494292470009, 1, 3e-16); // log sqrt(pi)
  EXPECT_NEAR(log_gamma(1e-300) / 690.77552789821371, 1, 3e-16);
  EXPECT_EQ(log_gamma(inf), inf);
  EXPECT_EQ(log_gamma(1e308), inf);
  EXPECT_NEAR(log_gamma(2e305) / 1.4039632010874877e308, 1, 1e-15); // mpmath
  EXPECT_TRUE(std::isnan(log_gamma(nan)));
}

TEST(GammaTails, HasTheValuesOfArbitraryPrecision) {
  for (auto const& [a, x, lower, upper] : gamma_values) {
    math::GammaTails const tails = gamma_tails(a, x);
    for (auto const& [got, exact] : {std::pair{tails.lower, lower}, std::pair{tails.upper, upper}}) {
      if (exact > 0) {
        EXPECT_LT(scaled_error(got, exact), 5e-15) << a << " " << x;
      } else {
        EXPECT_LT(got, 1e-306) << a << " " << x;
      }
    }
  }
}

TEST(GammaTails, HasClosedForms) {
  Words words;
  for (int i = 0; i < 20'000; ++i) {
    long double const x = words.between(0, i % 2 == 0 ? 3 : 100);
    auto const narrow = static_cast<double>(x);
    EXPECT_LT(scaled_error(gamma_q(1, narrow), std::exp(-x)), 5e-15);
    EXPECT_LT(scaled_error(gamma_p(1, narrow), -std::expm1(-x)), 5e-15);
    EXPECT_LT(scaled_error(gamma_q(0.5, narrow), std::erfc(std::sqrt(x))), 5e-15);
    EXPECT_LT(scaled_error(gamma_p(0.5, narrow), std::erf(std::sqrt(x))), 5e-15);
    EXPECT_LT(scaled_error(gamma_q(3, narrow), std::exp(-x) * (1 + x + x * x / 2)), 5e-15);
  }
}

// P(a, x) - P(a + 1, x) = x^a e^-x / Gamma(a + 1): across all ranges and where they meet.
TEST(GammaTails, ObeysTheRecurrence) {
  Words words;
  for (int i = 0; i < 100'000; ++i) {
    double const a = math::exp(words.between(-3, i % 2 == 0 ? 3 : 8));
    double const x = a * math::exp(words.between(-1, 1));
    auto const wide = static_cast<long double>(a);
    auto const wide_x = static_cast<long double>(x);
    long double const step = std::exp(wide * std::log(wide_x) - wide_x - std::lgamma(wide + 1));
    math::GammaTails const here = gamma_tails(a, x), next = gamma_tails(a + 1, x);
    auto const tolerance = [](double tail) { return 1e-14 * tail * (1 - math::log(tail)); };
    if (here.lower > 1e-300) {
      ASSERT_NEAR(here.lower, next.lower + static_cast<double>(step), tolerance(here.lower)) << a << " " << x;
    }
    if (next.upper > 1e-300) {
      ASSERT_NEAR(next.upper, here.upper + static_cast<double>(step), tolerance(next.upper)) << a << " " << x;
    }
    ASSERT_NEAR(here.lower + here.upper, 1, 1e-15);
    if (here.slope < 1e-300) continue;
    ASSERT_NEAR(here.slope, a * static_cast<double>(step), 1e-12 * here.slope) << a << " " << x;
  }
}

TEST(GammaTails, HasEdges) {
  for (double const a : {1e-300, 0.3, 1.0, 49.0, 51.0, 1e20, 1e300}) {
    EXPECT_EQ(gamma_p(a, 0), 0);
    EXPECT_EQ(gamma_q(a, 0), 1);
    EXPECT_EQ(gamma_p(a, inf), 1);
    EXPECT_EQ(gamma_q(a, inf), 0);
    EXPECT_TRUE(std::isnan(gamma_p(a, nan)));
  }
  EXPECT_EQ(gamma_p(1e300, 1e299), 0);
  EXPECT_EQ(gamma_q(1e300, 1e301), 0);
  EXPECT_EQ(gamma_q(3, 1e300), 0);
  EXPECT_NEAR(gamma_p(1e300, 1e300), 0.5, 1e-15);
  EXPECT_EQ(gamma_p(7, 5e-324), 0);
  EXPECT_NEAR(gamma_p(1e-3, 5e-324), 0.47527405742669021, 1e-15); // mpmath
}

TEST(GammaInverse, GivesBackItsProbabilityInBothTails) {
  Words words;
  double worst = 0;
  for (int i = 0; i < 60'000; ++i) {
    double const a = math::exp(i % 3 == 0 ? words.between(-4, 6) : words.between(i % 3 == 1 ? -600 : 0, 60));
    double const p = i % 5 == 0 ? math::exp(words.between(-690, -1)) : words.between(0, i % 2 == 0 ? 1 : 1e-3);
    double const low = gamma_p_inverse(a, p), high = gamma_q_inverse(a, p);
    for (auto const& [x, is_low] : {std::pair{low, true}, std::pair{high, false}}) {
      if (x < 1e-307) continue;
      math::GammaTails const tails = gamma_tails(a, x);
      double const got = is_low ? tails.lower : tails.upper;
      // the bound in the header; x itself is rounded, which moves the probability by its slope
      double const allowed = 5e-15 * (1 + std::fabs(math::log(p))) + 3e-16 * tails.slope / got;
      worst = std::max(worst, std::fabs(got - p) / p / allowed);
      ASSERT_LT(worst, 1) << a << " " << p << " " << is_low;
    }
  }
}

TEST(GammaInverse, IsTheQuantileOfKnownDistributions) {
  // mpmath, findroot with 50 digits
  EXPECT_NEAR(gamma_p_inverse(1, 0.5) / 0.69314718055994531, 1, 1e-15);
  EXPECT_NEAR(gamma_q_inverse(1, 1e-300) / 690.77552789821371, 1, 1e-15);
  EXPECT_NEAR(2 * gamma_p_inverse(0.5, 0.95) / 3.8414588206941260, 1, 1e-14); // chi-squared, 1 degree of freedom
  EXPECT_NEAR(2 * gamma_p_inverse(5, 0.95) / 18.307038053275147, 1, 1e-14);   // 10 degrees
  EXPECT_NEAR(2 * gamma_q_inverse(5, 0.95) / 3.9402991361190605, 1, 1e-14);
}

TEST(GammaInverse, HasEdges) {
  for (double const a : {1e-300, 0.3, 1.0, 51.0, 1e20}) {
    EXPECT_EQ(gamma_p_inverse(a, 0), 0);
    EXPECT_EQ(gamma_q_inverse(a, 1), 0);
    EXPECT_EQ(gamma_p_inverse(a, 1), inf);
    EXPECT_EQ(gamma_q_inverse(a, 0), inf);
    EXPECT_TRUE(std::isnan(gamma_p_inverse(a, -0.1)));
    EXPECT_TRUE(std::isnan(gamma_q_inverse(a, 1.1)));
    EXPECT_TRUE(std::isnan(gamma_p_inverse(a, nan)));
  }
  EXPECT_EQ(gamma_p_inverse(1e-4, 0.5), 0); // 0.5^10000
  EXPECT_GT(gamma_q_inverse(1e-4, 1e-6), 1);
  EXPECT_EQ(gamma_p_inverse(1e36, 0.25), 1e36); // a standard deviation is less than the spacing of doubles
}

TEST(GammaInverse, IsMonotone) {
  for (double const a : {0.05, 0.7, 3.0, 40.0, 60.0}) {
    double before = 0;
    for (double p = 1e-6; p < 1; p += 1e-4) {
      double const x = gamma_p_inverse(a, p);
      ASSERT_GT(x, before) << a << " " << p;
      before = x;
    }
  }
}

TEST(Gamma, HasFrozenBits) {
  EXPECT_EQ(log_gamma(1.2), -0x1.5db138c7d70c7p-4);
  EXPECT_EQ(log_gamma(44.8), 0x1.f23c06abc458dp+6);
  EXPECT_EQ(gamma_p(0.3, 0.8), 0x1.c5bdffe39f06fp-1);
  EXPECT_EQ(gamma_q(0.3, 0.8), 0x1.d21000e307c86p-4);
  EXPECT_EQ(gamma_q(2.5, 6), 0x1.1cfb4372643aap-5);
  EXPECT_EQ(gamma_p(100, 95), 0x1.44f92f148c6ep-2);
  EXPECT_EQ(gamma_p_inverse(0.3, 0.1), 0x1.53732a9e46ab4p-12);
  EXPECT_EQ(gamma_q_inverse(2.5, 0.001), 0x1.483d76912745p+3);
  EXPECT_EQ(gamma_p_inverse(100, 0.3), 0x1.7a18e1ee5ed36p+6);
}

} // namespace
} // namespace iptwsim::test
