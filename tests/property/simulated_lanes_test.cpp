// Simulated cohorts, analysed a cohort a lane, have to the last bit the answers that each has alone: every instruction
// set, numbers of cohorts that fill no register, and failures beside cohorts without any.

#include <bit>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "kernels/cohorts.hpp"
#include "plan/simulated_scenario.hpp"
#include "support/analysed.hpp"
#include "support/mechanisms.hpp"
#include "support/plasmode.hpp"

namespace iptwsim::test {
namespace {

std::uint64_t bits(double x) { return std::bit_cast<std::uint64_t>(x); }

struct Setting {
  std::string name;
  Study study;
};

Study study_of(SyntheticOptions population, std::vector<std::string> terms) {
  Study study;
  study.seed = 20;
  study.cohort.synthetic = std::move(population);
  study.propensity.terms = std::move(terms);
  study.weights.estimand = every_estimand();
  study.estimators = all_estimators({0.5, 2}, 3);
  study.variance = {VarianceMethod::naive, VarianceMethod::robust};
  study.estimators.median = MedianOptions{};
  study.estimators.cumulative_incidence = CumulativeIncidenceOptions{{2}};
  study.simulation = SimulationOptions{.cohorts = 100, .truth = {.method = TruthMethod::none}};
  return study;
}

SyntheticOptions with_patients(SyntheticOptions population, std::int64_t n) {
  population.n = n;
  return population;
}

ConditionalOptions given(SurvivalFamily family, NamedNumbers log_ratios, bool is_accelerated, double variance) {
  ConditionalOptions model;
  model.baseline.distribution = family;
  if (family == SurvivalFamily::piecewise_exponential) {
    model.baseline.from = {0, 1, 2.5};
    model.baseline.rates = {0.1, 0.4, 0.05};
  } else {
    (family == SurvivalFamily::lognormal ? model.baseline.sigma : model.baseline.shape) = 0.8;
    model.baseline.survival = SurvivalAtOptions{.at = 3, .equals = 0.6};
  }
  (is_accelerated ? model.log_time_ratios : model.log_hazard_ratios) = std::move(log_ratios);
  (is_accelerated ? model.treatment.log_time_ratio : model.treatment.log_hazard_ratio) = 0.4;
  model.treatment.interactions = {{"male", -0.6}, {"size > 5", 0.3}};
  if (variance > 0) model.frailty = FrailtyOptions{variance};
  return model;
}

/// Times given by the covariates: every family, both scales, with frailty and cure.
SyntheticOptions conditional() {
  SyntheticOptions population = confounded();
  NamedNumbers const terms{{"age", 0.2}, {"log(size)", -0.5}, {"stage:III", 0.7}, {"age:male", 0.1}};
  ConditionalOptions cured = given(SurvivalFamily::gompertz, terms, false, 0);
  cured.baseline.cured = 0.3;
  population.endpoints = {{"weibull", {.conditional = given(SurvivalFamily::weibull, terms, false, 0.7)}},
                          {"cured", {.conditional = cured}},
                          {"pieces", {.conditional = given(SurvivalFamily::piecewise_exponential, terms, false, 1.5)}},
                          {"lognormal", {.conditional = given(SurvivalFamily::lognormal, terms, true, 0)}},
                          {"log_logistic", {.conditional = given(SurvivalFamily::log_logistic, terms, true, 0.4)}},
                          {"os", population.endpoints[0].second}};
  return population;
}

std::vector<Setting> settings() {
  std::vector<Setting> out;
  std::vector<std::string> const terms{"age", "log(size)", "stage", "male:stage", "age^2", "size > 5"};
  out.push_back({"every_kind_of_term", study_of(confounded(), terms)});
  out.push_back({"causes", study_of(three_causes(), {"age", "size"})});

  Study model = study_of(conditional(), {"age", "male"});
  model.weights.estimand = {Estimand::ate, Estimand::overlap};
  out.push_back({"conditional", model});

  for (PlasmodeTreatment const assignment : {PlasmodeTreatment::fitted, PlasmodeTreatment::own}) {
    Study real = rotterdam_plasmode(70);
    real.cohort.plasmode->assignment = assignment;
    real.cohort.plasmode->effect.log_hazard_ratio = -0.5;
    real.cohort.plasmode->baseline = PlasmodeBaseline::piecewise_exponential;
    real.propensity.terms = {"age", "size", "rcs(nodes, 3)", "age:meno", "grade"};
    if (assignment == PlasmodeTreatment::own) real.propensity.omit = {"rcs(nodes, 3)"};
    real.weights.estimand = {Estimand::ate, Estimand::overlap};
    real.estimators = all_estimators({1500, 3000}, 2500);
    out.push_back({assignment == PlasmodeTreatment::own ? "real_arms" : "real_patients", real});
  }

  // So few patients that some cohorts lack an arm, an event or an end of the fit.
  out.push_back({"nine_patients", study_of(with_patients(three_causes(), 9), {"age", "size"})});
  out.push_back({"three_patients", study_of(with_patients(three_causes(), 3), {"age"})});

  // A level of the categorical covariate that nobody has makes a column of zeros.
  out.push_back({"missing_levels", study_of(with_patients(confounded(), 16), {"stage", "male"})});

  Study unweighted = study_of(with_patients(confounded(), 40), {"age", "male"});
  unweighted.weights.estimand = {Estimand::unweighted};
  unweighted.estimators.cox = CoxOptions{Ties::breslow};
  out.push_back({"unweighted", unweighted});

  Study firth = study_of(with_patients(three_causes(), 14), {"age", "size"});
  firth.propensity.model.kind = PropensityModel::firth;
  firth.weights.stabilized = false;
  firth.weights.normalize = Normalization::arm;
  firth.weights.truncate = TruncateOptions{.values = {0.2, 2.5}};
  out.push_back({"firth", firth});

  Study truncated = study_of(three_causes(), {"age:size", "age"});
  truncated.weights.truncate = TruncateOptions{.quantiles = {0.05, 0.9}, .within = TruncationScope::arm};
  out.push_back({"truncated", truncated});

  SyntheticOptions rare = with_patients(confounded(), 30);
  rare.endpoints = {{"os", exponential(0.004, 0)}}; // most cohorts have no event, and no treated patient ever has one
  out.push_back({"rare_events", study_of(rare, {"age"})});

  Study no_covariates = study_of(with_patients(three_causes(), 20), {});
  no_covariates.cohort.synthetic->arms = ArmsOptions{12, 8};
  no_covariates.cohort.synthetic->n.reset();
  no_covariates.cohort.synthetic->treatment = {};
  out.push_back({"no_covariates", no_covariates});

  Study spline = study_of(with_patients(confounded(), 50), {"rcs(age, 3)"}); // one after the other
  out.push_back({"spline", spline});
  Study bootstrap = study_of(with_patients(three_causes(), 25), {"age"});
  bootstrap.bootstrap = BootstrapOptions{.replicates = 9};
  out.push_back({"bootstrap", bootstrap});

  SyntheticOptions followed = with_patients(confounded(), 60);
  followed.censoring.dropout_log_hazard = {{"age", 0.5}, {"treatment", -0.5}};
  followed.treatment_start = TreatmentStartOptions{.latest = 1, .analysis = StartAnalysis::planned};
  out.push_back({"planned_treatment", study_of(followed, {"age", "male"})});
  followed.treatment_start->analysis = StartAnalysis::naive;
  out.push_back({"immortal_time", study_of(followed, {"age", "male"})});

  SyntheticOptions seen = with_patients(confounded(), 45);
  seen.reliability = {{"age", 0.8}, {"stage", 0.7}};
  out.push_back({"measured_with_error", study_of(seen, {"age", "stage", "size", "male:stage"})});
  seen.missing = {
      {"stage", {.share = 0.2}}, {"size", {.share = 0.3, .log_odds = {{"age", 0.3}}}}, {"male", {.share = 0.1}}};
  Study incomplete = study_of(seen, {"age", "stage", "log(size)", "size > 5"});
  incomplete.cohort.missing = Missing::indicator;
  out.push_back({"missing_indicator", incomplete});
  incomplete.cohort.synthetic->n = 12; // sometimes nobody lacks a value, or all do
  incomplete.cohort.synthetic->missing[1].second.share = 0.9;
  incomplete.cohort.synthetic->treatment_start = followed.treatment_start;
  out.push_back({"few_who_lack_much", incomplete});

  incomplete.cohort.missing = Missing::drop; // from here on one after the other
  incomplete.cohort.synthetic->n = 150;
  out.push_back({"complete_cases", incomplete});
  followed.treatment_start->analysis = StartAnalysis::landmark;
  followed.late_entry = LateEntryOptions{.latest = 1};
  out.push_back({"landmark_and_late_entry", study_of(followed, {"age", "male"})});
  return out;
}

class SimulatedLanes : public testing::TestWithParam<Setting> {};

TEST_P(SimulatedLanes, HaveTheAnswersThatEachCohortHasAlone) {
  Scenario const scenario{.name = "", .swept = {}, .study = GetParam().study, .group = 3};
  bool const is_drawn_from_real_ones = scenario.study.cohort.plasmode.has_value();
  auto const real = is_drawn_from_real_ones ? std::make_shared<Plasmode const>(scenario.study) : nullptr;
  Solved const solved = real ? Solved{} : solve(*scenario.study.cohort.synthetic);
  SimulatedScenario const simulated(scenario, solved, {}, real);
  EXPECT_TRUE(real == nullptr || simulated.analyses_lanes());
  CohortAnalyser const analyser(scenario.study, names_of(simulated.make(simulated.patients(1)).cohort));
  std::size_t const rows = simulated.keys().size();
  ASSERT_EQ(analyser.keys().size(), rows);

  std::vector<double> alone(rows);
  std::vector<std::uint8_t> alone_statuses(rows);
  std::vector<std::uint32_t> counts(analyser.counted().size() * status_names.size());
  CohortAnalyser::Workspace workspace;
  Isa const before = chosen_isa();
  for (Isa const isa : available_isas()) {
    choose_isa(isa);
    std::uint64_t first = 1;
    for (std::uint32_t const count : {1u, 7u, 9u, 13u, 70u}) {
      Slab const slab =
          simulated.evaluate({.index = 0, .kind = BlockKind::cohorts, .scenario = 0, .first = first, .count = count});
      ASSERT_EQ(slab.values.size(), rows * count);
      for (std::uint32_t c = 0; c < count; ++c) {
        std::uint64_t const number = first + c;
        analyser.analyse(simulated.make(simulated.patients(number)).cohort, simulated.address(number),
                         {alone, alone_statuses, counts}, workspace);
        for (std::size_t k = 0; k < rows; ++k) {
          Column const& column = simulated.keys()[k].column;
          ASSERT_EQ(bits(slab.values[k * count + c]), bits(alone[k]))
              << slab.values[k * count + c] << " and " << alone[k] << ", " << column.estimand << " "
              << name(column.quantity) << " " << column.arm << " " << name(column.statistic) << " "
              << name(column.method) << " of cohort " << number << " of " << first << " to " << first + count - 1
              << ", " << name_of(isa);
          ASSERT_EQ(slab.statuses[k * count + c], alone_statuses[k])
              << name(column.quantity) << " " << name(column.statistic) << " of cohort " << number;
        }
      }
      first += count;
    }
  }
  choose_isa(before);
}

INSTANTIATE_TEST_SUITE_P(Studies, SimulatedLanes, testing::ValuesIn(settings()),
                         [](auto const& each) { return each.param.name; });

/// Cohorts by status of any of their numbers, and how many had to be analysed alone.
TEST(SimulatedLanes, TheCohortsHoldWhatTheyPromise) {
  std::map<Status, std::size_t> cohorts;
  std::size_t irregular = 0, regular = 0, one_by_one = 0;
  for (Setting const& setting : settings()) {
    if (setting.study.cohort.plasmode) continue;
    SyntheticOptions const& population = *setting.study.cohort.synthetic;
    Scenario const scenario{.name = "", .swept = {}, .study = setting.study, .group = 3};
    SimulatedScenario const simulated(scenario, solve(population), {});
    if (!simulated.analyses_lanes()) {
      ++one_by_one;
      continue;
    }
    Mechanism const mechanism = mechanism_of(population);
    std::vector<Term> const terms = analysed_terms(setting.study);
    auto const model = model_columns(terms, mechanism);
    ASSERT_TRUE(model);
    AnalysisLayout const layout(setting.study, DiagnosticColumns::brief);
    CohortSummary const summary(layout.inference,
                                layout.columns(names_of(simulated.make(simulated.patients(1)).cohort)));
    std::size_t const count = 100, rows = summary.keys().size();
    std::vector<double> values(rows * count);
    std::vector<std::uint8_t> statuses(rows * count), alone;
    summarise_cohorts({mechanism, patients_of(population), {.seed = 20, .group = 3, .cohort = 1}, count},
                      {*model, layout.full}, summary.table(), {values.data(), statuses.data(), count}, alone);
    for (std::size_t c = 0; c < count; ++c) {
      (alone[c] ? irregular : regular) += 1;
      std::set<Status> seen;
      for (std::size_t k = 0; k < rows; ++k) seen.insert(static_cast<Status>(statuses[k * count + c]));
      for (Status const status : seen) ++cohorts[status];
    }
  }
  EXPECT_EQ(one_by_one, 4U); // spline, bootstrap, landmark, complete cases
  EXPECT_GT(regular, 500U);
  EXPECT_GT(irregular, 0U);
  EXPECT_LT(irregular, regular);
  for (Status const status : {Status::beyond_follow_up, Status::no_events_control, Status::no_events_treated,
                              Status::no_events, Status::empty_arm, Status::separation, Status::monotone_likelihood,
                              Status::zero_denominator, Status::aliased, Status::not_reached}) {
    EXPECT_GT(cohorts[status], 0U) << name(status);
  }
}

} // namespace
} // namespace iptwsim::test
