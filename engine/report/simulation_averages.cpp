#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "report/simulation_tables.hpp"
#include "report/text_table.hpp"

namespace iptwsim::report {
namespace {

using results::TextRow;

/// What is averaged over cohorts, in both arms.
struct Average {
  std::string above, endpoint, estimand, quantity;

  bool operator==(Average const&) const = default;
};

/// The averages of some quantities that the rows have, each once.
template <class Above>
std::vector<Average> averages(SimulationView const& view, std::string const& quantity, Above above) {
  std::vector<Average> out;
  for (TextRow const& r : view.rows()) {
    if (r.statistic != "mean" || r.quantity != quantity || r.estimand == "unweighted") continue;
    Average const average{above(r), r.endpoint, r.estimand, quantity};
    if (std::find(out.begin(), out.end(), average) == out.end()) out.push_back(average);
  }
  return out;
}

std::string averages_of(SimulationView const& view, std::vector<Average> const& averages) {
  TextTable table("scenario");
  for (Average const& average : averages) {
    table.add_column(average.above, "control");
    table.add_column("", "treated");
  }
  for (std::size_t s = 0; s < view.scenarios().size(); ++s) {
    std::vector<std::string> cells;
    for (Average const& average : averages) {
      for (char const* arm : {"control", "treated"}) {
        TextRow const* const row = view.index().find({.scenario = view.scenarios()[s],
                                                      .endpoint = average.endpoint,
                                                      .estimand = average.estimand,
                                                      .quantity = average.quantity,
                                                      .arm = arm,
                                                      .statistic = "mean"});
        cells.push_back(row && !std::isnan(row->value) ? fmt::format("{:.1f}", row->value) : "-");
      }
    }
    table.add_row(view.name(s), std::move(cells));
  }
  return table.empty() ? "" : table.text();
}

} // namespace

std::string averages_table(SimulationView const& view) {
  std::vector<Average> patients = averages(view, "n", [](TextRow const&) { return std::string("patients"); });
  auto const events = averages(view, "events", [](TextRow const& r) { return "events " + r.endpoint; });
  patients.insert(patients.end(), events.begin(), events.end());
  std::string const effective =
      averages_of(view, averages(view, "effective_sample_size", [](TextRow const& r) { return r.estimand; }));
  std::string const counts = averages_of(view, patients);
  return (counts.empty() ? "" : "\nA cohort on average\n" + counts) +
         (effective.empty() ? "" : "\nEffective patients after weighting, on average\n" + effective);
}

} // namespace iptwsim::report
