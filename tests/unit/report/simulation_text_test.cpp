// What a person reads of a simulation, from a document made by hand.

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/simulation_text.hpp"
#include "results/arrange.hpp"

namespace iptwsim::report {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();

/// The numbers of one scenario, one by one.
class Numbers {
public:
  explicit Numbers(std::string scenario) : scenario_(std::move(scenario)) {}

  Numbers& add(Column const& column, double value, double mcse, double level = nan, Status counted = Status::ok) {
    keys_.push_back({column, level, counted});
    values_.push_back(value);
    mcse_.push_back(mcse);
    return *this;
  }
  results::ScenarioNumbers get() const {
    std::vector<std::uint8_t> statuses;
    for (double const value : values_) {
      statuses.push_back(static_cast<std::uint8_t>(std::isnan(value) ? Status::no_truth : Status::ok));
    }
    return {scenario_, std::make_shared<std::vector<results::CellKey> const>(keys_), values_, statuses, mcse_};
  }

private:
  std::string scenario_;
  std::vector<results::CellKey> keys_;
  std::vector<double> values_, mcse_;
};

Column of(Quantity quantity, Statistic statistic, Method method = Method::none) {
  Column column{.endpoint = "os", .estimand = "ate", .quantity = quantity, .statistic = statistic, .method = method};
  if (quantity == Quantity::rmst_difference) column.time = 1826.25;
  return column;
}

/// Truth, bias and the rest of a log hazard ratio and an RMST in days.
Numbers scenario(std::string name, double log_hazard_ratio, double rmst) {
  using S = Statistic;
  Numbers numbers(std::move(name));
  Column patients{.quantity = Quantity::n, .arm = "control", .statistic = S::mean};
  numbers.add(patients, 61.25, 0.5);
  patients.arm = "treated";
  numbers.add(patients, 58.75, 0.5);
  Column events{.endpoint = "os", .quantity = Quantity::events, .arm = "control", .statistic = S::mean};
  numbers.add(events, 30.5, 0.5);
  for (auto const& [quantity, truth, scale] : {std::tuple{Quantity::log_hazard_ratio, log_hazard_ratio, 1.0},
                                               std::tuple{Quantity::rmst_difference, rmst, 400.0}}) {
    numbers.add(of(quantity, S::truth), truth, 0)
        .add(of(quantity, S::mean), truth + 0.0123 * scale, 0.0089 * scale)
        .add(of(quantity, S::bias), 0.0123 * scale, 0.0089 * scale)
        .add(of(quantity, S::empirical_se), 0.2803 * scale, 0.0063 * scale)
        .add(of(quantity, S::model_se, Method::robust), 0.3012 * scale, 0.0011 * scale)
        .add(of(quantity, S::coverage_defined, Method::percentile), 0.9474, 0.0071, 0.95)
        .add(of(quantity, S::coverage_defined, Method::percentile), 0.8, 0.01, 0.8)
        .add(of(quantity, S::power, Method::robust), 0.712, 0.0143, 0.95)
        .add(of(quantity, S::power, Method::percentile), 0.051, 0.007, 0.95)
        .add(of(quantity, S::power, Method::percentile), 0.2, 0.01, 0.8);
  }
  numbers.add(of(Quantity::log_rank, S::power, Method::robust), 0.6, 0.0155, 0.95);
  return numbers;
}

struct Config {
  std::string alternative = "{}", null = "{}", replicates = "199", cohort = "{}", omit = "[]";
};

results::Document document_of(std::vector<Numbers> const& scenarios, Config const& config = {}) {
  using Texts = std::vector<std::string>;
  std::string const json =
      R"({"title": "By hand", "seed": 7, "propensity": {"model": {"kind": "logistic"}, "terms": ["age"], "omit": )" +
      config.omit + R"(}, "cohort": )" + config.cohort + R"(,
    "weights": {"estimand": ["ate"], "stabilized": true}, "alternative": )" +
      config.alternative + R"(, "null": )" + config.null + R"(, "bootstrap": {"replicates": )" + config.replicates +
      "}}";
  Texts names;
  std::vector<results::ScenarioNumbers> numbers;
  for (Numbers const& one : scenarios) {
    numbers.push_back(one.get());
    names.push_back(numbers.back().scenario);
  }
  results::Document document;
  document.groups.push_back(
      {.path = "/", .arrays = {{"config", {}, Texts{json}}}, .attributes = {{"seed", std::int64_t{7}}}});
  document.groups.push_back({.path = "/scenarios",
                             .axes = {{"scenario", names}},
                             .arrays = {{"cohorts", {"scenario"}, std::vector<std::int64_t>(names.size(), 1000)},
                                        {"swept.cohort.synthetic.n", {"scenario"}, names}}});
  for (results::Group& group : results::arrange(results::unite(std::move(numbers)), {.folder = "/performance"})) {
    document.groups.push_back(std::move(group));
  }
  return document;
}

