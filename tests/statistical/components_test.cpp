// Several times on one patient: in 200,000 randomized patients without censoring each component has its marginal
// distribution, every pair its latent correlation, and endpoints the survival that components were solved for. Every z
// is (estimate - truth) / standard error; |z| beyond 4.5 fails (1 in 150,000). Seeds are fixed and never changed.

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "math/sum.hpp"
#include "scenario/latent_time.hpp"
#include "support/mechanisms.hpp"

namespace iptwsim {
namespace {

using namespace test;

constexpr std::size_t n = 200000;
constexpr double most = 4.5;

SyntheticOptions solved_components() {
  SyntheticOptions options = three_causes();
  options.treatment = {.randomized = 0.5};
  options.censoring = {};
  SurvivalFamily const weibull = SurvivalFamily::weibull;
  auto const wish = [](std::string endpoint, double at, double equals) {
    return SurvivalOfOptions{.endpoint = std::move(endpoint), .at = at, .equals = equals};
  };
  options.components[0].second.marginal = {
      .control = {.distribution = weibull, .shape = 0.8, .survival_of = wish("rfs", 5, 0.5)},
      .treated = {.survival_of = wish("rfs", 4, 0.7)}};
  options.components[2].second.marginal = {
      .control = {.distribution = weibull, .shape = 1.4, .survival_of = wish("os", 5, 0.7)},
      .treated = {.survival_of = wish("os", 6, 0.75)}};
  options.component_correlation = {.pairs = {{"recurrence:disease_death", 0.5}, {"disease_death:other_death", -0.3}}};
  for (auto const& [name, component] : options.components) options.endpoints.push_back({name, {.minimum_of = {name}}});
  return options;
}

/// In each arm the latents of a component, uniform where its times have their distribution.
std::vector<double> latents(SimulatedPatients const& patients, Mechanism const& mechanism, std::size_t component,
                            bool is_treated) {
  Endpoint const& own = patients.endpoints[4 + component];
  ArmSurvival const& arms = mechanism.arms(component);
  std::vector<double> latents;
  for (std::size_t i = 0; i < n; ++i) {
    if ((patients.treated[i] != 0) != is_treated) continue;
    latents.push_back(latent_of_hazard((is_treated ? arms.treated : arms.control).cumulative_hazard(own.time[i])));
  }
  return latents;
}

TEST(Components, HaveTheirMarginalsAndCorrelations) {
  SyntheticOptions const options = solved_components();
  Mechanism const mechanism = mechanism_of(options);
  SimulatedPatients const patients = simulate(mechanism, n, {.seed = 20261123, .group = 0, .cohort = 1});
  // sums of products of dependences where no pair is named
  double const expected[3][3] = {{1, 0.5, 0}, {0.5, 1, -0.3}, {0, -0.3, 1}};
  for (bool const is_treated : {false, true}) {
    std::vector<std::vector<double>> z;
    for (std::size_t c = 0; c < 3; ++c) {
      z.push_back(latents(patients, mechanism, c, is_treated));
      // Kolmogorov: P(sqrt(n) D > 2.8) = 3e-7
      std::vector<double> sorted = z.back();
      std::sort(sorted.begin(), sorted.end());
      double const size = static_cast<double>(sorted.size());
      double distance = 0;
      for (std::size_t i = 0; i < sorted.size(); ++i) {
        double const f = math::normal_cdf(sorted[i]), at = static_cast<double>(i);
        distance = std::max({distance, std::fabs(f - at / size), std::fabs(f - (at + 1) / size)});
      }
      EXPECT_LT(std::sqrt(size) * distance, 2.8) << c << is_treated;
    }
    for (std::size_t a = 0; a < 3; ++a) {
      for (std::size_t b = 0; b < a; ++b) {
        std::vector<double> products;
        for (std::size_t i = 0; i < z[a].size(); ++i) products.push_back(z[a][i] * z[b][i]);
        double const se = std::sqrt(math::sample_variance(products) / static_cast<double>(products.size()));
        EXPECT_LT(std::fabs(math::mean(products) - expected[a][b]) / se, most) << a << b << is_treated;
      }
    }
  }
}

TEST(Components, SolvedForTheSurvivalOfEndpointsThatTheyHave) {
  SyntheticOptions const options = solved_components();
  SimulatedPatients const patients = simulate(mechanism_of(options), n, {.seed = 20261123, .group = 0, .cohort = 2});
  struct Wish {
    std::size_t endpoint;
    bool is_treated;
    double at, equals;
  };
  for (Wish const& wish :
       {Wish{0, false, 5, 0.7}, Wish{0, true, 6, 0.75}, Wish{1, false, 5, 0.5}, Wish{1, true, 4, 0.7}}) {
    double alive = 0, all = 0;
    for (std::size_t i = 0; i < n; ++i) {
      if ((patients.treated[i] != 0) != wish.is_treated) continue;
      all += 1;
      if (patients.endpoints[wish.endpoint].time[i] > wish.at) alive += 1;
    }
    double const z = (alive / all - wish.equals) / std::sqrt(wish.equals * (1 - wish.equals) / all);
    EXPECT_LT(std::fabs(z), most) << wish.endpoint << wish.is_treated;
  }
}

} // namespace
} // namespace iptwsim
