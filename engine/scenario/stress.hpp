#pragma once
// Where the assumptions of an analysis fail. Treatment and times follow from the causes as ever; these switches change
// which causes there are and what of them the analysis sees, never what is true of the whole population.
//
//   unmeasured   a covariate more, named `unmeasured`: bernoulli, a term of the treatment model, a dependence of every
//                time that does not name it itself; times given by the covariates have it among their terms.
//                e(x) uses it, terms of propensity models may not
//   positivity   where a condition holds, e(x) is its probability; the intercept makes the others' treatment reach the
//                wanted share of all
//   reliability  r: the analysis sees F^-1(Phi(z*)), z* = sqrt(r) z + sqrt(1 - r) (noise), z the latent of the true
//                value: the same distribution. For a normal covariate these are classical errors of variance
//                (1 - r) / r times its own, on the scale of the true value. Where the value is a step of the latent
//                (binary, categorical, poisson), z is drawn again within the step: what is measured depends on the
//                value alone, whatever else of the patient the latent goes with (not differential)
//   missing      with probability 1 / (1 + exp(-(intercept + sum_t b_t term_t(x)))), x the true values: completely at
//                random without terms, at random given them, not at random with terms of the covariate's own

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "math/logistic.hpp"
#include "scenario/covariate.hpp"
#include "scenario/generating_terms.hpp"
#include "scenario/options.hpp"
#include "scenario/problem.hpp"

namespace iptwsim {

inline constexpr std::string_view unmeasured_name = "unmeasured";

/// What the true values of a covariate are called where the analysis sees others.
inline std::string true_value_name(std::string const& covariate) { return covariate + "_true"; }

/// The options with the unmeasured cause as the last of the covariates, and without the key.
SyntheticOptions with_unmeasured(SyntheticOptions const& options);

/// Patients whose treatment has a probability of its own.
class Exemption {
public:
  /// For options without problems.
  Exemption(PositivityOptions const& options, NamedCovariates const& covariates);

  double probability() const { return probability_; }

  /// x: values of the covariates.
  template <class V> auto holds(V const* x) const { return condition_(x) > V(0.5); }

private:
  GeneratingTerms condition_;
  double probability_;
};

/// How a covariate is measured.
class Measurement {
public:
  Measurement(std::size_t covariate, double reliability)
      : covariate_(covariate), signal_(math::square_root(reliability)), noise_(math::square_root(1 - reliability)) {}

  std::size_t covariate() const { return covariate_; }

  /// z: latent of the true value; error and within: standard normals of its own.
  template <class V> V value(CovariateSource const& source, V z, V error, V within) const {
    return source.from_latent(V(signal_) * source.redraw_latent(z, within) + V(noise_) * error);
  }

private:
  std::size_t covariate_;
  double signal_, noise_; ///< sqrt(r) and sqrt(1 - r)
};

/// Of whom the value of a covariate is missing.
class MissingValues {
public:
  MissingValues(std::size_t covariate, GeneratingTerms terms, double intercept)
      : covariate_(covariate), terms_(std::move(terms)), intercept_(intercept) {}

  std::size_t covariate() const { return covariate_; }
  /// Log odds of being missing without the intercept.
  template <class V> V terms(V const* x) const { return terms_(x); }
  /// x: true values.
  template <class V> V probability(V const* x) const { return math::logistic(V(intercept_) + terms_(x)).score; }

private:
  std::size_t covariate_;
  GeneratingTerms terms_;
  double intercept_;
};

/// What contradicts, names no covariate, or is no condition. Options with their unmeasured cause among the covariates.
std::vector<OptionProblem> stress_problems(SyntheticOptions const& options);

/// A condition that nobody or everybody meets, or that leaves a wanted share of treated patients out of reach. For
/// options without other problems.
std::vector<OptionProblem> positivity_problems(SyntheticOptions const& options);

} // namespace iptwsim