std::string report_of(std::vector<Numbers> const& scenarios, Config const& config = {}) {
  return simulation_report(document_of(scenarios, config));
}

TEST(SimulationText, SaysTitleSizeAndAverages) {
  std::string const text = report_of({scenario("n=120", -0.6931, 210), scenario("n=240", -0.6931, 210)});
  EXPECT_THAT(text, HasSubstr("By hand\n=======\n"
                              "2 scenarios, 1000 simulated cohorts of each, 199 bootstrap replicates in each cohort; "
                              "seed 7.\nPropensity score: logistic model of age.\nWeights: ate; stabilized.\n"));
  EXPECT_THAT(text, HasSubstr("             patients             events os\n"
                              "  scenario    control   treated     control   treated\n"
                              "  n=120          61.2      58.8        30.5         -\n"));
}

TEST(SimulationText, SaysWhatIsBrokenOnPurpose) {
  EXPECT_THAT(report_of({scenario("a", 0, 0)}), Not(HasSubstr("on purpose")));
  Config const config{.cohort = R"({"missing": "indicator", "synthetic": {
    "unmeasured": {"prevalence": 0.3, "log_odds": 0.8, "dependence": -0.3},
    "positivity": {"where": "size > 10", "probability": 0.02},
    "reliability": {"size": 0.7, "age": 0.9},
    "missing": {"size": {"share": 0.2, "log_odds": {}}, "age": {"share": 0.125, "log_odds": {"size": 1, "age": 2}}}}})",
                      .omit = R"j(["grade", "log(size)"])j"};
  EXPECT_THAT(report_of({scenario("a", 0, 0)}, config),
              HasSubstr("Weights: ate; stabilized.\n"
                        "Assumptions broken on purpose; true values are those of the whole population all the same:\n"
                        "  - an unmeasured cause that 30% of patients have, with log odds ratio 0.8 of treatment and "
                        "latent correlation -0.3 with\n    times to events\n"
                        "  - left out of the propensity model: grade, log(size)\n"
                        "  - where size > 10, 2% of patients are treated, whatever else they have\n"
                        "  - age measured with reliability 0.9, size measured with reliability 0.7\n"
                        "  - age missing in 12.5% (depending on the true age, size), size missing in 20%; the model "
                        "tells those patients apart by\n    an indicator\n"));
}

TEST(SimulationText, SaysHowPatientsAreFollowed) {
  auto const with = [](std::string const& start) {
    return report_of({scenario("a", 0, 0)}, {.cohort = R"({"missing": "error", "synthetic": {
      "censoring": {"dropout_log_hazard": {"age": 0.02, "treatment": -0.5}},
      "late_entry": {"latest": 3, "ignored": true},
      "treatment_start": {"earliest": 0.5, "latest": 4, )" +
                                                       start + "}}}"});
  };
  EXPECT_THAT(with(R"("analysis": "naive", "landmark": null)"),
              HasSubstr("Follow-up; true values are those of the plan in the whole population:\n"
                        "  - drop-out depends on the patient, log hazard ratios: age 0.02, treatment -0.5\n"
                        "  - patients are seen from a time between 0 and 3 on, if still there, which the analysis "
                        "ignores\n"
                        "  - treatment starts between 0.5 and 4, of those who live to see it; the analysis calls "
                        "treated whoever was, from time 0\n    on (immortal time)\n"));
  EXPECT_THAT(with(R"("analysis": "landmark", "landmark": null)"),
              HasSubstr("the analysis begins at the landmark 4, with those\n    still followed and the treatment until "
                        "then, so that its survival is given survival to it\n"));
  EXPECT_THAT(with(R"("analysis": "landmark", "landmark": 2)"), HasSubstr("begins at the landmark 2, with"));
  EXPECT_THAT(with(R"("analysis": "planned", "landmark": null)"), HasSubstr("the analysis goes by what was planned\n"));
}

