#pragma once
// What a config says about the bootstrap, its intervals and standard errors.

#include <cstdint>
#include <vector>

#include "core/fields.hpp"

namespace iptwsim {

/// How a standard error that is not the bootstrap's is formed.
enum class VarianceMethod { naive, robust };

template <> struct EnumNames<VarianceMethod> {
  static constexpr std::array names{std::pair{VarianceMethod::naive, std::string_view{"naive"}},
                                    std::pair{VarianceMethod::robust, std::string_view{"robust"}}};
  static constexpr std::array<std::string_view, 2> later{"stacked", "jackknife"};
};

enum class ResampleScheme { patient };

template <> struct EnumNames<ResampleScheme> {
  static constexpr std::array names{std::pair{ResampleScheme::patient, std::string_view{"patient"}}};
  static constexpr std::array<std::string_view, 2> later{"within_arm", "bayesian"};
};

enum class IntervalMethod { normal, basic, percentile };

template <> struct EnumNames<IntervalMethod> {
  static constexpr std::array names{std::pair{IntervalMethod::normal, std::string_view{"normal"}},
                                    std::pair{IntervalMethod::basic, std::string_view{"basic"}},
                                    std::pair{IntervalMethod::percentile, std::string_view{"percentile"}}};
  static constexpr std::array<std::string_view, 2> later{"bca", "studentized"};
};

struct BootstrapOptions {
  std::int64_t replicates = 2000;
  ResampleScheme resample = ResampleScheme::patient;
  std::vector<IntervalMethod> intervals{IntervalMethod::percentile};

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"replicates", "number of bootstrap replicates"}.required().at_least(1).at_most(16777215),
          self.replicates);
    visit(Field{"resample", "what is drawn with replacement"}, self.resample);
    visit(Field{"intervals", "kinds of bootstrap interval"}.non_empty().or_scalar(), self.intervals);
    visit.later("refit_propensity", "the propensity model is refitted in every replicate");
    visit.later("bca", "bias-corrected and accelerated intervals");
    visit.later("non_finite", "infinite replicates take their rank");
  }
};

} // namespace iptwsim
