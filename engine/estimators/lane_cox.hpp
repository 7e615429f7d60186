#pragma once
// CoxSweep (estimators/cox_score.hpp) of a risk table where every lane has a cohort of its own (lane_risk_table.hpp):
// one patient dies at a time, so a row is one term at most, of c = 0, and Efron's ties are Breslow's. In a lane without
// a death in a row every factor of what is added is 0 there. Weights must be such that none of it overflows.

#include <vector>

#include "estimators/cox_score.hpp"

namespace iptwsim {

/// Reused: nothing is allocated after the first table.
template <class V> class LaneCoxSweep {
public:
  void read(RiskTable<V> const& table, Ties) {
    using math::select;
    table_ = &table;
    leaves_somebody_ = leaves_somebody(std::span<RiskRecord<V> const>(table.records));
    rows_.resize(table.records.size());
    for (std::size_t k = 0; k < rows_.size(); ++k) {
      RiskRecord<V> const& record = table.records[k];
      V const control = record.at_risk[0], treated = record.at_risk[1];
      V const somebody = select(control + treated > V{0.0}, control, V{1.0});
      rows_[k] = {somebody, treated, record.deaths};
    }
  }

  /// U and I; meat is 0.
  CoxScore<V> score(V log_hazard_ratio) const {
    V const r = math::exp(log_hazard_ratio);
    CoxScore<V> out{V{0.0}, V{0.0}, V{0.0}};
    for (Row const& row : rows_) {
      Term const at(row, r);
      add_slopes(row, at, out);
    }
    return out;
  }

  /// U, I and B.
  CoxScore<V> score_and_meat(V log_hazard_ratio) const {
    using math::select;
    V const r = math::exp(log_hazard_ratio);
    CoxScore<V> out{V{0.0}, V{0.0}, V{0.0}};
    V he{0.0}, hr{0.0}; // cumulative over rows
    for (std::size_t k = 0; k < rows_.size(); ++k) {
      Row const& row = rows_[k];
      RiskRecord<V> const& record = table_->records[k];
      Term const at(row, r);
      add_slopes(row, at, out);
      V const h = (row.deaths[0] + row.deaths[1]) * at.inverse;
      he = he + h * at.e;
      hr = hr + h * at.rest;
      V const died_control = he - at.e, left_treated = r * hr, died_treated = at.rest - left_treated;
      out.meat =
          out.meat + (record.squares_deaths[0] * (died_control * died_control) +
                      record.squares_deaths[1] * (died_treated * died_treated) + record.squares_leavers[0] * (he * he) +
                      record.squares_leavers[1] * (left_treated * left_treated));
    }
    out.meat = select(leaves_somebody_, out.meat, V{0.0});
    return out;
  }

private:
  /// control: at risk, 1 where nobody is in either arm; so phi is above 0.
  struct Row {
    V control, treated;
    std::array<V, 2> deaths;
  };

  /// E, 1 - E and 1 / phi of a row.
  struct Term {
    V inverse, e, rest;

    IPTWSIM_HOT Term(Row const& row, V hazard_ratio) {
      V const treated = row.treated * hazard_ratio;
      inverse = V{1.0} / (row.control + treated);
      e = treated * inverse;
      rest = row.control * inverse;
    }
  };

  IPTWSIM_HOT static void add_slopes(Row const& row, Term const& at, CoxScore<V>& out) {
    out.score = out.score + (row.deaths[1] * at.rest - row.deaths[0] * at.e);
    out.information = out.information + (row.deaths[0] + row.deaths[1]) * (at.e * at.rest);
  }

  RiskTable<V> const* table_ = nullptr;
  math::mask_t<V> leaves_somebody_{};
  std::vector<Row> rows_;
};

} // namespace iptwsim
