#pragma once
// The numbers of a simulation as its text report shows them: the scenarios that are printed with their short names, the
// quantities that compare arms, and cells of tables.

#include <limits>
#include <string>
#include <vector>

#include "report/row_index.hpp"
#include "report/simulation_facts.hpp"

namespace iptwsim::report {

/// A quantity that compares the arms, at a time if it has one.
struct Compared {
  std::string quantity;
  double time = std::numeric_limits<double>::quiet_NaN();
};

/// Whether it is printed: differences and the log hazard ratio; ratios are in the file.
bool is_printed(std::string const& quantity);

/// "RMST 5", "hazard ratio".
std::string quantity_words(std::string const& quantity, double time);

class SimulationView {
public:
  explicit SimulationView(results::Document const& document);
  SimulationView(SimulationView const&) = delete; // the index points into the rows
  SimulationView& operator=(SimulationView const&) = delete;

  SimulationFacts const& facts() const { return facts_; }
  std::vector<results::TextRow> const& rows() const { return rows_; }
  RowIndex const& index() const { return index_; }

  /// The first 60 scenarios: more are what the CSV is for.
  std::vector<std::string> const& scenarios() const { return scenarios_; }
  std::string const& name(std::size_t scenario) const { return names_[scenario]; }
  /// What the numbers stand for where names are too long for a table; else empty.
  std::string legend() const;

  /// The level that is printed: 0.95, else the first; NaN without limits and tests.
  double level() const { return level_; }

  std::vector<Compared> compared(std::string const& endpoint, std::string const& estimand) const;

  /// Whether any printed scenario has the number; `wanted` without its scenario.
  bool any(Key wanted) const;

private:
  SimulationFacts facts_;
  std::vector<results::TextRow> rows_;
  RowIndex index_;
  std::vector<std::string> scenarios_, names_;
  double level_ = std::numeric_limits<double>::quiet_NaN();
};

} // namespace iptwsim::report
