// Large simulated cohorts have what their mechanism says: the treatment model refitted, prevalence, survival of each
// arm in the whole population, censoring, latent correlations, and covariates given fixed arms. Every z is
// (estimate - truth) / standard error; |z| beyond 4.5 fails (1 in 150,000). Seeds are fixed and never changed.

#include <algorithm>
#include <cmath>
#include <functional>

#include <gtest/gtest.h>

#include "math/sum.hpp"
#include "propensity/logistic.hpp"
#include "scenario/latent_time.hpp"
#include "support/mechanisms.hpp"

namespace iptwsim {
namespace {

using namespace test;

constexpr std::size_t n = 200000;
constexpr double most = 4.5;

double z_of_mean(std::vector<double> const& values, double truth) {
  return (math::mean(values) - truth) / std::sqrt(math::sample_variance(values) / static_cast<double>(values.size()));
}

std::vector<double> mapped(std::vector<double> const& values, std::function<double(double)> const& function) {
  std::vector<double> result;
  for (double const x : values) result.push_back(function(x));
  return result;
}

/// Fisher's z of the correlation of two normal variables.
double z_of_correlation(std::vector<double> const& x, std::vector<double> const& y, double truth) {
  double const mx = math::mean(x), my = math::mean(y);
  double xx = 0, yy = 0, xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mx) * (x[i] - mx);
    yy += (y[i] - my) * (y[i] - my);
    xy += (x[i] - mx) * (y[i] - my);
  }
  return (std::atanh(xy / std::sqrt(xx * yy)) - std::atanh(truth)) * std::sqrt(static_cast<double>(x.size()) - 3);
}

SyntheticOptions many_terms() { return confounded(); }

SyntheticOptions rare_treatment() {
  SyntheticOptions options = confounded();
  options.covariates[1].second = {.distribution = CovariateDistribution::gamma, .shape = 2, .scale = 1.5};
  options.covariates[3].second = {.distribution = CovariateDistribution::poisson, .mean = 2.5};
  options.treatment = {.prevalence = 0.04, .log_odds = {{"age", 0.5}, {"male", -0.4}, {"age:size", 0.1}}};
  return options;
}

SyntheticOptions strong_confounding() {
  SyntheticOptions options = confounded();
  options.covariates[0].second.truncate = {-1, 4};
  options.treatment = {.intercept = -1.5, .log_odds = {{"age", 1.2}, {"size <= 4", 1}, {"stage:II:male", -1.5}}};
  return options;
}

struct NamedScenario {
  char const* name;
  SyntheticOptions (*options)();
};
class LargeCohort : public testing::TestWithParam<NamedScenario> {
protected:
  SyntheticOptions const options = GetParam().options();
  Mechanism const mechanism = mechanism_of(options);
  SimulatedPatients const patients = simulate(mechanism, n, {.seed = 4, .cohort = 1});
};

TEST_P(LargeCohort, RefittedTreatmentModelHasTheLogOddsRatios) {
  std::vector<Term> terms;
  std::vector<double> truth;
  for (auto const& [text, coefficient] : options.treatment.log_odds) {
    // Levels by hand: a propensity model would take all of a covariate's.
    std::string const written = text == "stage:III" ? "III" : text == "stage:II" ? "II" : text;
    terms.push_back(std::get<Term>(parse_term(written == "stage:II:male" ? "II:male" : written)));
    truth.push_back(coefficient);
  }
  SimulatedPatients with_levels = patients;
  for (auto const& [level, index] : {std::pair{"II", 1.0}, std::pair{"III", 2.0}}) {
    double const wanted = index;
    with_levels.covariates[level] = {
        mapped(patients.covariates.at("stage").values, [wanted](double x) { return x == wanted ? 1.0 : 0.0; })};
  }
  MadeCohort const made = make_cohort(with_levels, terms);
  ASSERT_TRUE(made.problems.empty());
  Design const design(made.cohort);
  LogisticFit<double> fit;
  std::vector<double> const counts(n, 1.0);
  fit_logistic<double>(design, patients.treated, counts, std::vector<double>(terms.size() + 1, 0.0), fit);
  ASSERT_EQ(fit.status, 0.0);
  std::vector<double> const coefficients = design.to_data_scale(fit.coefficients);
  std::vector<double> const variances = math::inverse_diagonal(fit.information, terms.size() + 1);
  for (std::size_t j = 0; j < terms.size(); ++j) {
    double const error = std::sqrt(variances[j + 1]) / design.scale[j + 1];
    EXPECT_LT(std::fabs((coefficients[j + 1] - truth[j]) / error), most) << terms[j].text();
  }
}

