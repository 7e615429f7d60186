// The resolved config says everything, in a stable order, and runs again.

#include <gtest/gtest.h>

#include "config/dump.hpp"
#include "unit/config/problems.hpp"

namespace iptwsim {
namespace {

TEST(DumpStudy, StableText) {
  EXPECT_EQ(dump_study(parse_study(test::good_config, "c.yaml")), R"({
  "title": "Rotterdam",
  "seed": 2021,
  "cohort": {
    "csv": "rotterdam.csv",
    "treatment": {
      "column": "hormon",
      "treated": ""
    },
    "missing": "error",
    "categorical": [],
    "categories": {},
    "constant": "error"
  },
  "endpoints": {
    "os": {
      "time": "dtime",
      "event": {
        "column": "death",
        "event": 1,
        "competing": []
      },
      "entry": ""
    }
  },
  "propensity": {
    "model": {
      "kind": "logistic",
      "known": ""
    },
    "terms": [
      "age",
      "meno"
    ],
    "omit": []
  },
  "weights": {
    "estimand": [
      "ate"
    ],
    "stabilized": true,
    "normalize": "none"
  },
  "estimators": {
    "rmst": {
      "tau": 1826.25
    }
  },
  "variance": [
    "robust"
  ],
  "bootstrap": {
    "replicates": 2000,
    "resample": "patient",
    "refit_propensity": true,
    "intervals": [
      "percentile"
    ],
    "bca": {
      "acceleration": "jackknife"
    },
    "non_finite": "rank"
  },
  "level": [
    0.95
  ],
  "alternative": {},
  "null": {}
}
)");
}

TEST(DumpStudy, ReadsBackToTheSame) {
  Study study = parse_study(test::good_config, "c.yaml");
  study.title = "quotes \" and ' and \\, tab \t, line\nbreak, \x01 \x7f, #: {}[],&*!|>%@`, caf\u00e9 \U0001F600, 010 ";
  study.seed = 4294967295;
  study.cohort.csv = "C:\\data\\no: such #file.csv";
  study.cohort.treatment.treated = "yes";
  study.cohort.missing = Missing::drop;
  study.endpoints.emplace_back("z", EndpointOptions{.time = "~", .event = {"null"}});
  study.endpoints.emplace_back("a", EndpointOptions{.time = "t", .event = {"0"}});
  study.propensity.terms = {"010", "true", "- x", "a b", "'"};
  study.weights.estimand = {Estimand::matching, Estimand::unweighted};
  study.weights.stabilized = false;
  study.estimators.survival =
      SurvivalOptions{.times = {0, 0.1 + 0.2, 1e22, 5e-324, 1.7976931348623157e308, 1e-7, 123456789}};
  study.estimators.rmst.reset();
  study.estimators.cox = CoxOptions{.ties = Ties::breslow};
  study.estimators.log_rank = LogRankOptions{};
  study.bootstrap.reset();
  study.level = {0.8, 0.999999999999};
  std::string const text = dump_study(study);
  Study const again = parse_study(text, "echo.json");
  EXPECT_EQ(dump_study(again), text);
  EXPECT_EQ(again.title, study.title);
  EXPECT_EQ(again.cohort.csv, study.cohort.csv);
  EXPECT_EQ(again.propensity.terms, study.propensity.terms);
  ASSERT_EQ(again.endpoints.size(), 3U);
  EXPECT_EQ(again.endpoints[1].second.event.column, "null");
  EXPECT_EQ(again.estimators.survival->times, study.estimators.survival->times);
  EXPECT_FALSE(again.estimators.rmst);
  EXPECT_TRUE(again.estimators.log_rank);
  EXPECT_FALSE(again.bootstrap);
}

} // namespace
} // namespace iptwsim
