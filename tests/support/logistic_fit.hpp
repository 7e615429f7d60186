#pragma once
// A propensity model of a few patients, given as columns.

#include <initializer_list>
#include <vector>

#include "propensity/logistic.hpp"

namespace iptwsim::test {

struct TreatmentData {
  std::vector<std::uint8_t> treated;
  std::vector<std::vector<double>> columns; ///< covariates, without the intercept
  std::vector<double> counts = {};          ///< empty: one copy each

  Cohort cohort() const {
    Cohort out;
    out.treated = treated;
    out.covariates.resize(static_cast<Eigen::Index>(treated.size()), static_cast<Eigen::Index>(columns.size()));
    for (std::size_t j = 0; j < columns.size(); ++j) {
      out.covariate_names.push_back("x" + std::to_string(j));
      for (std::size_t i = 0; i < treated.size(); ++i) {
        out.covariates(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = columns[j][i];
      }
    }
    return out;
  }
};

struct TreatmentModel {
  Design design;
  LogisticFit<double> fit;

  /// start: coefficients of the standardised columns; empty is zeros.
  explicit TreatmentModel(TreatmentData const& data, std::vector<double> start = {}) : design(data.cohort()) {
    auto const counts = data.counts.empty() ? std::vector<double>(data.treated.size(), 1.0) : data.counts;
    start.resize(design.columns(), 0.0);
    fit_logistic<double>(design, data.treated, counts, start, fit);
  }

  Status status() const { return static_cast<Status>(static_cast<int>(fit.status)); }
  std::vector<double> coefficients() const { return design.to_data_scale(fit.coefficients); }
};

} // namespace iptwsim::test
