#pragma once
// What a config says about the propensity model.

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "core/fields.hpp"

namespace iptwsim {

enum class PropensityModel { logistic, firth };

template <> struct EnumNames<PropensityModel> {
  static constexpr std::array names{std::pair{PropensityModel::logistic, std::string_view{"logistic"}},
                                    std::pair{PropensityModel::firth, std::string_view{"firth"}}};
  static constexpr std::array<std::string_view, 0> later{};
};

/// What `known` says for simulated cohorts: the probability of treatment that the mechanism gives each patient.
inline constexpr std::string_view true_score = "true_score";

struct ModelOptions {
  PropensityModel kind = PropensityModel::logistic;
  std::string known; ///< column of a known score; empty: the score is fitted

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"kind", "how the score is fitted"}, self.kind);
    visit(Field{"known", "column of a known score, which is then not fitted (true_score: of simulated "
                         "cohorts); without terms"},
          self.known);
  }
};

struct PropensityOptions {
  ModelOptions model;
  std::vector<std::string> terms = {};
  std::vector<std::string> omit = {}; ///< of them, by their texts

  std::vector<std::string> fitted_terms() const {
    std::vector<std::string> fitted;
    auto const is_fitted = [&](auto const& term) { return std::find(omit.begin(), omit.end(), term) == omit.end(); };
    std::copy_if(terms.begin(), terms.end(), std::back_inserter(fitted), is_fitted);
    return fitted;
  }

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"model", "logistic, firth, or {known: column}"}.or_scalar(), self.model);
    visit(Field{"terms", "columns, age^2, log(size), size > 5, rcs(age, 4), missing(size) and products age:grade; not "
                         "with a known score"},
          self.terms);
    visit(Field{"omit", "terms of the list that the model is fitted without, as if nobody had thought of them"}
              .or_scalar(),
          self.omit);
  }
};

} // namespace iptwsim
