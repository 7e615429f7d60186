#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "report/simulation_tables.hpp"
#include "report/text_table.hpp"

namespace iptwsim::report {
namespace {

using results::TextRow;

/// The times at which an endpoint has survivals of several meanings.
std::vector<double> times_of(SimulationView const& view, std::string const& endpoint, std::string const& estimand) {
  std::vector<double> times;
  for (TextRow const& r : view.rows()) {
    bool const is_one = r.statistic == "truth_net" && r.quantity == "survival" && r.endpoint == endpoint &&
                        r.estimand == estimand && !std::isnan(r.value);
    if (is_one && std::find(times.begin(), times.end(), r.time) == times.end()) times.push_back(r.time);
  }
  return times;
}

} // namespace

std::string solved_table(SimulationView const& view) {
  SolvedComponents const& solved = view.facts().solved;
  std::size_t const components = solved.components.size();
  if (components == 0) return "";
  TextTable table("scenario");
  for (std::string const& name : solved.components) {
    std::size_t const comma = name.rfind(", ");
    table.add_column(name.substr(0, comma), name.substr(comma + 2));
  }
  for (std::size_t s = 0; s < view.scenarios().size(); ++s) {
    std::vector<std::string> cells;
    for (std::size_t k = 0; k < components; ++k) {
      double const survival = solved.survivals[s * components + k];
      cells.push_back(std::isnan(survival) ? "-"
                                           : fmt::format("{:.5f} at {:g}", survival, solved.times[s * components + k]));
    }
    table.add_row(view.name(s), std::move(cells));
  }
  return "\nSurvival of components, solved for what the endpoints made of them should have\n" + table.text();
}

std::string meanings_table(SimulationView const& view, std::string const& endpoint, std::string const& estimand) {
  std::string out;
  for (double const time : times_of(view, endpoint, estimand)) {
    TextTable table("scenario");
    for (char const* arm : {"control", "treated"}) {
      table.add_column(arm, "Kaplan-Meier limit");
      table.add_column("", "net");
      table.add_column("", "1 - incidence");
    }
    for (std::size_t s = 0; s < view.scenarios().size(); ++s) {
      std::vector<std::string> cells;
      for (char const* arm : {"control", "treated"}) {
        for (char const* statistic : {"truth", "truth_net", "truth_crude"}) {
          TextRow const* const row = view.index().find({.scenario = view.scenarios()[s],
                                                        .endpoint = endpoint,
                                                        .estimand = estimand,
                                                        .quantity = "survival",
                                                        .arm = arm,
                                                        .time = time,
                                                        .statistic = statistic});
          cells.push_back(row && !std::isnan(row->value) ? fmt::format("{:.5f}", row->value) : "-");
        }
      }
      table.add_row(view.name(s), std::move(cells));
    }
    out += fmt::format("\n  True survival {} by what is meant by it, as other causes censor\n", time) + table.text();
  }
  if (out.empty()) return out;
  return out + wrapped("Kaplan-Meier limit: what the weighted curve tends to, censoring other causes; bias refers to "
                       "it. net: had there been no other cause. 1 - incidence: free of the event so far.",
                       "  ");
}

} // namespace iptwsim::report
