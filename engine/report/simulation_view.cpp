#include "report/simulation_view.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "report/text_table.hpp"
#include "report/words.hpp"

namespace iptwsim::report {
namespace {

using results::TextRow;

constexpr std::size_t most_scenarios = 60;
constexpr std::size_t widest_name = 45; // longer names are numbered

} // namespace

bool is_printed(std::string const& quantity) {
  return quantity == "log_hazard_ratio" || quantity.ends_with("_difference");
}

std::string quantity_words(std::string const& quantity, double time) {
  std::string const at = std::isnan(time) ? "" : fmt::format(" {}", time);
  if (quantity == "log_hazard_ratio") return "hazard ratio";
  if (quantity == "log_rank") return "log-rank";
  if (quantity == "survival_difference") return "survival" + at;
  if (quantity == "rmst_difference") return "RMST" + at;
  if (quantity == "median_survival_difference") return "median";
  if (quantity == "cumulative_incidence_difference") return "incidence" + at;
  return quantity + at;
}

SimulationView::SimulationView(results::Document const& document)
    : facts_(simulation_facts(document)), rows_(results::rows_of(document, most_scenarios)), index_(rows_),
      scenarios_(index_.scenarios()) {
  for (TextRow const& r : rows_) {
    bool const has_level = r.statistic == "power" || r.statistic == "coverage";
    if (has_level && (std::isnan(level_) || r.level == 0.95)) level_ = r.level;
  }
  bool const too_long = std::any_of(scenarios_.begin(), scenarios_.end(),
                                    [](std::string const& name) { return display_width(name) > widest_name; });
  for (std::size_t s = 0; s < scenarios_.size(); ++s) {
    names_.push_back(too_long ? fmt::format("scenario {}", s + 1) : scenarios_[s]);
  }
}

std::string SimulationView::legend() const {
  if (names_ == scenarios_) return "";
  std::string out = "\n";
  for (std::size_t s = 0; s < scenarios_.size(); ++s) out += wrapped(names_[s] + ": " + scenarios_[s], "  ", "    ");
  return out;
}

std::vector<Compared> SimulationView::compared(std::string const& endpoint, std::string const& estimand) const {
  std::vector<Compared> out;
  for (TextRow const& r : rows_) {
    if (r.endpoint != endpoint || r.estimand != estimand || r.statistic != "mean" || !is_printed(r.quantity)) continue;
    auto const same = [&](Compared const& c) {
      return c.quantity == r.quantity && (c.time == r.time || std::isnan(r.time));
    };
    if (std::none_of(out.begin(), out.end(), same)) out.push_back({r.quantity, r.time});
  }
  return out;
}

bool SimulationView::any(Key wanted) const {
  return std::any_of(scenarios_.begin(), scenarios_.end(), [&](std::string const& s) {
    wanted.scenario = s;
    return index_.find(wanted) != nullptr;
  });
}

} // namespace iptwsim::report
