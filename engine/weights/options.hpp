#pragma once
// What a config says about the weights.

#include <vector>

#include "core/fields.hpp"

namespace iptwsim {

/// The population that the comparison speaks of; formulas in weights/weight.hpp.
enum class Estimand { ate, att, atc, overlap, matching, unweighted };

template <> struct EnumNames<Estimand> {
  static constexpr std::array names{std::pair{Estimand::ate, std::string_view{"ate"}},
                                    std::pair{Estimand::att, std::string_view{"att"}},
                                    std::pair{Estimand::atc, std::string_view{"atc"}},
                                    std::pair{Estimand::overlap, std::string_view{"overlap"}},
                                    std::pair{Estimand::matching, std::string_view{"matching"}},
                                    std::pair{Estimand::unweighted, std::string_view{"unweighted"}}};
  static constexpr std::array<std::string_view, 1> later{"entropy"};
};

enum class Normalization { none };

template <> struct EnumNames<Normalization> {
  static constexpr std::array names{std::pair{Normalization::none, std::string_view{"none"}}};
  static constexpr std::array<std::string_view, 1> later{"arm"};
};

struct WeightOptions {
  std::vector<Estimand> estimand{Estimand::ate};
  bool stabilized = true;
  Normalization normalize = Normalization::none;

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"estimand", "target population; a list means each of them"}.non_empty().or_scalar(), self.estimand);
    visit(Field{"stabilized", "weights times the share of the patient's own arm"}, self.stabilized);
    visit(Field{"normalize", "rescaling of the weights"}, self.normalize);
    visit.later("truncate", "truncation of extreme weights");
  }
};

} // namespace iptwsim
