#pragma once
// What a config says about the weights.

#include <optional>
#include <vector>

#include "core/fields.hpp"

namespace iptwsim {

/// The population that the comparison speaks of; formulas in weights/weight.hpp.
enum class Estimand { ate, att, atc, overlap, matching, entropy, unweighted };

template <> struct EnumNames<Estimand> {
  static constexpr std::array names{std::pair{Estimand::ate, std::string_view{"ate"}},
                                    std::pair{Estimand::att, std::string_view{"att"}},
                                    std::pair{Estimand::atc, std::string_view{"atc"}},
                                    std::pair{Estimand::overlap, std::string_view{"overlap"}},
                                    std::pair{Estimand::matching, std::string_view{"matching"}},
                                    std::pair{Estimand::entropy, std::string_view{"entropy"}},
                                    std::pair{Estimand::unweighted, std::string_view{"unweighted"}}};
  static constexpr std::array<std::string_view, 0> later{};
};

enum class Normalization { none, arm };

template <> struct EnumNames<Normalization> {
  static constexpr std::array names{std::pair{Normalization::none, std::string_view{"none"}},
                                    std::pair{Normalization::arm, std::string_view{"arm"}}};
  static constexpr std::array<std::string_view, 0> later{};
};

/// Among which weights a quantile is taken.
enum class TruncationScope { pooled, arm };

template <> struct EnumNames<TruncationScope> {
  static constexpr std::array names{std::pair{TruncationScope::pooled, std::string_view{"pooled"}},
                                    std::pair{TruncationScope::arm, std::string_view{"arm"}}};
  static constexpr std::array<std::string_view, 0> later{};
};

/// Exactly one of quantiles and values has two numbers, the other none.
struct TruncateOptions {
  std::vector<double> quantiles = {};
  TruncationScope within = TruncationScope::pooled;
  std::vector<double> values = {};

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(
        Field{"quantiles", "two probabilities; weights beyond these quantiles are set to them"}.at_least(0).at_most(1),
        self.quantiles);
    visit(Field{"within", "quantiles of all weights, or of each arm's"}, self.within);
    visit(Field{"values", "two weights; weights beyond them are set to them"}.at_least(0), self.values);
  }
};

struct WeightOptions {
  std::vector<Estimand> estimand{Estimand::ate};
  bool stabilized = true;
  Normalization normalize = Normalization::none;
  std::optional<TruncateOptions> truncate = {};

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"estimand", "target population; a list means each of them"}.non_empty().or_scalar(), self.estimand);
    visit(Field{"stabilized", "weights times the share of the patient's own arm"}, self.stabilized);
    visit(Field{"normalize", "rescaling: arm gives mean 1 in each arm; after stabilizing, before truncating"},
          self.normalize);
    visit(Field{"truncate", "extreme weights are set to limits, found anew in every replicate"}, self.truncate);
  }
};

} // namespace iptwsim
