#pragma once
// The robust meat B of a Cox model with late entry (estimators/cox.hpp), where patients of an arm who leave together do
// not share one g: those who came late lack what was summed up to their entry.
//
//   g_i = g of the last event time at which i is at risk, as if i had been there from the start
//         + r_i sum_{t_k <= L_i} sum_l (D_k/d_k) (A_i - E_kl)/phi_kl

#include <array>
#include <vector>

#include "estimators/risk_table.hpp"

namespace iptwsim {

template <class V> class LateMeat {
public:
  void start(std::size_t event_times) {
    last_.resize(event_times);
    summed_.resize(event_times);
  }

  /// At event time k, of those who die and of those who leave, by arm: g of controls and -g of treated patients as if
  /// they had been there from the start; the sign goes when it is squared.
  void put(std::size_t k, std::array<V, 2> const& dying, std::array<V, 2> const& leaving) {
    last_[k] = {dying, leaving};
    summed_[k] = leaving;
  }

  V sum(RiskTable<V> const& table) const {
    V meat{0.0};
    for (std::size_t s = 0; s < table.stays.size(); ++s) {
      TimeOrder::Stay const& stay = table.stays[s];
      V const until = last_[stay.last][stay.dies ? 0 : 1][stay.treated];
      V const g = stay.entered == 0 ? until : until - summed_[stay.entered - 1][stay.treated];
      meat = meat + table.stay_squares[s] * (g * g);
    }
    return meat;
  }

private:
  std::vector<std::array<std::array<V, 2>, 2>> last_; ///< by event time: of those who die, of those who leave; by arm
  std::vector<std::array<V, 2>> summed_;
};

} // namespace iptwsim
