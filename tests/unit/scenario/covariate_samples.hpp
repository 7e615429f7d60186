#pragma once
// Covariates of every distribution with their distribution functions in long double, each tail by itself.

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "math/gamma.hpp"
#include "scenario/covariate_options.hpp"

namespace iptwsim::test {

/// P(X <= x) and P(X > x).
struct Tails {
  long double below = 0, above = 0;
};

struct SampleCovariate {
  std::string name;
  CovariateOptions options;
  std::function<Tails(double)> tails;
};

inline Tails normal_tails(long double z) {
  return {std::erfc(-z / std::sqrt(2.0L)) / 2, std::erfc(z / std::sqrt(2.0L)) / 2};
}

inline Tails gamma_tails_of(double shape, double x) { // math/gamma.hpp is tested by itself
  auto const tails = math::gamma_tails(shape, x);
  return {tails.lower, tails.upper};
}

inline Tails poisson_tails(double mean, double k) {
  if (k < 0) return {0, 1};
  auto const tails = math::gamma_tails(std::floor(k) + 1, mean);
  return {tails.upper, tails.lower};
}

/// Given low < X <= high.
inline std::function<Tails(double)> given(std::function<Tails(double)> tails, double low, double high) {
  return [=](double x) -> Tails {
    Tails const at = tails(x), from = tails(low), to = tails(high);
    auto const between = [](Tails a, Tails b) { return a.below < 0.5L ? b.below - a.below : a.above - b.above; };
    long double const inside = between(from, to);
    return {between(from, at) / inside, between(at, to) / inside};
  };
}

inline std::vector<SampleCovariate> sample_covariates() {
  using Distribution = CovariateDistribution;
  auto const normal = [](double x) { return normal_tails((static_cast<long double>(x) - 60) / 10); };
  auto const lognormal = [](double x) { return normal_tails(std::log(static_cast<long double>(x) / 4.7L) / 0.5L); };
  auto const gamma = [](double x) { return gamma_tails_of(2.5, x / 3); };
  auto const small_gamma = [](double x) { return gamma_tails_of(0.3, x / 2); };
  auto const poisson = [](double x) { return poisson_tails(3.5, x); };
  CovariateOptions const age{.distribution = Distribution::normal, .mean = 60, .sd = 10};
  CovariateOptions const size{.distribution = Distribution::lognormal, .median = 4.7, .sigma = 0.5};
  CovariateOptions const marker{.distribution = Distribution::gamma, .shape = 2.5, .scale = 3};
  CovariateOptions const nodes{.distribution = Distribution::poisson, .mean = 3.5};
  auto const cut = [](CovariateOptions options, double low, double high) {
    options.truncate = {low, high};
    return options;
  };
  return {
      {"normal", age, normal},
      {"lognormal", size, lognormal},
      {"uniform",
       {.distribution = Distribution::uniform, .lower = -2, .upper = 6},
       [](double x) {
         return Tails{(static_cast<long double>(x) + 2) / 8, (6 - static_cast<long double>(x)) / 8};
       }},
      {"gamma", marker, gamma},
      {"gamma of shape 0.3", {.distribution = Distribution::gamma, .shape = 0.3, .scale = 2}, small_gamma},
      {"gamma of shape 200",
       {.distribution = Distribution::gamma, .shape = 200, .scale = 1},
       [](double x) { return gamma_tails_of(200, x); }},
      {"truncated normal", cut(age, 18, 75), given(normal, 18, 75)},
      {"normal above 130", cut(age, 130, 150), given(normal, 130, 150)},
      {"normal below -10", cut(age, -50, -10), given(normal, -50, -10)},
      {"truncated lognormal", cut(size, 1, 10), given(lognormal, 1, 10)},
      {"truncated uniform",
       {.distribution = Distribution::uniform, .lower = -2, .upper = 6, .truncate = {0, 100}},
       [](double x) {
         return Tails{static_cast<long double>(x) / 6, (6 - static_cast<long double>(x)) / 6};
       }},
      {"truncated gamma", cut(marker, 2, 12), given(gamma, 2, 12)},
      {"poisson", nodes, poisson},
      {"poisson of mean 0.01",
       {.distribution = Distribution::poisson, .mean = 0.01},
       [](double x) { return poisson_tails(0.01, x); }},
      {"poisson of mean 1000",
       {.distribution = Distribution::poisson, .mean = 1000},
       [](double x) { return poisson_tails(1000, x); }},
      {"truncated poisson", cut(nodes, 0.5, 7), given(poisson, 0.5, 7)},
      {"poisson above 20", cut(nodes, 20.5, 30), given(poisson, 20.5, 30)},
  };
}

} // namespace iptwsim::test