TEST(SimulationText, PowerHasMonteCarloErrorsOfTheLevelThatIsSaid) {
  std::string const text = report_of({scenario("n=120", -0.6931, 210)});
  EXPECT_THAT(text, HasSubstr("  Power: how often a test at 0.05 rejects, % of all cohorts\n"
                              "             hazard ratio   hazard ratio   RMST 1826.25   RMST 1826.25     log-rank\n"
                              "  scenario         robust     percentile         robust     percentile       robust\n"
                              "  n=120        71.2 (1.4)      5.1 (0.7)     71.2 (1.4)      5.1 (0.7)   60.0 (1.6)\n"));
  EXPECT_THAT(text, Not(HasSubstr("*")));
}

TEST(SimulationText, TypeOneErrorsAreMarkedQuantityByQuantity) {
  std::string const text = report_of({scenario("a", -0.6931, 210), scenario("b", 0, 210), scenario("c", 1e-17, 0)});
  EXPECT_THAT(text,
              HasSubstr("  a            71.2 (1.4)       5.1 (0.7)      71.2 (1.4)       5.1 (0.7)    60.0 (1.6)\n"
                        "  b            71.2 (1.4)*      5.1 (0.7)*     71.2 (1.4)       5.1 (0.7)    60.0 (1.6)*\n"
                        "  c            71.2 (1.4)*      5.1 (0.7)*     71.2 (1.4)*      5.1 (0.7)*   60.0 (1.6)*\n"
                        "  * the truth is the null value: type I error, not power\n"));
}

TEST(SimulationText, ANullValueOfTheConfigIsWhatTheTruthIsComparedWith) {
  std::string const text = report_of({scenario("a", -0.1, 0)}, {.null = R"({"log_hazard_ratio": -0.1})"});
  EXPECT_THAT(text, HasSubstr("71.2 (1.4)*      5.1 (0.7)*     71.2 (1.4)*      5.1 (0.7)*   60.0 (1.6)\n"));
}

TEST(SimulationText, OneSidedTestsSaySo) {
  std::string const text =
      report_of({scenario("a", -0.6931, 210)}, {.alternative = R"({"log_hazard_ratio": "less", "every": null})"});
  EXPECT_THAT(text, HasSubstr("rejects (two-sided unless said)"));
  EXPECT_THAT(text, HasSubstr("  scenario   robust, less   percentile, less         robust"));
}

TEST(SimulationText, IntervalsThatCannotRejectAreNoPowerOfZero) {
  std::string const text = report_of({scenario("a", -0.6931, 210)}, {.replicates = "19"});
  EXPECT_THAT(text, HasSubstr("  a            71.2 (1.4)          never     71.2 (1.4)          never   60.0 (1.6)\n"
                              "  never: 19 replicates are too few for a test by intervals at 0.05\n"));
  EXPECT_THAT(report_of({scenario("a", -0.6931, 210)}, {.replicates = "39"}), Not(HasSubstr("never")));
}

TEST(SimulationText, DecimalsShowTwoDigitsOfTheMonteCarloError) {
  std::string const text = report_of({scenario("n=120", -0.6931, 210.25)});
  EXPECT_THAT(
      text, HasSubstr("  Log hazard ratio, against its true value\n"
                      "                                                                  model SE       coverage %\n"
                      "  scenario     truth              bias      empirical SE            robust   percentile 95%\n"
                      "  n=120      -0.6931   0.0123 (0.0089)   0.2803 (0.0063)   0.3012 (0.0011)       94.7 (0.7)\n"));
  EXPECT_THAT(text, HasSubstr("  RMST 1826.25, treated minus control, against its true value\n"
                              "                                                   model SE       coverage %\n"
                              "  scenario   truth        bias   empirical SE        robust   percentile 95%\n"
                              "  n=120      210.2   4.9 (3.6)    112.1 (2.5)   120.5 (0.4)       94.7 (0.7)\n"));
}

