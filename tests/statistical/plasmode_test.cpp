// Cohorts drawn from a real one keep what they were made with: without an effect tests reject as often as their level
// says, with randomized treatment (no confounding) and with the fitted model (confounding that weights take away); with
// one, estimates are right on average. |z| beyond 4.5 fails (1 in 150,000). Seeds are fixed and never changed.

#include <cmath>

#include <gtest/gtest.h>

#include "math/sum.hpp"
#include "plan/simulation.hpp"
#include "support/find_truth.hpp"
#include "support/plasmode.hpp"

namespace iptwsim {
namespace {

constexpr double most = 4.5;
constexpr std::int64_t cohorts = 600, patients = 800;

Study study_of(PlasmodeTreatment assignment, double effect) {
  Study study = test::rotterdam_plasmode(patients);
  study.cohort.plasmode->assignment = assignment;
  study.cohort.plasmode->effect.log_hazard_ratio = effect;
  study.weights.estimand = {Estimand::overlap};
  study.estimators.cox = CoxOptions{};
  study.estimators.log_rank = LogRankOptions{};
  study.simulation->cohorts = cohorts;
  return study;
}

struct Answers {
  std::vector<double> log_hazard_ratios, p_values, log_rank;
  double truth;
};

Answers answers_of(Study study) {
  std::vector<Scenario> scenarios;
  scenarios.push_back({.name = "plasmode", .swept = {}, .study = std::move(study)});
  Simulation simulation(std::move(scenarios));
  test::find_truth(simulation);
  SimulatedScenario const scenario = simulation.prepare(0);
  Answers answers{};
  for (std::uint32_t b = simulation.stages().back(); b < simulation.blocks().size(); ++b) {
    Block const& block = simulation.blocks()[b];
    Slab const slab = simulation.evaluate(block);
    for (std::size_t k = 0; k < scenario.keys().size(); ++k) {
      Column const& column = scenario.keys()[k].column;
      if (column.estimand != "overlap") continue;
      auto const append = [&](std::vector<double>& values) {
        for (std::size_t c = 0; c < block.count; ++c) values.push_back(slab.values[k * block.count + c]);
      };
      bool const is_robust = column.method == Method::robust;
      if (column.quantity == Quantity::log_hazard_ratio && column.statistic == Statistic::estimate) {
        append(answers.log_hazard_ratios);
        answers.truth = scenario.truths()[k]->value;
      }
      if (column.quantity == Quantity::log_hazard_ratio && column.statistic == Statistic::p_value && is_robust) {
        append(answers.p_values);
      }
      if (column.quantity == Quantity::log_rank && column.statistic == Statistic::p_value && is_robust) {
        append(answers.log_rank);
      }
    }
  }
  EXPECT_EQ(answers.log_hazard_ratios.size(), static_cast<std::size_t>(cohorts));
  return answers;
}

double z_of_size(std::vector<double> const& p_values, double level) {
  double rejected = 0;
  for (double const p : p_values) rejected += p < level;
  double const n = static_cast<double>(p_values.size());
  EXPECT_EQ(p_values.size(), static_cast<std::size_t>(cohorts));
  return (rejected / n - level) / std::sqrt(level * (1 - level) / n);
}

TEST(PlasmodeStatistics, TestsKeepTheirSizeWithoutConfounding) {
  Answers const answers = answers_of(study_of(PlasmodeTreatment::randomized, 0));
  EXPECT_EQ(answers.truth, 0);
  for (double const level : {0.05, 0.2}) {
    EXPECT_LT(std::fabs(z_of_size(answers.p_values, level)), most) << level;
    EXPECT_LT(std::fabs(z_of_size(answers.log_rank, level)), most) << level;
  }
}

TEST(PlasmodeStatistics, WeightsTakeTheConfoundingAway) {
  for (double const effect : {0.0, -0.7}) {
    Answers const answers = answers_of(study_of(PlasmodeTreatment::fitted, effect));
    auto const& found = answers.log_hazard_ratios;
    double const se = std::sqrt(math::sample_variance(found) / cohorts);
    EXPECT_LT(std::fabs(math::mean(found) - answers.truth) / se, most) << effect;
    EXPECT_LT(se, 0.02);
    if (effect == 0) {
      EXPECT_EQ(answers.truth, 0);
    } else { // not collapsible: nearer to 0 than a patient's
      EXPECT_GT(answers.truth, effect + 0.01);
      EXPECT_LT(answers.truth, effect + 0.2);
    }
  }
}

} // namespace
} // namespace iptwsim
