#pragma once
// A covariate of simulated patients as a function of its latent standard normal: x(z) = F^-1(Phi(z)), nondecreasing,
// so that correlated latents give correlated covariates with exactly the marginal distributions asked for.
//
//   normal       mean + sd z                      gamma     scale P^-1(shape, Phi(z)), by the tail that z lies in
//   lognormal    median exp(sigma z)              poisson   the smallest k with F(k) >= Phi(z)
//   uniform      lower + (upper - lower) Phi(z)   bernoulli 1 where z > Phi^-1(1 - probability)
//   categorical  levels cut the latent in the order of the config (so I, II, III are ordered); the value is the index
//                of the level among all levels sorted by name, as a cohort from a CSV file counts them
//   truncate     x(t(z)), t the truncated standard normal with the limits' latents (latent_truncation.hpp)
//
// Edge cases: z = -Inf and +Inf give the ends of the support; a gamma value below 5e-324 (shapes below 0.01) is 0.

#include <algorithm>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "scenario/alternative.hpp"
#include "scenario/covariate_families.hpp"
#include "scenario/covariate_options.hpp"
#include "scenario/latent_truncation.hpp"
#include "scenario/problem.hpp"
#include "scenario/uniform_steps.hpp"

namespace iptwsim {

class CovariateSource {
public:
  /// For options without problems.
  explicit CovariateSource(CovariateOptions const& options);

  /// The value at latent standard normal z.
  template <class V> V from_latent(V z) const {
    using math::maximum, math::minimum; // and a lane's own
    V const latent = truncation_ ? truncation_->apply(z) : z;
    V const value = with_alternative(family_, [&](auto const& family) { return family.from_latent(latent); });
    return minimum(maximum(value, V(low_)), V(high_));
  }

  /// Where the value is a step of the latent: another latent of the same step, by a standard normal of its own; else z.
  template <class V> V redraw_latent(V z, V within) const {
    auto const* const steps = std::get_if<SteppedCovariate>(&family_);
    return steps == nullptr ? z : steps->redraw_latent(z, within);
  }

  /// Where the value is a step of the latent: the same from the uniform draw.
  std::optional<UniformSteps> uniform_steps() const {
    auto const* const steps = std::get_if<SteppedCovariate>(&family_);
    return steps == nullptr ? std::nullopt : UniformSteps::of(*steps, low_, high_);
  }

  bool is_categorical() const { return !levels_.empty(); }
  bool is_continuous() const { return !std::holds_alternative<SteppedCovariate>(family_); }
  /// Sorted by name; empty unless categorical.
  std::vector<std::string> const& levels() const { return levels_; }

private:
  CovariateFamily family_;
  std::optional<LatentTruncation> truncation_;
  double low_, high_; ///< the support
  std::vector<std::string> levels_;
};

/// Parameters that are missing or belong to another distribution, levels, truncation. Paths begin at the covariate.
std::vector<OptionProblem> problems_of(CovariateOptions const& options);

} // namespace iptwsim