TEST(SimulationText, WhereOtherCausesCensorThreeSurvivalsAreTold) {
  Numbers numbers = scenario("a", -0.6931, 210);
  EXPECT_THAT(report_of({numbers}), Not(HasSubstr("Kaplan-Meier limit")));
  for (bool const is_treated : {false, true}) {
    Column column{.endpoint = "os", .estimand = "ate", .quantity = Quantity::survival, .arm = "control", .time = 5};
    if (is_treated) column.arm = "treated";
    double const survival = is_treated ? 0.97 : 0.78;
    for (auto const& [statistic, more] : {std::pair{Statistic::truth, 0.0}, std::pair{Statistic::truth_net, -0.0125},
                                          std::pair{Statistic::truth_crude, 0.01}}) {
      column.statistic = statistic;
      numbers.add(column, survival + more, 0);
    }
  }
  std::string const text = report_of({numbers});
  EXPECT_THAT(text, HasSubstr("  True survival 5 by what is meant by it, as other causes censor\n"
                              "                        control                                        treated\n"
                              "  scenario   Kaplan-Meier limit       net   1 - incidence   Kaplan-Meier limit       "
                              "net   1 - incidence\n"
                              "  a                     0.78000   0.76750         0.79000              0.97000   "
                              "0.95750         0.98000\n"
                              "  Kaplan-Meier limit: what the weighted curve tends to, censoring other causes; bias "
                              "refers to it."));
}

TEST(SimulationText, SaysWhichRealCohortPatientsAreDrawnFrom) {
  Config config;
  config.cohort = R"({"plasmode": {"csv": "a.csv", "effect": {"log_hazard_ratio": -0.4}, "assignment": "own",
      "baseline": "piecewise_exponential"}})";
  EXPECT_THAT(
      report_of({scenario("n=120", -0.7, 2)}, config),
      HasSubstr("\nPatients: drawn with replacement from a.csv; treatment as the patient drawn had it; times from "
                "its fitted piecewise\nexponential hazard, with log hazard ratio -0.4 of treatment; drop-out as "
                "fitted to it.\nPropensity score: "));
}

TEST(SimulationText, SaysHowManyPatientsOfARealCohortAreDrawnFrom) {
  Config config;
  config.cohort = R"({"plasmode": {"csv": "a.csv", "effect": {"log_hazard_ratio": 0}, "assignment": "own",
      "baseline": "weibull"}})";
  results::Document document = document_of({scenario("a", 0, 0), scenario("b", 0, 0)}, config);
  auto& arrays = document.groups[1].arrays;
  arrays.push_back({"real_patients", {"scenario"}, std::vector<std::int64_t>{90, 90}});
  arrays.push_back({"real_patients_dropped", {"scenario"}, std::vector<std::int64_t>{0, 0}});
  EXPECT_THAT(simulation_report(document), HasSubstr("\nPatients: drawn with replacement from 90 patients of a.csv; "));
  arrays.back().values = std::vector<std::int64_t>{10, 10};
  EXPECT_THAT(simulation_report(document), HasSubstr("from 90 patients of a.csv (10 with a missing value left out); "));
  arrays[arrays.size() - 2].values = std::vector<std::int64_t>{90, 95};
  arrays.back().values = std::vector<std::int64_t>{10, 5};
  EXPECT_THAT(simulation_report(document),
              HasSubstr("from 90 to 95 patients of a.csv (5 to 10 with a missing value left out); "));
}

TEST(SimulationText, NamesIndicatorsOfMissingValuesThatTheModelHas) {
  Numbers numbers = scenario("a", 0, 0);
  for (char const* const term : {"intercept", "age", "missing(age)"}) {
    numbers.add({.quantity = Quantity::propensity_coefficient, .arm = term, .statistic = Statistic::mean}, 0.5, 0.1);
  }
  EXPECT_THAT(report_of({numbers}), HasSubstr("\nPropensity score: logistic model of age, missing(age).\n"));
}

TEST(SimulationText, WhatWasSolvedForStandsBesideTheWish) {
  Config config;
  config.cohort = R"({"synthetic": {"endpoints": {
      "os": {"conditional": {"treatment": {"marginal": {"hazard_ratio": {"equals": 0.7, "limit": "design"}}},
                             "event_fraction": 0.35}},
      "pfs": {"conditional": {"treatment": {"marginal": {"rmst_difference": {"at": 5, "equals": 0.25}}}}}}}})";
  results::Document document = document_of({scenario("n=120", -0.7, 2)}, config);
  results::Group& scenarios = document.groups[1];
  scenarios.axes.push_back({"solved_endpoint", std::vector<std::string>{"os", "pfs"}});
  scenarios.arrays.push_back({"patient_effect", {"scenario", "solved_endpoint"}, std::vector<double>{-0.48711, 0.25}});
  scenarios.arrays.push_back({"hazard_shift", {"scenario", "solved_endpoint"}, std::vector<double>{0.3064, nan}});
  EXPECT_THAT(
      simulation_report(document),
      HasSubstr(
          "\nSolved for, so that the whole population has what is wanted of it\n"
          "  os: hazard ratio 0.7, the limit of a Cox model of treatment alone under this follow-up; events in 35% of "
          "patients\n"
          "  pfs: difference of RMST 5: 0.25\n"
          "  effect: log hazard ratio (or log time ratio) of treatment of a patient; shift: what is added to every "
          "patient's\n  log hazard (or taken from every log time)\n"
          "                  os               pfs\n"
          "  scenario    effect    shift   effect   shift\n"
          "  n=120      -0.4871   0.3064   0.2500       -\n"));
}

