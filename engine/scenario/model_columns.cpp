#include "scenario/model_columns.hpp"

#include <algorithm>

namespace iptwsim {
namespace {

/// Whether the values of a covariate are missing, if some can be: behind the covariates (scenario/as_seen.hpp).
std::vector<ModelColumn> missing_column(std::size_t covariate, Mechanism const& mechanism) {
  auto const& incomplete = mechanism.incomplete();
  for (std::size_t m = 0; m < incomplete.size(); ++m) {
    if (incomplete[m].covariate() == covariate) return {{{number_factor(mechanism.covariates() + m, {})}}};
  }
  return {};
}

/// The columns of one factor: one, or one for each level but the first.
std::vector<ModelColumn> columns_of(Factor const& factor, Mechanism const& mechanism) {
  std::size_t number = 0;
  while (mechanism.covariate_name(number) != factor.column) ++number;
  if (factor.transform == Transform::missing) return missing_column(number, mechanism);
  CovariateSource const& source = mechanism.covariate(number);
  std::vector<ModelColumn> columns;
  for (std::size_t level = 1; level < source.levels().size(); ++level) {
    columns.push_back({{level_factor(number, level)}});
  }
  if (source.levels().empty()) columns.push_back({{number_factor(number, factor)}});
  return columns;
}

} // namespace

std::optional<std::vector<ModelColumn>> model_columns(std::vector<Term> const& terms, Mechanism const& mechanism) {
  std::vector<ModelColumn> all;
  for (Term const& term : terms) {
    std::vector<ModelColumn> columns{ModelColumn{}};
    for (Factor const& factor : term.factors) {
      if (factor.transform == Transform::spline) return std::nullopt;
      std::vector<ModelColumn> products;
      for (ModelColumn const& outer : columns_of(factor, mechanism)) {
        for (ModelColumn product : columns) { // the first factor's run fastest
          product.factors.push_back(outer.factors.front());
          products.push_back(std::move(product));
        }
      }
      columns = std::move(products);
    }
    all.insert(all.end(), columns.begin(), columns.end());
  }
  return all;
}

} // namespace iptwsim
