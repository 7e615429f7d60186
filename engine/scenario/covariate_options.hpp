#pragma once
// What a config says about one covariate of simulated patients.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/fields.hpp"

namespace iptwsim {

enum class CovariateDistribution { normal, lognormal, uniform, bernoulli, categorical, gamma, poisson };

template <> struct EnumNames<CovariateDistribution> {
  static constexpr std::array names{std::pair{CovariateDistribution::normal, std::string_view{"normal"}},
                                    std::pair{CovariateDistribution::lognormal, std::string_view{"lognormal"}},
                                    std::pair{CovariateDistribution::uniform, std::string_view{"uniform"}},
                                    std::pair{CovariateDistribution::bernoulli, std::string_view{"bernoulli"}},
                                    std::pair{CovariateDistribution::categorical, std::string_view{"categorical"}},
                                    std::pair{CovariateDistribution::gamma, std::string_view{"gamma"}},
                                    std::pair{CovariateDistribution::poisson, std::string_view{"poisson"}}};
  static constexpr std::array<std::string_view, 0> later{};
};

/// Which parameters belong to which distribution is a rule of the config (scenario/covariate.hpp says them).
struct CovariateOptions {
  CovariateDistribution distribution = CovariateDistribution::normal;
  std::optional<double> mean = {}, sd = {};      ///< normal; poisson: mean alone
  std::optional<double> median = {}, sigma = {}; ///< lognormal: sigma is the SD of the logarithm
  std::optional<double> lower = {}, upper = {};  ///< uniform
  std::optional<double> probability = {};        ///< bernoulli
  NamedNumbers levels = {}; ///< categorical: level -> probability, sum 1; correlations see this order
  std::optional<double> shape = {}, scale = {}; ///< gamma, mean shape * scale
  std::vector<double> truncate = {};            ///< [low, high]: given that the value lies there

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"distribution", "distribution in the whole population"}.required(), self.distribution);
    visit(Field{"mean", "mean of a normal or poisson covariate"}, self.mean);
    visit(Field{"sd", "standard deviation of a normal covariate"}.above(0), self.sd);
    visit(Field{"median", "median of a lognormal covariate"}.above(0), self.median);
    visit(Field{"sigma", "standard deviation of the logarithm of a lognormal covariate"}.above(0), self.sigma);
    visit(Field{"lower", "lower end of a uniform covariate"}, self.lower);
    visit(Field{"upper", "upper end of a uniform covariate"}, self.upper);
    visit(Field{"probability", "probability of 1 of a bernoulli covariate"}.above(0).below(1), self.probability);
    visit(Field{"levels", "levels of a categorical covariate, in the order that correlations see: probabilities, sum 1"}
              .above(0)
              .below(1),
          self.levels);
    visit(Field{"shape", "shape of a gamma covariate"}.above(0), self.shape);
    visit(Field{"scale", "scale of a gamma covariate; its mean is shape times scale"}.above(0), self.scale);
    visit(Field{"truncate", "two numbers: the covariate given that it lies between them"}, self.truncate);
  }
};

} // namespace iptwsim
