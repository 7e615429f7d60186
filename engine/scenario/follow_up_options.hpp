#pragma once
// What a config says about how long simulated patients are followed: cohort.synthetic.censoring.

#include <optional>

#include "core/fields.hpp"

namespace iptwsim {

/// How patients enter during the accrual period.
enum class Accrual { uniform, ramp };

template <> struct EnumNames<Accrual> {
  static constexpr std::array names{std::pair{Accrual::uniform, std::string_view{"uniform"}},
                                    std::pair{Accrual::ramp, std::string_view{"ramp"}}};
  static constexpr std::array<std::string_view, 0> later{};
};

/// A patient who enters at E of the accrual period [0, accrual] is followed to the end of the study, accrual +
/// follow_up - E, or to drop-out, whichever comes first. Without follow_up there is no end of the study.
struct FollowUpOptions {
  double accrual = 0;
  Accrual accrual_pattern = Accrual::uniform;
  std::optional<double> follow_up = {};
  std::optional<double> dropout_rate = {}; ///< drop-out hazard at time 1: rate * shape * t^(shape-1)
  double dropout_shape = 1;                ///< Weibull shape; 1 is exponential
  NamedNumbers dropout_log_hazard = {};    ///< term, or `treatment` -> log hazard ratio of drop-out

  template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
    visit(Field{"accrual", "length of the accrual period"}.at_least(0), self.accrual);
    visit(Field{"accrual_pattern", "uniform entry, or a rate that grows linearly from 0 (ramp)"}, self.accrual_pattern);
    visit(Field{"follow_up", "time from the end of accrual to the end of the study"}.at_least(0), self.follow_up);
    visit(Field{"dropout_rate", "cumulative drop-out hazard by time 1, rate * t^dropout_shape by time t"}.at_least(0),
          self.dropout_rate);
    visit(Field{"dropout_shape", "shape of Weibull drop-out; 1 is exponential"}.above(0), self.dropout_shape);
    visit(Field{"dropout_log_hazard", "log hazard ratio of drop-out by term of the covariates, or by `treatment`; "
                                      "dropout_rate is that of patients whose terms are 0"},
          self.dropout_log_hazard);
  }
};

} // namespace iptwsim
