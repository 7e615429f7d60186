#pragma once
// Cohorts small enough to work out on paper: one line a patient.

#include <cstdint>
#include <span>
#include <vector>

#include "cohort/cohort.hpp"
#include "cohort/time_order.hpp"
#include "estimators/risk_table.hpp"

namespace iptwsim::test {

enum Arm : std::uint8_t { control = 0, treated = 1 };
enum Ending : std::uint8_t { leaves = 0, dies = 1 };

struct Patient {
  double time;
  Ending ending;
  Arm arm;
  double weight = 1;
  double copies = 1;
};

struct HandCohort {
  std::vector<std::uint8_t> arms;
  Endpoint endpoint{"event", {}, {}};
  std::vector<double> weights, counts;

  HandCohort(std::vector<Patient> const& patients) {
    for (Patient const& patient : patients) {
      arms.push_back(patient.arm);
      endpoint.time.push_back(patient.time);
      endpoint.event.push_back(patient.ending);
      weights.push_back(patient.weight);
      counts.push_back(patient.copies);
    }
  }

  TimeOrder order() const { return {endpoint, arms}; }

  RiskTable<double> table() const {
    RiskTable<double> out;
    fill_risk_table<double>(order(), counts, weights, out);
    return out;
  }

  /// As the analysis takes it, with p covariates of 0 unless the test fills them.
  Cohort cohort(Eigen::Index covariates = 0) const {
    Cohort out;
    out.treated = arms;
    out.endpoints = {endpoint};
    out.covariates = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(arms.size()), covariates);
    for (Eigen::Index j = 0; j < covariates; ++j) out.covariate_names.push_back("x" + std::to_string(j));
    return out;
  }
};

} // namespace iptwsim::test
