#pragma once
// A covariate that steps with its latent (binary, categorical, poisson), from the uniform draw u itself where nothing
// else of the patient depends on the latent: the value that SteppedCovariate has at Phi^-1(u), without Phi^-1.
//
//   z > t  <=>  u > Phi(t),  sure where u is further from Phi(t) than both functions are from exact ones
//
// Some 1e-9 on either side is left to the latent: thousands of times the error of u, Phi and Phi^-1.

#include <optional>
#include <vector>

#include "math/normal.hpp"
#include "math/number.hpp"
#include "scenario/covariate_families.hpp"

namespace iptwsim {

class UniformSteps {
public:
  /// Kept within [low, high]. None where there are so many thresholds that a search for the latent is faster.
  static std::optional<UniformSteps> of(SteppedCovariate const& steps, double low, double high) {
    constexpr std::size_t most = 8;
    if (steps.thresholds.size() > most) return std::nullopt;
    UniformSteps out;
    for (double const value : steps.values) out.values_.push_back(std::min(std::max(value, low), high));
    for (double const threshold : steps.thresholds) out.at_.push_back(math::normal_cdf(threshold));
    return out;
  }

  /// The values, and the lanes where only the latent can say.
  template <class V> struct Values {
    V value;
    math::mask_t<V> unsure;
  };
  template <class V> Values<V> operator()(V u) const {
    using math::absolute, math::select;
    V value(values_[0]);
    auto unsure = u < V(0.0); // nobody
    for (std::size_t i = 0; i < at_.size(); ++i) {
      V const beyond = u - V(at_[i]);
      value = select(beyond > V(0.0), V(values_[i + 1]), value);
      unsure = unsure | (absolute(beyond) < V(margin));
    }
    return {value, unsure};
  }

private:
  static constexpr double margin = 1e-9;

  std::vector<double> values_, at_; ///< at: Phi of the thresholds
};

} // namespace iptwsim
