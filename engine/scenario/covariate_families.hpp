#pragma once
// The distributions of covariates on the latent scale: from_latent(z) = F^-1(Phi(z)), and for the continuous ones
// latent_of(x) = Phi^-1(F(x)), each tail by its own distribution function. covariate.hpp has the formulas.

#include <algorithm>
#include <cstddef>
#include <utility>
#include <variant>
#include <vector>

#include "math/exp.hpp"
#include "math/gamma.hpp"
#include "math/log.hpp"
#include "math/normal.hpp"
#include "math/number.hpp"
#include "scenario/latent_truncation.hpp"

namespace iptwsim {

/// function(double) in each lane, for what has no closed form.
template <class V, class Function> V lane_by_lane(V x, Function const& function) {
  using math::get_lane, math::set_lane;
  for (int lane = 0; lane < math::lanes_v<V>; ++lane) set_lane(x, lane, function(get_lane(x, lane)));
  return x;
}

struct NormalCovariate {
  double mean, sd;

  template <class V> V from_latent(V z) const { return V(mean) + V(sd) * z; }
  double latent_of(double x) const { return (x - mean) / sd; }
};

struct LognormalCovariate {
  double median, sigma;

  template <class V> V from_latent(V z) const { return V(median) * math::exp(V(sigma) * z); }
  double latent_of(double x) const { return x > 0 ? math::log(x / median) / sigma : -math::infinity; }
};

struct UniformCovariate {
  double lower, upper;

  template <class V> V from_latent(V z) const { return V(lower) + V(upper - lower) * math::normal_cdf(z); }
  double latent_of(double x) const {
    double const below = std::clamp((x - lower) / (upper - lower), 0.0, 1.0);
    double const above = std::clamp((upper - x) / (upper - lower), 0.0, 1.0);
    return below < above ? math::normal_quantile(below) : -math::normal_quantile(above);
  }
};

struct GammaCovariate {
  double shape, scale;

  template <class V> V from_latent(V z) const {
    return lane_by_lane(z, [this](double latent) { return value_of(latent); });
  }
  double value_of(double latent) const;
  double latent_of(double x) const {
    if (!(x > 0)) return -math::infinity;
    math::GammaTails const tails = math::gamma_tails(shape, x / scale);
    return tails.lower < tails.upper ? math::normal_quantile(tails.lower) : -math::normal_quantile(tails.upper);
  }
};

/// Values that the latent steps through: values[i] for thresholds[i - 1] < z <= thresholds[i].
struct SteppedCovariate {
  std::vector<double> thresholds; ///< increasing, one less than values
  std::vector<double> values;

  template <class V> V from_latent(V z) const {
    using math::select;
    if (thresholds.size() > most_compared) return lane_by_lane(z, [this](double latent) { return value_of(latent); });
    V value(values[0]);
    for (std::size_t i = 0; i < thresholds.size(); ++i) value = select(z > V(thresholds[i]), V(values[i + 1]), value);
    return value;
  }
  double value_of(double latent) const;

  /// The standard normal given the step of z, as a function of another standard normal.
  template <class V> V redraw_latent(V z, V within) const {
    using math::get_lane, math::set_lane;
    for (int lane = 0; lane < math::lanes_v<V>; ++lane) {
      set_lane(z, lane, redrawn(get_lane(z, lane), get_lane(within, lane)));
    }
    return z;
  }
  double redrawn(double latent, double within) const;

private:
  static constexpr std::size_t most_compared = 16; ///< with more thresholds a search is faster
};

/// Steps with probabilities proportional to `weights`, each threshold by the smaller of its tails.
SteppedCovariate make_steps(std::vector<double> values, std::vector<double> const& weights);

/// Poisson with this mean, given low <= k <= high, where there is an integer between; the limits may be infinite.
SteppedCovariate make_poisson(double mean, double low, double high);

using CovariateFamily =
    std::variant<NormalCovariate, LognormalCovariate, UniformCovariate, GammaCovariate, SteppedCovariate>;

} // namespace iptwsim
