// R on six hand-made weighted cohorts where conventions show: everybody tied, a curve flat at 1/2, a last event that
// leaves nobody, an event at time 0, a censoring tied with an event, one event only.

#include <cmath>

#include <gtest/gtest.h>

#include "estimators/cox.hpp"
#include "estimators/kaplan_meier.hpp"
#include "estimators/log_rank.hpp"
#include "estimators/rmst.hpp"
#include "reference/agreement.hpp"

namespace iptwsim::test {
namespace {

using nlohmann::json;

constexpr double given_weights = 1e-11; // survival and RMST
constexpr double iterated = 1e-9;

class Edge : public testing::TestWithParam<std::string> {
protected:
  Edge()
      : reference_(read_json("edge.json").at("hand").at(GetParam())), treated_(reference_.at("A")),
        order_({"event", reference_.at("time"), reference_.at("event")}, treated_) {
    std::vector<double> const counts(treated_.size(), 1.0), weights = reference_.at("w");
    fill_risk_table<double>(order_, counts, weights, table_);
  }

  void compare_curves(json const& theirs) {
    double const tau = number(theirs.at("tau"));
    for (std::size_t arm = 0; arm < 2; ++arm) {
      std::string const digit = std::to_string(arm);
      std::vector<double> curve;
      kaplan_meier(table_, arm, curve);
      for (std::size_t j = 0; j < theirs.at("times").size(); ++j) {
        double const ours = survival_at(curve, order_.event_times_until(number(theirs.at("times").at(j))));
        agreement_.compare("edge survival", GetParam(), ours, number(theirs.at("surv" + digit).at(j)), 1,
                           given_weights);
      }
      agreement_.compare("edge rmst", GetParam(), rmst(curve, RmstWidths(order_, tau)),
                         number(theirs.at("rmst" + digit)), tau, given_weights);
    }
  }

  json reference_;
  std::vector<std::uint8_t> treated_;
  TimeOrder order_;
  RiskTable<double> table_;
  Agreement agreement_;
};

TEST_P(Edge, CurvesUpToAndBeyondFollowUp) {
  compare_curves(reference_.at("at_tau_max"));
  compare_curves(reference_.at("beyond_follow_up"));
}

TEST_P(Edge, CoxAndItsScoreTest) {
  for (Ties const ties : {Ties::efron, Ties::breslow}) {
    std::string const where = GetParam() + " " + std::string(name_of(ties));
    json const& theirs = reference_.at("at_tau_max").at("cox").at(std::string(name_of(ties)));
    auto const fit = fit_cox(table_, ties);
    agreement_.compare("edge log_hazard_ratio", where, fit.log_hazard_ratio, number(theirs.at("loghr")), 1, iterated);
    agreement_.compare("edge naive se", where, fit.naive_se, number(theirs.at("se_model")), 1, iterated);
    agreement_.compare("edge robust se", where, fit.robust_se, number(theirs.at("se_robust")), 1, iterated);
    auto const test = robust_log_rank(table_, ties);
    agreement_.compare("edge score", where, test.score, number(theirs.at("score_U")), test.standard_error, iterated);
    agreement_.compare("edge robust z^2", where, test.z * test.z, number(theirs.at("score_chisq_robust")), 1, iterated);
    agreement_.compare("edge information", where, cox_score(table_, 0.0, ties).information,
                       number(theirs.at("score_info")), 1, iterated);
  }
}

TEST_P(Edge, XieLiu) {
  json const& theirs = reference_.at("at_tau_max").at("xie_liu");
  auto const ours = xie_liu_log_rank(table_);
  agreement_.compare("edge xie_liu U", GetParam(), ours.score, number(theirs.at("U")), ours.standard_error, iterated);
  agreement_.compare("edge xie_liu V", GetParam(), ours.standard_error * ours.standard_error, number(theirs.at("V")), 1,
                     iterated);
  agreement_.compare("edge xie_liu z", GetParam(), ours.z, number(theirs.at("z")), 1, iterated);
}

INSTANTIATE_TEST_SUITE_P(Cohorts, Edge,
                         testing::Values("all_tied", "flat_at_half", "last_event_to_zero", "event_at_zero",
                                         "censored_tie_with_event", "one_event_only"),
                         [](auto const& each) { return each.param; });

} // namespace
} // namespace iptwsim::test
