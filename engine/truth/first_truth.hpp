#pragma once
// The true values of an endpoint that is the first of some times, with or without competing causes or causes that
// censor. With E, K, C its components that are the event, compete and censor, q_c(t) = Phi^-1(F_ca(t)), and P_h over
// what the components share (truth/joint_points.hpp),
//
//   A(t)  = P_h(Z_c > q_c(t) for c in E, K, C)               still at risk
//   f_D   = sum over c in D of the density of Z_c at q_c(t), all others above theirs, times dq_c / dt
//
//   S     = exp(-integral of (f_E + f_K) / A)     the limit of Kaplan-Meier, which censors C; without C it is A itself
//   I     = integral of S f_E / A                 the limit of the cumulative incidence; without K and C it is 1 - A
//   Cox   at risk A, events f_E
//
// Where causes censor there are two more survivals, none of which an estimator here tends to:
//
//   net   = P_h(Z_c > q_c(t) for c in E): had there been no other cause
//   crude = 1 - integral of f_E: free of the event so far, whatever else has happened
//
// S is neither, unless the times are independent given nothing: then S = net.

#include <vector>

#include "scenario/mechanism.hpp"
#include "truth/endpoint_truth.hpp"
#include "truth/joint_points.hpp"

namespace iptwsim {

/// Columns of the further survivals: statistic truth_net or truth_crude.
void describe_further_survivals(EstimatorOptions const& estimators, Column base, std::vector<Column>& columns);

class FirstTruth : public EndpointTruth {
public:
  /// What is referred to must outlive this.
  FirstTruth(Mechanism const& mechanism, std::size_t endpoint, EstimatorOptions const& estimators,
             JointPoints const& points);

protected:
  double survival(std::size_t population, std::size_t arm, double time) const override;
  double incidence(std::size_t population, std::size_t arm, double time) const override;
  double median(std::size_t population, std::size_t arm) const override;
  Values at_node(std::size_t population, std::size_t node, std::size_t arm) const override;
  void put_further(std::size_t population, ColumnWriter<double>& out) const override;

private:
  /// At a time or in a step: A, f_E and f_K.
  struct Rates {
    double at_risk = 0, event = 0, competing = 0;

    double hazard() const { return at_risk > 0 ? (event + competing) / at_risk : 0; }
  };

  std::size_t parts() const { return arms_.size(); }
  bool has_censoring() const { return events_ + competing_ < parts(); }
  std::size_t populations() const { return 1 + points_.tilted.populations; }
  std::size_t place(std::size_t population) const {
    return population == whole_population || points_.is_whole ? 0 : 1 + population;
  }
  SurvivalDistribution const& distribution(std::size_t part, std::size_t arm) const {
    return arm == 0 ? arms_[part]->control : arms_[part]->treated;
  }

  void compute_nodes();
  void compute_curves();
  /// Of every population, given q and what a step or unit of time moves each.
  std::vector<Rates> rates(std::vector<double> const& q, std::vector<double> const& steps) const;
  std::vector<Rates> rates_at(std::size_t arm, double time) const;
  /// P_h(the first `parts` times are beyond `time`).
  double beyond(std::size_t parts, std::size_t population, std::size_t arm, double time) const;
  Rates const& node_rates(std::size_t node, std::size_t arm, std::size_t place) const {
    return rates_[(node * 2 + arm) * populations() + place];
  }
  /// The sum of f(node's rates, S there) over the nodes before a time that ends a panel.
  template <class Function> double integral(std::size_t place, std::size_t arm, double time, Function function) const;
  double crude(std::size_t population, std::size_t arm, double time) const;

  JointPoints const& points_;
  std::vector<ArmSurvival const*> arms_; ///< of components: events, then competing, then censoring
  std::size_t events_, competing_;
  std::vector<Rates> rates_;  ///< nodes x 2 arms x populations, the whole one first
  std::vector<double> curve_; ///< S, as rates_
};

} // namespace iptwsim
