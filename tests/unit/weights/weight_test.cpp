// Every estimand's weight by fractions.

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "weights/weight.hpp"

namespace iptwsim::test {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::Pointwise;

struct ByArm {
  double control, treated;
};

// e = 1/4: w = h(e)/(1 - e) for control, h(e)/e for treated.
std::map<Estimand, ByArm> const quarter{
    {Estimand::ate, {4.0 / 3, 4}},           {Estimand::att, {1.0 / 3, 1}},      {Estimand::atc, {1, 3}},
    {Estimand::overlap, {1.0 / 4, 3.0 / 4}}, {Estimand::matching, {1.0 / 3, 1}}, {Estimand::unweighted, {1, 1}}};

TEST(BalancingWeight, AtAScoreOfOneQuarter) {
  for (auto const& [estimand, expected] : quarter) {
    EXPECT_DOUBLE_EQ(balancing_weight(estimand, false, 0.25, 0.75), expected.control) << name_of(estimand);
    EXPECT_DOUBLE_EQ(balancing_weight(estimand, true, 0.25, 0.75), expected.treated) << name_of(estimand);
  }
}

TEST(BalancingWeight, SwappingArmsAndScoreSwapsAttAndAtc) {
  for (double const e : {0.001, 0.25, 0.5, 0.9}) {
    EXPECT_EQ(balancing_weight(Estimand::att, false, e, 1 - e), balancing_weight(Estimand::atc, true, 1 - e, e));
    EXPECT_EQ(balancing_weight(Estimand::att, true, e, 1 - e), balancing_weight(Estimand::atc, false, 1 - e, e));
    for (Estimand const symmetric : {Estimand::ate, Estimand::overlap, Estimand::matching}) {
      EXPECT_EQ(balancing_weight(symmetric, true, e, 1 - e), balancing_weight(symmetric, false, 1 - e, e));
    }
  }
}

TEST(BalancingWeight, MatchingNeverExceedsOne) {
  EXPECT_EQ(balancing_weight(Estimand::matching, true, 0.9, 0.1), 0.1 / 0.9);
  EXPECT_EQ(balancing_weight(Estimand::matching, false, 0.9, 0.1), 1);
  EXPECT_EQ(balancing_weight(Estimand::matching, true, 0.5, 0.5), 1);
}

// 3 of 8 copies are treated; the fourth patient is not drawn.
std::vector<std::uint8_t> const treated{0, 1, 0, 1};
std::vector<double> const counts{2, 3, 3, 0}, score(4, 0.25), complement(4, 0.75);

std::vector<double> weights(Estimand estimand, bool stabilized) {
  std::vector<double> out{9, 9}; // former contents leave no trace
  auto const totals = arm_totals<double>(treated, counts);
  double const n = totals[0] + totals[1];
  fill_weights(estimand, WeightOptions{.stabilized = stabilized},
               WeightInputs<double>{treated, counts, score, complement, {totals[0] / n, totals[1] / n}}, out);
  return out;
}

TEST(FillWeights, APatientWithoutCopyWeighsNothing) {
  for (auto const& [estimand, expected] : quarter) {
    EXPECT_THAT(weights(estimand, false),
                ElementsAre(DoubleNear(expected.control, 1e-15), DoubleNear(expected.treated, 1e-15),
                            DoubleNear(expected.control, 1e-15), 0));
  }
}

TEST(FillWeights, StabilizedWeightsCarryTheShareOfTheirArmAmongTheCopies) {
  for (auto const& [estimand, expected] : quarter) {
    bool const crude = estimand == Estimand::unweighted; // 1 either way
    double const control = crude ? 1 : expected.control * 5 / 8, one_treated = crude ? 1 : expected.treated * 3 / 8;
    EXPECT_THAT(weights(estimand, true), Pointwise(DoubleNear(1e-15), {control, one_treated, control, 0.0}))
        << name_of(estimand);
  }
}

TEST(FillWeights, APatientWithoutCopyWeighsNothingEvenAtAScoreOfOne) {
  std::vector<double> out;
  std::vector<double> const one(1, 1.0), zero(1, 0.0);
  std::vector<std::uint8_t> const control{0};
  fill_weights(Estimand::ate, WeightOptions{.stabilized = false},
               WeightInputs<double>{control, zero, one, zero, {0.5, 0.5}}, out); // 1/0 for a copy
  EXPECT_EQ(out[0], 0);
}

TEST(ArmTotals, CountCopies) { EXPECT_THAT(arm_totals<double>(treated, counts), ElementsAre(5, 3)); }

} // namespace
} // namespace iptwsim::test
