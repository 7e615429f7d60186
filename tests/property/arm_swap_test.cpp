// Calling treated control and control treated turns every comparison round, and att into atc.

#include <gtest/gtest.h>

#include "support/analysed.hpp"
#include "support/late_cohort.hpp"
#include "support/near.hpp"

namespace iptwsim::test {
namespace {

Estimand swapped(Estimand estimand) {
  if (estimand == Estimand::att) return Estimand::atc;
  return estimand == Estimand::atc ? Estimand::att : estimand;
}

Status swapped(Status status) {
  if (status == Status::no_events_control) return Status::no_events_treated;
  return status == Status::no_events_treated ? Status::no_events_control : status;
}

std::string swapped(std::string const& arm) {
  if (arm == "control") return "treated";
  return arm == "treated" ? "control" : arm;
}

/// What the number should be when the arms are swapped.
double turned(Column const& column, double value) {
  bool const is_error = column.statistic == Statistic::std_error;
  switch (column.quantity) {
  case Quantity::survival_difference:
  case Quantity::rmst_difference:
    return -value;
  case Quantity::log_hazard_ratio:
  case Quantity::log_rank:
    return is_error ? value : -value;
  default:
    return value;
  }
}

TEST(ArmSwap, TurnsEveryComparisonRound) {
  for (Ties const ties : {Ties::efron, Ties::breslow}) {
    for (std::uint64_t index = 0; index < random_cohorts; ++index) {
      auto const [cohort, weights, counts] = any_cohort(index);
      Cohort other = cohort;
      for (auto& arm : other.treated) arm = 1 - arm;
      for (Estimand const estimand : every_estimand()) {
        auto const estimators = all_estimators({2, 5, 9}, random_horizon, ties);
        auto const a = analyse(cohort, analysis_options(estimators, {estimand}), counts);
        auto const b = analyse(other, analysis_options(estimators, {swapped(estimand)}), counts);
        for (std::size_t c = 0; c < a.values.size(); ++c) {
          Column expected = a.columns[c];
          expected.arm = swapped(expected.arm);
          if (!expected.estimand.empty()) expected.estimand = name_of(swapped(estimand));
          if (expected.quantity == Quantity::survival_ratio || expected.quantity == Quantity::rmst_ratio) continue;
          auto const at =
              static_cast<std::size_t>(std::find(b.columns.begin(), b.columns.end(), expected) - b.columns.begin());
          ASSERT_LT(at, b.columns.size());
          ASSERT_TRUE(same(turned(a.columns[c], a.values[c]), b.values[at], 1e-10))
              << "cohort " << index << ", " << name_of(estimand) << " " << name(expected.quantity);
          ASSERT_EQ(swapped(a.statuses[c]), b.statuses[at]) << "cohort " << index << " " << name(expected.quantity);
        }
      }
    }
  }
}

} // namespace
} // namespace iptwsim::test
