#pragma once
// The terms of a model that generates patients, compiled: sum_t b_t prod_f f(x), each factor f a function of one
// covariate x of a simulated patient (a categorical one is the index of its level, scenario/covariate.hpp).
//
//   age, age^2, log(size), size > 5, age:grade   as in a propensity model (cohort/terms.hpp)
//   stage:III                                    1 where the categorical covariate has this level; each level, also
//                                                the reference of a propensity model, may have a term
//
// Unlike there, nothing may depend on the sample: no rcs(), whose knots do.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "cohort/terms.hpp"
#include "math/log.hpp"
#include "math/number.hpp"
#include "scenario/options.hpp"
#include "scenario/problem.hpp"

namespace iptwsim {

using NamedCovariates = std::vector<std::pair<std::string, CovariateOptions>>;

struct GeneratingFactor {
  enum class Kind : std::uint8_t { value, power, log, level, above, at_least, below, at_most };

  std::size_t covariate = 0; ///< its index
  Kind kind = Kind::value;
  int exponent = 1;         ///< of a power
  double compared_with = 0; ///< the threshold of an indicator, the index of a level

  template <class V> V operator()(V x) const;
};

/// A factor of a number (no spline, no missing()) and the indicator of a level, of the covariate with this index.
GeneratingFactor number_factor(std::size_t covariate, Factor const& factor);
GeneratingFactor level_factor(std::size_t covariate, std::size_t level);

class GeneratingTerms {
public:
  GeneratingTerms() = default;
  /// For terms without problems.
  GeneratingTerms(NamedNumbers const& coefficients, NamedCovariates const& covariates);

  bool empty() const { return terms_.empty(); }

  /// The sum for one patient, in the order of the config; values[i] is covariate i.
  template <class V> V operator()(V const* values) const {
    V sum(0.0);
    for (Term const& term : terms_) {
      V product(term.coefficient);
      for (GeneratingFactor const& factor : term.factors) {
        V const& x = values[factor.covariate];
        product = product * (factor.kind == GeneratingFactor::Kind::value ? x : factor(x)); // mostly without a call
      }
      sum = sum + product;
    }
    return sum;
  }

private:
  struct Term {
    double coefficient = 0;
    std::vector<GeneratingFactor> factors;
  };

  std::vector<Term> terms_;
};

/// Terms that are none, that name no covariate or level, that are there twice, and logarithms of covariates that are
/// not always above 0. Paths begin at the terms; `what` calls them `key`.
std::vector<OptionProblem> term_problems(std::string const& key, NamedNumbers const& coefficients,
                                         NamedCovariates const& covariates);

/// Whether every value of a covariate without problems is above 0. A gamma covariate of a very small shape is not: its
/// smallest values are rounded to 0.
bool is_always_positive(CovariateOptions const& options);

template <class V> V GeneratingFactor::operator()(V x) const {
  using math::select;
  V const other(compared_with), yes(1.0), no(0.0);
  switch (kind) {
  case Kind::power: {
    V product = x;
    for (int i = 1; i < exponent; ++i) product = product * x;
    return product;
  }
  case Kind::log:
    return math::log(x);
  case Kind::level:
    return select(x == other, yes, no);
  case Kind::above:
    return select(x > other, yes, no);
  case Kind::at_least:
    return select(x >= other, yes, no);
  case Kind::below:
    return select(x < other, yes, no);
  case Kind::at_most:
    return select(x <= other, yes, no);
  default:
    return x;
  }
}

} // namespace iptwsim
