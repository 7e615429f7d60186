#pragma once
// What a config says about the propensity model.

#include <string>
#include <vector>

#include "core/fields.hpp"

namespace iptwsim {

enum class PropensityModel { logistic };

template <> struct EnumNames<PropensityModel> {
  static constexpr std::array names{std::pair{PropensityModel::logistic, std::string_view{"logistic"}}};
  static constexpr std::array<std::string_view, 2> later{"firth", "known"};
};

struct PropensityOptions {
  PropensityModel model = PropensityModel::logistic;
  std::vector<std::string> terms;

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"model", "how the probability of treatment is modelled"}, self.model);
    visit(Field{"terms", "columns of the model, beside the intercept; a text column is dummy coded"}.required(),
          self.terms);
  }
};

} // namespace iptwsim
