#include "scenario/covariate.hpp"

#include "core/error.hpp"

namespace iptwsim {
namespace {

double low_of(CovariateOptions const& options) {
  return options.truncate.empty() ? -math::infinity : options.truncate.front();
}
double high_of(CovariateOptions const& options) {
  return options.truncate.empty() ? math::infinity : options.truncate.back();
}

std::vector<std::string> sorted_names(CovariateOptions const& options) {
  std::vector<std::string> names;
  for (auto const& [name, probability] : options.levels) names.push_back(name);
  std::sort(names.begin(), names.end());
  return names;
}

SteppedCovariate make_categorical(CovariateOptions const& options) {
  std::vector<std::string> const names = sorted_names(options);
  std::vector<double> indices, probabilities;
  for (auto const& [name, probability] : options.levels) {
    auto const place = std::lower_bound(names.begin(), names.end(), name);
    indices.push_back(static_cast<double>(place - names.begin()));
    probabilities.push_back(probability);
  }
  return make_steps(std::move(indices), probabilities);
}

CovariateFamily make_family(CovariateOptions const& options) {
  switch (options.distribution) {
  case CovariateDistribution::normal:
    return NormalCovariate{options.mean.value(), options.sd.value()};
  case CovariateDistribution::lognormal:
    return LognormalCovariate{options.median.value(), options.sigma.value()};
  case CovariateDistribution::uniform:
    return UniformCovariate{std::max(options.lower.value(), low_of(options)),
                            std::min(options.upper.value(), high_of(options))};
  case CovariateDistribution::bernoulli:
    return make_steps({0, 1}, {1 - options.probability.value(), options.probability.value()});
  case CovariateDistribution::categorical:
    return make_categorical(options);
  case CovariateDistribution::gamma:
    return GammaCovariate{options.shape.value(), options.scale.value()};
  case CovariateDistribution::poisson:
    return make_poisson(options.mean.value(), low_of(options), high_of(options));
  }
  return NormalCovariate{};
}

/// The limits' latents; for a family that took them as its own support: none.
std::optional<LatentTruncation> make_truncation(CovariateFamily const& family, CovariateOptions const& options) {
  if (options.truncate.empty()) return std::nullopt;
  auto const latents = [&](auto const& of) {
    return LatentTruncation(of.latent_of(low_of(options)), of.latent_of(high_of(options)));
  };
  if (auto const* const normal = std::get_if<NormalCovariate>(&family)) return latents(*normal);
  if (auto const* const lognormal = std::get_if<LognormalCovariate>(&family)) return latents(*lognormal);
  if (auto const* const gamma = std::get_if<GammaCovariate>(&family)) return latents(*gamma);
  return std::nullopt;
}

} // namespace

CovariateSource::CovariateSource(CovariateOptions const& options)
    : family_(make_family(options)), truncation_(make_truncation(family_, options)), low_(low_of(options)),
      high_(high_of(options)), levels_(sorted_names(options)) {
  if (auto const* const uniform = std::get_if<UniformCovariate>(&family_)) {
    low_ = uniform->lower;
    high_ = uniform->upper;
  }
}

} // namespace iptwsim
