#pragma once
// What a config says about the bootstrap, its intervals and standard errors.

#include <cstdint>
#include <optional>
#include <vector>

#include "core/fields.hpp"

namespace iptwsim {

/// How a standard error that is not the bootstrap's is formed.
enum class VarianceMethod { naive, robust, stacked, jackknife };

template <> struct EnumNames<VarianceMethod> {
  static constexpr std::array names{std::pair{VarianceMethod::naive, std::string_view{"naive"}},
                                    std::pair{VarianceMethod::robust, std::string_view{"robust"}},
                                    std::pair{VarianceMethod::stacked, std::string_view{"stacked"}},
                                    std::pair{VarianceMethod::jackknife, std::string_view{"jackknife"}}};
  static constexpr std::array<std::string_view, 0> later{};
};

enum class ResampleScheme { patient, within_arm, bayesian };

template <> struct EnumNames<ResampleScheme> {
  static constexpr std::array names{std::pair{ResampleScheme::patient, std::string_view{"patient"}},
                                    std::pair{ResampleScheme::within_arm, std::string_view{"within_arm"}},
                                    std::pair{ResampleScheme::bayesian, std::string_view{"bayesian"}}};
  static constexpr std::array<std::string_view, 0> later{};
};

enum class IntervalMethod { normal, basic, percentile, bca };

template <> struct EnumNames<IntervalMethod> {
  static constexpr std::array names{std::pair{IntervalMethod::normal, std::string_view{"normal"}},
                                    std::pair{IntervalMethod::basic, std::string_view{"basic"}},
                                    std::pair{IntervalMethod::percentile, std::string_view{"percentile"}},
                                    std::pair{IntervalMethod::bca, std::string_view{"bca"}}};
  static constexpr std::array<std::string_view, 1> later{"studentized"};
};

/// Where the acceleration of BCa intervals comes from.
enum class Acceleration { jackknife, influence };

template <> struct EnumNames<Acceleration> {
  static constexpr std::array names{std::pair{Acceleration::jackknife, std::string_view{"jackknife"}},
                                    std::pair{Acceleration::influence, std::string_view{"influence"}}};
  static constexpr std::array<std::string_view, 0> later{};
};

struct BcaOptions {
  Acceleration acceleration = Acceleration::jackknife;

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"acceleration", "from leaving out one patient at a time, or from influence values"}, self.acceleration);
  }
};

/// What becomes of replicates with an infinite estimate.
enum class NonFinite { rank, drop };

template <> struct EnumNames<NonFinite> {
  static constexpr std::array names{std::pair{NonFinite::rank, std::string_view{"rank"}},
                                    std::pair{NonFinite::drop, std::string_view{"drop"}}};
  static constexpr std::array<std::string_view, 0> later{};
};

struct BootstrapOptions {
  std::int64_t replicates = 2000;
  ResampleScheme resample = ResampleScheme::patient;
  bool refit_propensity = true;
  std::vector<IntervalMethod> intervals{IntervalMethod::percentile};
  BcaOptions bca = {};
  NonFinite non_finite = NonFinite::rank;

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"replicates", "number of bootstrap replicates"}.required().at_least(1).at_most(16777215),
          self.replicates);
    visit(Field{"resample", "what is drawn with replacement"}, self.resample);
    visit(
        Field{"refit_propensity",
              "false: replicates, left-out patients and influence values keep the cohort's scores; weights are redone"},
        self.refit_propensity);
    visit(Field{"intervals", "kinds of bootstrap interval"}.non_empty().or_scalar(), self.intervals);
    visit(Field{"bca", "bias-corrected and accelerated intervals"}, self.bca);
    visit(Field{"non_finite", "infinite replicates take their rank, or are dropped as R's boot does"}, self.non_finite);
  }
};

/// Which side of the null value counts as evidence.
enum class Alternative { two_sided, less, greater };

template <> struct EnumNames<Alternative> {
  static constexpr std::array names{std::pair{Alternative::two_sided, std::string_view{"two_sided"}},
                                    std::pair{Alternative::less, std::string_view{"less"}},
                                    std::pair{Alternative::greater, std::string_view{"greater"}}};
  static constexpr std::array<std::string_view, 0> later{};
};

/// One value for every compared quantity, or some by name; what is absent follows `every`.
template <class T> struct ByQuantity {
  std::optional<T> every = {};
  std::optional<T> survival_difference = {}, survival_ratio = {};
  std::optional<T> rmst_difference = {}, rmst_ratio = {};
  std::optional<T> median_survival_difference = {}, cumulative_incidence_difference = {};
  std::optional<T> log_hazard_ratio = {}, log_rank = {};

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"every", "for every quantity that is not named"}, self.every);
    visit(Field{"survival_difference", "survival treated minus control"}, self.survival_difference);
    visit(Field{"survival_ratio", "survival treated over control"}, self.survival_ratio);
    visit(Field{"rmst_difference", "restricted mean survival time treated minus control"}, self.rmst_difference);
    visit(Field{"rmst_ratio", "restricted mean survival time treated over control"}, self.rmst_ratio);
    visit(Field{"median_survival_difference", "median survival treated minus control"},
          self.median_survival_difference);
    visit(Field{"cumulative_incidence_difference", "cumulative incidence treated minus control"},
          self.cumulative_incidence_difference);
    visit(Field{"log_hazard_ratio", "log hazard ratio treated over control"}, self.log_hazard_ratio);
    visit(Field{"log_rank", "log-rank tests; positive: more treated events than expected"}, self.log_rank);
  }
};

/// Everything that is asked of a cohort's estimates once they and their replicates are there.
struct InferenceOptions {
  std::vector<VarianceMethod> variance = {};
  std::optional<BootstrapOptions> bootstrap = {};
  std::vector<double> level = {};
  ByQuantity<Alternative> alternative = {}; ///< absent: two_sided
  ByQuantity<double> null = {};             ///< absent: 1 for ratios, else 0; never for log_rank
};

} // namespace iptwsim
