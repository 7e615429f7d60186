#include <array>
#include <cmath>
#include <utility>

#include "scenario/latent_time.hpp"
#include "unit/math/accuracy.hpp"

namespace iptwsim::test {
namespace {

TEST(LatentTime, HasTheValuesOfMpmathInBothTails) {
  for (auto const& [z, hazard] : {std::pair{-20.0, 2.7536241186062336951e-89},
                                  {-3.0, 0.0013508099647481937988},
                                  {-0.5, 0.36894641528865639307},
                                  {0.0, 0.69314718055994530942},
                                  {0.5, 1.1759117615936186089},
                                  {3.0, 6.6077262215103495433},
                                  {20.0, 203.91715537109726394},
                                  {29.9, 451.32291245852863447},
                                  {30.1, 457.32956441638225788},
                                  {60.0, 1805.0135606805671387},
                                  {1000.0, 500007.82669481218431}}) {
    EXPECT_NEAR(hazard_of_latent(z) / hazard, 1, 1.2e-15) << z;
    EXPECT_NEAR(latent_of_hazard(hazard), z, 3e-15 * std::max(std::fabs(z), 1.0)) << z;
  }
}

TEST(LatentTime, ReturnsFromEitherSide) {
  for (double z = -37; z < 200; z += 0.37) {
    double const there = hazard_of_latent(z);
    // z is known from the hazard to a relative error of the hazard over its relative slope
    double const condition = there / latent_hazard_slope(z);
    ASSERT_NEAR(latent_of_hazard(there), z, 1.5e-15 * (std::fabs(z) + condition)) << z;
  }
}

TEST(LatentTime, IncreasesWhereItsRangesMeet) {
  for (double const meeting : {0.0, 30.0}) {
    double z = meeting;
    for (int i = 0; i < 50; ++i) z = std::nextafter(z, -1e3);
    double const before = hazard_of_latent(z);
    for (int i = 0; i < 100; ++i) z = std::nextafter(z, 1e3);
    EXPECT_NEAR(hazard_of_latent(z) / before, 1, 5e-14);
  }
  for (double const meeting : {0.6931471805599453, 454.3212440}) {
    EXPECT_NEAR(latent_of_hazard(meeting * (1 - 1e-15)), latent_of_hazard(meeting * (1 + 1e-15)), 5e-14);
  }
}

TEST(LatentTime, HasTheSlopeOfItsHazard) {
  for (double const z : {-6.0, -1.0, 0.0, 2.0, 25.0, 29.5, 31.0, 80.0}) {
    double const h = 1e-4, up = hazard_of_latent(z + h), down = hazard_of_latent(z - h);
    EXPECT_NEAR((up - down) / (2 * h) / latent_hazard_slope(z), 1, 1e-7) << z;
  }
}

TEST(LatentTime, HasExactEnds) {
  EXPECT_EQ(hazard_of_latent(-inf), 0);
  EXPECT_EQ(hazard_of_latent(inf), inf);
  EXPECT_EQ(latent_of_hazard(0.0), -inf);
  EXPECT_EQ(latent_of_hazard(inf), inf);
  EXPECT_TRUE(std::isnan(latent_of_hazard(-1.0)));
  EXPECT_TRUE(std::isnan(latent_of_hazard(nan)));
  EXPECT_TRUE(std::isnan(hazard_of_latent(nan)));
}

TEST(LatentTime, HasTheBitsOfDoubleInEachLane) {
  std::array const arguments{-inf, -38.0, -3.0, 0.0, 1e-9, 0.7, 5.0, 29.0, 31.0, 454.0, 455.0, 1e5, inf, nan};
  expect_equal_lanes([](auto x) { return hazard_of_latent(x); }, arguments);
  expect_equal_lanes([](auto x) { return latent_of_hazard(x); }, arguments);
  expect_equal_lanes([](auto x) { return latent_hazard_slope(x); }, arguments);
}

} // namespace
} // namespace iptwsim::test