TEST(SimulationText, AnInfiniteOrUnknownTruthIsWritten) {
  std::string const text = report_of({scenario("a", -inf, nan)});
  EXPECT_THAT(text, HasSubstr("  a           -Inf   0.0123"));
  EXPECT_THAT(text, HasSubstr("  a              -   4.9 (3.6)"));
}

TEST(SimulationText, CohortsAndReplicatesWithoutAnEstimateAreSaidOnceForAllQuantities) {
  Numbers numbers = scenario("a", -0.6931, 210);
  for (Quantity const quantity : {Quantity::log_hazard_ratio, Quantity::rmst_difference}) {
    numbers.add(of(quantity, Statistic::count), 980, nan, nan, Status::ok)
        .add(of(quantity, Statistic::count), 20, nan, nan, Status::separation)
        .add(of(quantity, Statistic::replicate_count), 199000 - 3980, nan, nan, Status::ok)
        .add(of(quantity, Statistic::replicate_count), 3980, nan, nan, Status::empty_arm);
  }
  numbers.add(of(Quantity::log_hazard_ratio, Statistic::count), 3, nan, nan, Status::no_events_treated);
  std::string const text = report_of({numbers});
  EXPECT_THAT(text, HasSubstr("Cohorts without an estimate, or with one to read with care\n"
                              "  a: 3 of 1003 cohorts: no event in treated: the hazard ratio is 0\n"
                              "      os, ate: hazard ratio\n"));
  EXPECT_THAT(text, HasSubstr("the propensity model separates the arms and has no finite estimate\n"
                              "      os, ate: every estimate\n"));
  EXPECT_THAT(text, HasSubstr("Bootstrap replicates without a value, of those of all cohorts\n"
                              "  a: 2.0%: no patient in one arm\n      os, ate: every estimate\n"));
}

TEST(SimulationText, LongNamesAreNumbered) {
  std::string const name =
      "treated={hazard_ratios: {from: [0, 1, 2, 3], values: [1, 0.9, 0.7, 0.2]}}, terms=[age, stage], "
      "treatment={prevalence: 0.5}";
  std::string const text = report_of({scenario(name, -0.6931, 210), scenario("short", 0, 0)});
  EXPECT_THAT(text, HasSubstr("  scenario 2: short\n"));
  EXPECT_THAT(text, HasSubstr("  scenario 1   "));
  for (std::size_t at = 0, end = 0; at < text.size(); at = end + 1) {
    end = text.find('\n', at);
    EXPECT_LE(end - at, 120U) << text.substr(at, end - at);
  }
}

TEST(SimulationText, ManyScenariosAreNotAllPrinted) {
  std::vector<Numbers> many;
  for (int k = 1; k <= 61; ++k) many.push_back(scenario("n=" + std::to_string(k), -0.6931, 210));
  std::string const text = report_of(many);
  EXPECT_THAT(text, HasSubstr("61 scenarios, 1000 simulated cohorts of each"));
  EXPECT_THAT(text, HasSubstr("  n=60 "));
  EXPECT_THAT(text, Not(HasSubstr("n=61")));
  EXPECT_THAT(text, HasSubstr("\nThe first 60 of 61 scenarios are printed; show --format csv has all.\n"));
}

TEST(SimulationText, AnEstimandOfOtherScenariosHasNoRow) {
  Numbers crude("b");
  Column column = of(Quantity::log_hazard_ratio, Statistic::mean);
  column.estimand = "unweighted";
  crude.add(column, 0.1, 0.01);
  std::string const text = report_of({scenario("a", 0, 0), crude});
  EXPECT_THAT(text, HasSubstr("Endpoint os, estimand crude"));
  EXPECT_THAT(text.substr(text.find("Endpoint os, estimand ate"), 700), Not(HasSubstr("\n  b ")));
}

} // namespace
} // namespace iptwsim::report