TEST_P(LargeCohort, ScoresAreTheProbabilitiesOfTreatment) {
  std::vector<double> residuals, with_score, shares;
  for (std::size_t i = 0; i < n; ++i) {
    residuals.push_back(patients.treated[i] - patients.score[i]);
    with_score.push_back(residuals.back() * patients.score[i]);
    shares.push_back(patients.treated[i]);
  }
  EXPECT_LT(std::fabs(z_of_mean(residuals, 0)), most);
  EXPECT_LT(std::fabs(z_of_mean(with_score, 0)), most);
  double const share = options.treatment.prevalence.value_or(math::mean(patients.score));
  EXPECT_LT(std::fabs(z_of_mean(shares, share)), most);
}

// E[1{A = a} 1{T > t} / P(A = a | x)] = S_a(t): the marginals are those of the whole population, not of an arm.
TEST_P(LargeCohort, SurvivalOfTheWholePopulationIsExact) {
  SyntheticOptions uncensored = options;
  uncensored.censoring = {};
  SimulatedPatients const observed = simulate(mechanism_of(uncensored), n, {.seed = 4, .cohort = 2});
  for (std::size_t k = 0; k < 2; ++k) {
    for (int const arm : {0, 1}) {
      ArmSurvival const& arms = mechanism.arms(k);
      SurvivalDistribution const& survival = arm == 1 ? arms.treated : arms.control;
      for (double const probability : {0.9, 0.5, 0.2}) {
        double const t = survival.time_of(-std::log(probability));
        std::vector<double> weighted;
        for (std::size_t i = 0; i < n; ++i) {
          double const score = arm == 1 ? observed.score[i] : 1 - observed.score[i];
          bool const counts = observed.treated[i] == arm && observed.endpoints[k].time[i] > t;
          weighted.push_back(counts ? 1 / score : 0);
        }
        EXPECT_LT(std::fabs(z_of_mean(weighted, probability)), most) << k << " " << arm << " " << t;
      }
    }
  }
}

TEST_P(LargeCohort, TreatedAndControlPatientsDiffer) {
  std::vector<double> treated, control;
  for (std::size_t i = 0; i < n; ++i) {
    (patients.treated[i] ? treated : control).push_back(patients.covariates.at("age").values[i]);
  }
  EXPECT_GT(std::fabs(z_of_mean(treated, math::mean(control))), 20);
}

INSTANTIATE_TEST_SUITE_P(Simulate, LargeCohort,
                         testing::Values(NamedScenario{"ManyTerms", many_terms},
                                         NamedScenario{"RareTreatment", rare_treatment},
                                         NamedScenario{"StrongConfounding", strong_confounding}),
                         [](auto const& scenario) { return std::string(scenario.param.name); });

/// Kolmogorov's sqrt(n) sup |F_n - F|; beyond 2.51 with probability 6.8e-6, that of 4.5 standard errors.
double kolmogorov(std::vector<double> probabilities) {
  std::sort(probabilities.begin(), probabilities.end());
  double const size = static_cast<double>(probabilities.size());
  double largest = 0;
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    double const below = static_cast<double>(i) / size;
    largest = std::max({largest, probabilities[i] - below, below + 1 / size - probabilities[i]});
  }
  return largest * std::sqrt(size);
}

