#pragma once
// Every estimator on given weights, below the propensity model.

#include <array>
#include <span>
#include <vector>

#include "estimators/cox.hpp"
#include "estimators/kaplan_meier.hpp"
#include "estimators/log_rank.hpp"
#include "estimators/rmst.hpp"

namespace iptwsim::test {

struct Estimates {
  std::array<std::vector<double>, 2> curve;
  std::array<double, 2> rmst{};
  std::array<CoxFit<double>, 2> cox;     ///< efron, breslow
  std::array<LogRank<double>, 2> robust; ///< efron, breslow
  LogRank<double> xie_liu;
};

inline Estimates estimate(Cohort const& cohort, std::span<double const> counts, std::span<double const> weights,
                          double tau) {
  TimeOrder const order(cohort.endpoints[0], cohort.treated);
  RiskTable<double> table;
  fill_risk_table<double>(order, counts, weights, table);
  Estimates out;
  for (std::size_t arm = 0; arm < 2; ++arm) {
    kaplan_meier(table, arm, out.curve[arm]);
    out.rmst[arm] = rmst(out.curve[arm], RmstWidths(order, tau));
  }
  out.cox = {fit_cox(table, Ties::efron), fit_cox(table, Ties::breslow)};
  out.robust = {robust_log_rank(table, Ties::efron), robust_log_rank(table, Ties::breslow)};
  out.xie_liu = xie_liu_log_rank(table);
  return out;
}

} // namespace iptwsim::test
