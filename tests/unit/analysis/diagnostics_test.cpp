// The numbers that stand beside the estimates, from a propensity model known in closed form.

#include <cmath>

#include <gtest/gtest.h>

#include "analysis/diagnostics.hpp"
#include "support/analysed.hpp"
#include "support/logistic_fit.hpp"

namespace iptwsim::test {
namespace {

Analysed diagnose(TreatmentData const& data, std::vector<Estimand> const& estimands,
                  DiagnosticColumns which = DiagnosticColumns::everything) {
  Cohort cohort = data.cohort();
  Endpoint endpoint{"event", {}, {}};
  for (std::size_t i = 0; i < data.treated.size(); ++i) {
    endpoint.time.push_back(1 + static_cast<double>(i));
    endpoint.event.push_back(i % 2);
  }
  cohort.endpoints = {endpoint};
  AnalysisOptions options = analysis_options(all_estimators({2}, 3), estimands, false);
  options.diagnostics = which;
  PreparedCohort const prepared(cohort, options.estimators);
  Analysed out;
  ColumnWriter<double> written;
  compute_diagnostics(prepared, options, TreatmentModel(data).fit, written);
  out.columns = describe_diagnostics(names_of(cohort), options);
  out.values = written.values;
  for (double const status : written.statuses) out.statuses.push_back(static_cast<Status>(static_cast<int>(status)));
  EXPECT_EQ(out.columns.size(), out.values.size());
  return out;
}

// x = 0: 1 of 4 treated, x = 1: 2 of 3; e = 1/4 and 2/3.
TreatmentData const two_groups{{1, 0, 0, 0, 1, 1, 0}, {{0, 0, 0, 0, 1, 1, 1}}};

TEST(Diagnostics, CoefficientsAndStandardErrorsOfATwoByTwoTable) {
  // Var(log odds) = 1/1 + 1/3; Var(log odds ratio) adds 1/2 + 1/1.
  auto const ours = diagnose(two_groups, {Estimand::ate});
  auto const se = [&](std::string const& term) {
    return ours.value(Quantity::propensity_coefficient, term, Method::naive, Statistic::std_error);
  };
  EXPECT_NEAR(ours.value(Quantity::propensity_coefficient, std::string("intercept")), std::log(1.0 / 3), 1e-12);
  EXPECT_NEAR(ours.value(Quantity::propensity_coefficient, std::string("x0")), std::log(6.0), 1e-12);
  EXPECT_NEAR(se("intercept"), std::sqrt(4.0 / 3), 1e-10);
  EXPECT_NEAR(se("x0"), std::sqrt(4.0 / 3 + 3.0 / 2), 1e-10);
}

TEST(Diagnostics, WeightsByHand) {
  // ate: control 4/3 (three) and 3; treated 4 and 3/2 (two).
  auto const ours = diagnose(two_groups, {Estimand::ate});
  EXPECT_NEAR(ours.value(Quantity::weight_sum, "control"), 7, 1e-11);
  EXPECT_NEAR(ours.value(Quantity::weight_sum, "treated"), 7, 1e-11);
  EXPECT_NEAR(ours.value(Quantity::weight_min, "control"), 4.0 / 3, 1e-11);
  EXPECT_NEAR(ours.value(Quantity::weight_max, "treated"), 4, 1e-11);
  EXPECT_NEAR(ours.value(Quantity::effective_sample_size, "control"), 49 / (16.0 / 3 + 9), 1e-11);
  EXPECT_NEAR(ours.value(Quantity::smd_after, "x0"), 0, 1e-11); // saturated: balanced
  EXPECT_EQ(ours.value(Quantity::n, "control"), 4);
  EXPECT_EQ(ours.value(Quantity::n, "treated"), 3);
  EXPECT_EQ(ours.value(Quantity::events, "control"), 2);
  EXPECT_EQ(ours.value(Quantity::events, "treated"), 1);
}

TEST(Diagnostics, SeparationLeavesWhatNeedsNoModel) {
  auto const ours = diagnose({{0, 0, 0, 1, 1, 1}, {{1, 2, 3, 4, 5, 6}}}, {Estimand::ate});
  EXPECT_EQ(ours.status(Quantity::propensity_coefficient, std::string("x0")), Status::separation);
  EXPECT_TRUE(std::isnan(ours.value(Quantity::weight_sum, "control")));
  EXPECT_EQ(ours.status(Quantity::smd_after, "x0"), Status::separation);
  EXPECT_EQ(ours.status(Quantity::smd_before, "x0"), Status::ok);
  EXPECT_DOUBLE_EQ(ours.value(Quantity::smd_before, "x0"), 3);
}

TEST(Diagnostics, BriefOnesAreAmongAll) {
  auto const all = diagnose(two_groups, {Estimand::ate, Estimand::unweighted});
  auto const brief = diagnose(two_groups, {Estimand::ate, Estimand::unweighted}, DiagnosticColumns::brief);
  std::size_t next = 0;
  for (std::size_t c = 0; c < all.columns.size() && next < brief.columns.size(); ++c) {
    if (all.columns[c] != brief.columns[next]) continue;
    EXPECT_EQ(all.values[c], brief.values[next]);
    EXPECT_EQ(all.statuses[c], brief.statuses[next++]);
  }
  EXPECT_EQ(next, brief.columns.size());
  EXPECT_LT(brief.columns.size(), all.columns.size());
  for (Quantity const quantity : {Quantity::n, Quantity::events, Quantity::weight_max}) {
    EXPECT_EQ(brief.value(quantity, "treated"), all.value(quantity, "treated"));
  }
  EXPECT_EQ(brief.value(Quantity::smd_before, "x0"), all.value(Quantity::smd_before, "x0"));
  EXPECT_THROW(brief.value(Quantity::propensity_median, "treated"), std::runtime_error);
}

TEST(Diagnostics, AnEmptyArmIsSaid) {
  auto const ours = diagnose({{0, 0, 0}, {{1, 2, 4}}}, {Estimand::ate, Estimand::unweighted});
  EXPECT_EQ(ours.value(Quantity::n, "treated"), 0);
  EXPECT_EQ(ours.value(Quantity::n, "control"), 3);
  for (std::size_t c = 0; c < ours.columns.size(); ++c) {
    Column const& column = ours.columns[c];
    bool const known = column.quantity == Quantity::n || column.quantity == Quantity::events ||
                       (column.estimand == "unweighted" && column.arm == "control");
    EXPECT_EQ(ours.statuses[c], known ? Status::ok : Status::empty_arm) << name(column.quantity) << " " << column.arm;
    EXPECT_EQ(std::isnan(ours.values[c]), !known) << name(column.quantity) << " " << column.arm;
  }
}

TEST(Diagnostics, AnAliasedTermHasNoCoefficient) {
  // R prints NA: 0 with a standard error of 0 would be a made-up number.
  TreatmentData twice = two_groups;
  twice.columns.push_back(twice.columns[0]);
  auto const ours = diagnose(twice, {Estimand::ate});
  EXPECT_NEAR(ours.value(Quantity::propensity_coefficient, std::string("x0")), std::log(6.0), 1e-12);
  EXPECT_TRUE(std::isnan(ours.value(Quantity::propensity_coefficient, std::string("x1"))));
  EXPECT_NE(ours.status(Quantity::propensity_coefficient, std::string("x1")), Status::ok);
}

} // namespace
} // namespace iptwsim::test
