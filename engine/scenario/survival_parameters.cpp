#include "scenario/survival_parameters.hpp"

#include <cmath>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "math/root.hpp"

namespace iptwsim {
namespace {

using math::expm1;
using math::log;
using math::log1p;
using math::power;

/// A time and what is wanted there: the cumulative hazard of those who are not cured, or a function of it.
struct Point {
  double time, value;
};

std::vector<Point> points_of(ArmSurvivalOptions const& options) {
  double const cured = options.cured.value_or(0);
  auto const hazard = [cured](double survival) { return -log((survival - cured) / (1 - cured)); };
  std::vector<Point> points;
  if (options.survival) points.push_back({options.survival->at, hazard(options.survival->equals)});
  if (options.median) points.push_back({*options.median, hazard(0.5)});
  return points;
}

template <class Function> std::vector<Point> with_values(std::vector<Point> points, Function function) {
  for (Point& point : points) point.value = function(point.value);
  return points;
}

struct ShapeScale {
  double shape, scale;
};

/// value = (time / scale)^shape at each point, with the parameters that are given.
ShapeScale power_through(std::vector<Point> const& points, ArmSurvivalOptions const& options) {
  if (points.empty()) return {*options.shape, *options.scale};
  Point const first = points[0];
  if (options.scale) return {log(first.value) / log(first.time / *options.scale), *options.scale};
  double const shape =
      points.size() == 2 ? log(first.value / points[1].value) / log(first.time / points[1].time) : *options.shape;
  return {shape, first.time / power(first.value, 1 / shape)};
}

LognormalSurvival lognormal_through(std::vector<Point> const& points, ArmSurvivalOptions const& options) {
  Point const first = points[0];
  double const sigma =
      points.size() == 2 ? log(first.time / points[1].time) / (first.value - points[1].value) : *options.sigma;
  return {.mu = log(first.time) - sigma * first.value, .sigma = sigma};
}

/// log g(x), g(x) = (exp(x) - 1) / x, which grows from -Inf to +Inf, for any x.
double log_relative_expm1(double x) { return x > 30 ? x + (log1p(-math::exp(-x)) - log(x)) : log(relative_expm1(x)); }

GompertzSurvival gompertz_through(std::vector<Point> const& points, ArmSurvivalOptions const& options) {
  if (points.empty()) return {.rate = *options.rate, .shape = *options.shape};
  Point const first = points[0];
  if (options.rate) { // H(t) = rate t g(shape t)
    double const wanted = log(first.value / (*options.rate * first.time));
    double const x = math::root_of_increasing([&](double at) { return log_relative_expm1(at) - wanted; }, 1);
    return {.rate = *options.rate, .shape = x / first.time};
  }
  double shape = options.shape.value_or(0);
  if (!options.shape) { // H at the later over H at the earlier time grows with the shape, from 1
    bool const is_later = first.time > points[1].time;
    Point const late = is_later ? first : points[1], early = is_later ? points[1] : first;
    double const wanted = log((late.value / early.value) * (early.time / late.time));
    double const x = math::root_of_increasing(
        [&](double at) { return log_relative_expm1(at) - log_relative_expm1(at * (early.time / late.time)) - wanted; },
        1);
    shape = x / late.time;
  }
  double const rate = first.value / first.time * math::exp(-log_relative_expm1(shape * first.time));
  return {.rate = rate, .shape = shape};
}

bool is_positive(double x) { return x > 0 && std::isfinite(x); }

} // namespace

SurvivalModel own_model(ArmSurvivalOptions const& options) {
  IPTWSIM_EXPECTS(options.distribution);
  std::vector<Point> const points = points_of(options);
  switch (*options.distribution) {
  case SurvivalFamily::exponential:
    return ExponentialSurvival{.rate = points.empty() ? *options.rate : points[0].value / points[0].time};
  case SurvivalFamily::weibull: {
    auto const [shape, scale] = power_through(points, options);
    return WeibullSurvival{.shape = shape, .scale = scale};
  }
  case SurvivalFamily::gompertz:
    return gompertz_through(points, options);
  case SurvivalFamily::log_logistic: {
    auto const [shape, scale] = power_through(with_values(points, expm1<double>), options);
    return LogLogisticSurvival{.shape = shape, .scale = scale};
  }
  case SurvivalFamily::lognormal:
    return lognormal_through(with_values(points, latent_of_hazard<double>), options);
  case SurvivalFamily::piecewise_exponential:
    break;
  }
  return PiecewiseExponentialSurvival(options.from, options.rates);
}

bool are_usable(SurvivalModel const& model) {
  struct Visitor {
    bool operator()(ExponentialSurvival const& m) const { return is_positive(m.rate); }
    bool operator()(WeibullSurvival const& m) const { return is_positive(m.shape) && is_positive(m.scale); }
    bool operator()(GompertzSurvival const& m) const { return is_positive(m.rate) && std::isfinite(m.shape); }
    bool operator()(LogLogisticSurvival const& m) const { return is_positive(m.shape) && is_positive(m.scale); }
    bool operator()(LognormalSurvival const& m) const { return std::isfinite(m.mu) && is_positive(m.sigma); }
    bool operator()(PiecewiseExponentialSurvival const&) const { return true; }
  };
  return std::visit(Visitor{}, model);
}

SurvivalDistribution own_distribution(ArmSurvivalOptions const& options) {
  return SurvivalDistribution(own_model(options), options.cured.value_or(0));
}

std::optional<SurvivalAtOptions> wanted_survival(ArmSurvivalOptions const& options) {
  if (options.survival) return options.survival;
  if (options.median) return SurvivalAtOptions{.at = *options.median, .equals = 0.5};
  return std::nullopt;
}

double ratio_reaching(SurvivalAtOptions const& wanted, SurvivalDistribution const& control) {
  return -log(wanted.equals) / control.cumulative_hazard(wanted.at);
}

} // namespace iptwsim
