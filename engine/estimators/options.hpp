#pragma once
// What a config says about the estimators; an estimator runs when its key is there.

#include <optional>
#include <vector>

#include "core/fields.hpp"

namespace iptwsim {

struct SurvivalOptions {
  std::vector<double> times = {}; ///< in the data's unit of time
  bool curve = false;

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"times", "times of the weighted Kaplan-Meier survival"}.required().non_empty().or_scalar().at_least(0),
          self.times);
    visit(Field{"curve", "also the whole weighted curve with numbers at risk and pointwise limits"}, self.curve);
  }
};

struct RmstOptions {
  double tau = 0; ///< horizon, in the data's unit of time

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"tau", "horizon of the restricted mean survival time"}.required().above(0), self.tau);
  }
};

enum class Ties { efron, breslow };

template <> struct EnumNames<Ties> {
  static constexpr std::array names{std::pair{Ties::efron, std::string_view{"efron"}},
                                    std::pair{Ties::breslow, std::string_view{"breslow"}}};
  static constexpr std::array<std::string_view, 0> later{};
};

struct CoxOptions {
  Ties ties = Ties::efron;

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"ties", "how tied event times enter the partial likelihood"}, self.ties);
  }
};

struct LogRankOptions {
  template <class Self, class Visitor> static void fields(Self&, Visitor&) {}
};

struct MedianOptions {
  template <class Self, class Visitor> static void fields(Self&, Visitor&) {}
};

struct CumulativeIncidenceOptions {
  std::vector<double> times = {}; ///< in the data's unit of time

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"times", "times of the weighted cumulative incidence"}.required().non_empty().or_scalar().at_least(0),
          self.times);
  }
};

struct EstimatorOptions {
  std::optional<SurvivalOptions> survival;
  std::optional<RmstOptions> rmst;
  std::optional<CoxOptions> cox;
  std::optional<LogRankOptions> log_rank;
  std::optional<MedianOptions> median;
  std::optional<CumulativeIncidenceOptions> cumulative_incidence;

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"survival", "weighted Kaplan-Meier survival at times"}, self.survival);
    visit(Field{"rmst", "restricted mean survival time"}, self.rmst);
    visit(Field{"cox", "weighted Cox model of treatment"}, self.cox);
    visit(Field{"log_rank", "weighted log-rank tests"}, self.log_rank);
    visit(Field{"median", "median survival time"}, self.median);
    visit(Field{"cumulative_incidence", "weighted Aalen-Johansen incidence among competing events"},
          self.cumulative_incidence);
  }
};

} // namespace iptwsim