TEST(RandomizedCohort, TimesOfEachArmHaveItsDistribution) {
  SyntheticOptions options = confounded();
  options.treatment = {.randomized = 0.3};
  options.censoring = {};
  Mechanism const mechanism = mechanism_of(options);
  SimulatedPatients const patients = simulate(mechanism, n, {.seed = 5});
  for (std::size_t k = 0; k < 2; ++k) {
    std::vector<double> treated, control;
    for (std::size_t i = 0; i < n; ++i) {
      double const time = patients.endpoints[k].time[i];
      if (patients.treated[i]) {
        treated.push_back(mechanism.arms(k).treated.survival(time));
      } else {
        control.push_back(mechanism.arms(k).control.survival(time));
      }
    }
    EXPECT_LT(kolmogorov(treated), 2.51);
    EXPECT_LT(kolmogorov(control), 2.51);
    EXPECT_LT(std::fabs(static_cast<double>(treated.size()) / n - 0.3) / std::sqrt(0.21 / n), most);
  }
}

// P(min(T, C) > t) = S(t) G(t), and an event is seen with probability E[G(T)].
TEST(RandomizedCohort, CensoringIsIndependentAndAsAsked) {
  for (Accrual const pattern : {Accrual::uniform, Accrual::ramp}) {
    SyntheticOptions options = confounded();
    options.treatment = {.randomized = 0.5};
    options.censoring = {
        .accrual = 8, .accrual_pattern = pattern, .follow_up = 2, .dropout_rate = 0.05, .dropout_shape = 1.3};
    Mechanism const mechanism = mechanism_of(options);
    SimulatedPatients const patients = simulate(mechanism, n, {.seed = 6});
    for (double const t : {0.5, 2.0, 4.0, 9.0}) {
      for (int const arm : {0, 1}) {
        ArmSurvival const& arms = mechanism.arms(0);
        double const survival = (arm == 1 ? arms.treated : arms.control).survival(t);
        std::vector<double> followed;
        for (std::size_t i = 0; i < n; ++i) {
          if (patients.treated[i] == arm) followed.push_back(patients.endpoints[0].time[i] > t ? 1 : 0);
        }
        EXPECT_LT(std::fabs(z_of_mean(followed, survival * mechanism.follow_up().survival(t))), most) << t;
      }
    }
  }
}

TEST(RandomizedCohort, LatentsHaveTheirCorrelations) {
  SyntheticOptions options = confounded();
  options.treatment = {.randomized = 0.5};
  options.censoring = {};
  Mechanism const mechanism = mechanism_of(options);
  SimulatedPatients const patients = simulate(mechanism, n, {.seed = 7});
  std::vector<double> const& age = patients.covariates.at("age").values;
  std::vector<double> const size = mapped(patients.covariates.at("size").values, [](double x) { return std::log(x); });
  std::vector<std::vector<double>> times(2);
  for (std::size_t k = 0; k < 2; ++k) {
    for (std::size_t i = 0; i < n; ++i) {
      ArmSurvival const& arms = mechanism.arms(k);
      SurvivalDistribution const& survival = patients.treated[i] ? arms.treated : arms.control;
      times[k].push_back(latent_of_hazard(survival.cumulative_hazard(patients.endpoints[k].time[i])));
    }
    EXPECT_LT(std::fabs(z_of_mean(times[k], 0)), most);
  }
  EXPECT_LT(std::fabs(z_of_correlation(age, size, 0.4)), most);
  EXPECT_LT(std::fabs(z_of_correlation(age, times[0], -0.3)), most);
  EXPECT_LT(std::fabs(z_of_correlation(size, times[0], -0.3)), most);
  EXPECT_LT(std::fabs(z_of_correlation(size, times[1], -0.5)), most);
  EXPECT_LT(std::fabs(z_of_correlation(age, times[1], 0)), most);

  // A table of two discrete covariates: P(male, stage I) from the bivariate normal with correlation -0.3.
  std::vector<double> both;
  for (std::size_t i = 0; i < n; ++i) {
    bool const first = patients.covariates.at("stage").values[i] == 2; // III comes first in the config: the lowest 20 %
    both.push_back(first && patients.covariates.at("male").values[i] == 1 ? 1 : 0);
  }
  // Python: scipy 1.10.1, norm.cdf(a) - multivariate_normal([0, 0], [[1, -.3], [-.3, 1]]).cdf([a, b]) with
  // a = norm.ppf(0.2), b = norm.ppf(0.65)
  EXPECT_LT(std::fabs(z_of_mean(both, 0.10281297089111027)), most);
}

