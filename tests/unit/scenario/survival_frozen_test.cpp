// The bits of simulated times, frozen: a simulated cohort must be the same from every build.

#include <array>
#include <vector>

#include "distributions.hpp"
#include "random/stream.hpp"
#include "scenario/follow_up.hpp"
#include "unit/math/accuracy.hpp"

namespace iptwsim::test {
namespace {

/// -log(1 - u) for the first draws of patients 0 to 3.
std::array<double, 4> frozen_hazards() {
  std::array<double, 4> hazards{};
  for (std::size_t patient = 0; patient < 4; ++patient) {
    Stream stream({.seed = 2021, .cohort = 7, .purpose = Purpose::event_time, .subject = patient});
    hazards[patient] = -math::log1p(-stream.uniform_open());
  }
  return hazards;
}

TEST(FrozenTimes, OfEveryFamily) {
  std::vector<std::array<double, 4>> const frozen = {
      {0x1.da8a3466f1969p+2, 0x1.8d021d84e6927p-3, 0x1.51082e71d2239p+1, 0x1.ea1d70b981056p-4}, // exponential
      {0x1.a171a598d7633p+1, 0x1.2508b0bafa152p-6, 0x1.7c79db69da2c4p-1,
       0x1.262ec65576733p-7},                                                                 // weibull, falling hazard
      {0x1.21a1f6e913bep+2, 0x1.57d9166f82ab8p+0, 0x1.9a34557b9226p+1, 0x1.24c47182e3afap+0}, // weibull, rising hazard
      {0x1.2305807a6ef91p+2, 0x1.8581686fd368cp-3, 0x1.0ec0b4d31ef88p+1,
       0x1.e457a441b4e1ep-4}, // gompertz, rising hazard
      {0x1.2872f50965839p+3, 0x1.8ef1deb6279e3p-3, 0x1.69613d31554bep+1, 0x1.eb9646c7b26dep-4}, // gompertz, cured
      {0x1.da8a3466ea083p+2, 0x1.8d021d84e6681p-3, 0x1.51082e71d03bcp+1,
       0x1.ea1d70b980e51p-4}, // gompertz, nearly constant
      {0x1.da8a3466f1969p+2, 0x1.8d021d84e6927p-3, 0x1.51082e71d2239p+1, 0x1.ea1d70b981056p-4}, // gompertz, constant
      {0x1.10a1a4addccefp+2, 0x1.297f7339f0a3dp-2, 0x1.cc24f2f4190cbp+0, 0x1.ae4731f212427p-3}, // log_logistic
      {0x1.2011613174035p+2, 0x1.dfd46dd9662b4p-6, 0x1.c907783d251e4p-1,
       0x1.054efd63d03a1p-6}, // log_logistic, falling hazard
      {0x1.bd920930c1788p+1, 0x1.445beeddbd8dcp-1, 0x1.d87ec557f88ebp+0, 0x1.16a2cabb89559p-1}, // lognormal
      {0x1.054ed747c9eaep+2, 0x1.8d021d84e6927p-4, 0x1.9034d616c3a0cp+1, 0x1.ea1d70b981056p-5}, // piecewise
      {0x1.6706cd99f6646p+1, 0x1.8d021d84e6927p-4, 0x1.3605744be16d1p+0, 0x1.ea1d70b981056p-5}, // piecewise, cured
      {0x1.999123f6bec75p+2, 0x1.45756cc78fab3p-2, 0x1.3d35f4514f15cp+1, 0x1.c08c0a24e6184p-3}, // weibull mixture
      {0x1.10a1a4b4435c4p+2, 0x1.297f733d5524ap-2, 0x1.cc24f2facb75fp+0,
       0x1.ae4731f6f11c5p-3},                                 // log_logistic mixture, few cured
      {inf, 0x1.2b48bffd105a1p+0, inf, 0x1.e84ef8c3c5806p-1}, // lognormal mixture, most cured
  };
  std::vector<Named> const all = families();
  ASSERT_EQ(all.size(), frozen.size());
  for (std::size_t k = 0; k < all.size(); ++k) {
    for (std::size_t i = 0; i < 4; ++i) {
      EXPECT_EQ(bits(all[k].distribution.time_of(frozen_hazards()[i])), bits(frozen[k][i])) << all[k].name << ' ' << i;
    }
  }
}

TEST(FrozenTimes, OfASumOverEveryEffect) {
  double sum = 0;
  for (auto const& [name, d] : distributions()) {
    for (double const e : frozen_hazards())
      sum += math::minimum(d.time_of(e), 1e3) + d.hazard(e) + d.cumulative_hazard(e);
  }
  EXPECT_EQ(bits(sum), bits(0x1.17abcc477625ep+14));
}

TEST(FrozenTimes, OfCensoring) {
  FollowUp const ramp(
      {.accrual = 8, .accrual_pattern = Accrual::ramp, .follow_up = 2, .dropout_rate = 0.1, .dropout_shape = 0.6});
  FollowUp const uniform({.accrual = 8, .follow_up = 2});
  double times = 0, survival = 0;
  for (double u = 0.01; u < 1; u += 0.07) {
    times += ramp.censoring_time(u, 1 - u / 2) + uniform.censoring_time(u, u);
    survival += ramp.survival(10 * u) + uniform.survival(10 * u);
  }
  EXPECT_EQ(bits(times), bits(0x1.41a41de3c8aa8p+7));
  EXPECT_EQ(bits(survival), bits(0x1.dd75caaba9278p+3));
}

} // namespace
} // namespace iptwsim::test
