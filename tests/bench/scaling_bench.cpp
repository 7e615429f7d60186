#include "math/log.hpp"
#include "math/logistic.hpp"
#include "math/normal.hpp"
#include "random/stream.hpp"
#include "sections.hpp"
#include "unit.hpp"

namespace iptwsim::bench {
namespace {

/// n patients, p normal covariates, 40% treated, exponential times of mean 20 and censoring uniform in (0, 40): six of
/// ten have the event. Times are continuous, so that there are as many event times as events.
Cohort continuous_cohort(std::size_t n, int p) {
  Stream stream({.seed = 5, .cohort = n, .replicate = static_cast<std::uint64_t>(p), .purpose = Purpose::covariate});
  Cohort cohort;
  cohort.covariates.resize(static_cast<Eigen::Index>(n), p);
  Endpoint endpoint{"os", {}, {}};
  for (int j = 0; j < p; ++j) cohort.covariate_names.push_back("x" + std::to_string(j + 1));
  for (std::size_t i = 0; i < n; ++i) {
    double tendency = -0.4;
    for (int j = 0; j < p; ++j) {
      double const x = math::normal_quantile(stream.uniform_open());
      cohort.covariates(static_cast<Eigen::Index>(i), j) = x;
      tendency += (j % 2 ? -0.3 : 0.3) * x / (1 + j / 4);
    }
    cohort.treated.push_back(stream.uniform() < math::logistic(tendency).score);
    double const event = -20 * math::log(stream.uniform_open()), censored = 40 * stream.uniform();
    endpoint.time.push_back(event < censored ? event : censored);
    endpoint.event.push_back(event < censored);
  }
  cohort.endpoints.push_back(std::move(endpoint));
  return cohort;
}

void register_size(std::string const& name, std::size_t n, int p) {
  add(name, [=](auto& state) {
    evaluate_blocks(state, {unit_study(p), continuous_cohort(n, p)}, available_isas().back());
  });
}

} // namespace

void register_scaling() {
  for (std::size_t const n : {50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000}) {
    register_size("scaling/n/" + std::to_string(n), n, 5);
  }
  for (int const p : {1, 2, 5, 10, 20, 40}) register_size("scaling/p/" + std::to_string(p), 2000, p);
}

} // namespace iptwsim::bench