// With fixed arms the covariates of each arm are those of the same arm of an iid cohort.
TEST(FixedArms, HaveTheCovariatesOfAnIidCohortsArms) {
  SyntheticOptions options = confounded();
  options.treatment.prevalence = 0.3;
  SimulatedPatients const iid = simulate(mechanism_of(options), n, {.seed = 8});
  options.treatment.prevalence.reset();
  options.n.reset();
  options.arms = {static_cast<std::int64_t>(n) * 7 / 10, static_cast<std::int64_t>(n) * 3 / 10};
  SimulatedPatients const fixed = simulate(mechanism_of(options), n, {.seed = 9});

  std::vector<std::pair<std::string, std::function<double(SimulatedPatients const&, std::size_t)>>> const summaries{
      {"age", [](auto const& p, std::size_t i) { return p.covariates.at("age").values[i]; }},
      {"age^2", [](auto const& p,
                   std::size_t i) { return p.covariates.at("age").values[i] * p.covariates.at("age").values[i]; }},
      {"log(size)", [](auto const& p, std::size_t i) { return std::log(p.covariates.at("size").values[i]); }},
      {"stage:I", [](auto const& p, std::size_t i) { return p.covariates.at("stage").values[i] == 0 ? 1.0 : 0.0; }},
      {"stage:III", [](auto const& p, std::size_t i) { return p.covariates.at("stage").values[i] == 2 ? 1.0 : 0.0; }},
      {"age:male", [](auto const& p,
                      std::size_t i) { return p.covariates.at("age").values[i] * p.covariates.at("male").values[i]; }},
      {"score", [](auto const& p, std::size_t i) { return p.score[i]; }},
      {"os > 2", [](auto const& p, std::size_t i) { return p.endpoints[0].time[i] > 2 ? 1.0 : 0.0; }},
      {"os event", [](auto const& p, std::size_t i) { return static_cast<double>(p.endpoints[0].event[i]); }},
      {"early events of the old", [](auto const& p, std::size_t i) {
         return p.covariates.at("age").values[i] > 2 && p.endpoints[1].event[i] && p.endpoints[1].time[i] < 1 ? 1.0
                                                                                                              : 0.0;
       }}};
  for (int const arm : {0, 1}) {
    for (auto const& [name, summary] : summaries) {
      std::vector<double> a, b;
      for (std::size_t i = 0; i < n; ++i) {
        if (iid.treated[i] == arm) a.push_back(summary(iid, i));
        if (fixed.treated[i] == arm) b.push_back(summary(fixed, i));
      }
      double const error = std::sqrt(math::sample_variance(a) / static_cast<double>(a.size()) +
                                     math::sample_variance(b) / static_cast<double>(b.size()));
      EXPECT_LT(std::fabs(math::mean(a) - math::mean(b)) / error, most) << name << " in arm " << arm;
    }
  }
}

// The slots of both arms take turns: where in a cohort a patient stands says nothing about the covariates of an arm.
TEST(FixedArms, SlotsAreExchangeable) {
  SyntheticOptions options = confounded();
  options.treatment.prevalence.reset();
  options.n.reset();
  options.arms = {6, 4};
  Mechanism const mechanism = mechanism_of(options);
  std::vector<std::vector<double>> ages(10);
  std::vector<std::uint8_t> treated;
  for (std::uint64_t cohort = 0; cohort < 5000; ++cohort) {
    SimulatedPatients const patients = simulate(mechanism, 10, {.seed = 10, .cohort = cohort});
    treated = patients.treated;
    for (std::size_t i = 0; i < 10; ++i) ages[i].push_back(patients.covariates.at("age").values[i]);
  }
  std::vector<std::size_t> first{10, 10};
  for (std::size_t i = 0; i < 10; ++i) {
    std::size_t& reference = first[treated[i]];
    if (reference == 10) {
      reference = i;
      continue;
    }
    double const error = std::sqrt((math::sample_variance(ages[i]) + math::sample_variance(ages[reference])) / 5000);
    EXPECT_LT(std::fabs(math::mean(ages[i]) - math::mean(ages[reference])) / error, most) << i;
  }
}

} // namespace
} // namespace iptwsim
