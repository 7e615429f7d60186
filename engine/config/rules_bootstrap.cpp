#include <algorithm>

#include <fmt/format.h>

#include "config/rules.hpp"

namespace iptwsim::config {
namespace {

template <class T> bool has(std::vector<T> const& list, T value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

/// The node of a key in a map that is there, or the map itself.
Node const& node_of(Node const& map, char const* key) {
  Node const* const at = map.find(key);
  return at ? *at : map;
}

} // namespace

void check_bootstrap(Study const& study, Node const& root, Report& report) {
  bool const quantiles = study.weights.truncate && !study.weights.truncate->quantiles.empty();
  std::string const no_derivative = "a quantile of the weights has no derivative";
  if (quantiles && has(study.variance, VarianceMethod::stacked)) {
    report.add(node_of(root, "variance"), "variance is stacked under truncation at quantiles", no_derivative,
               "write variance: jackknife, or truncate at values");
  }
  Node const* const bootstrap = root.find("bootstrap");
  if (bootstrap == nullptr || !study.bootstrap) return;
  auto const& intervals = study.bootstrap->intervals;
  bool const influence = study.bootstrap->bca.acceleration == Acceleration::influence;
  if (quantiles && has(intervals, IntervalMethod::bca) && influence) {
    report.add(node_of(*bootstrap, "bca"), "acceleration is influence under truncation at quantiles", no_derivative,
               "write bca: {acceleration: jackknife}, or truncate at values");
  }
  if (study.bootstrap->resample != ResampleScheme::bayesian) return;
  for (IntervalMethod const kind : intervals) {
    if (kind == IntervalMethod::normal || kind == IntervalMethod::percentile) continue;
    report.add(
        node_of(*bootstrap, "intervals"), fmt::format("intervals has {} under resample: bayesian", name_of(kind)),
        "its replicates are posterior draws, not copies of a sampling distribution", "choose from normal, percentile");
  }
}

} // namespace iptwsim::config
