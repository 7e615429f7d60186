#include <algorithm>
#include <cmath>

#include "results/arrange.hpp"

namespace iptwsim::results {
namespace {

std::string text_label(Axis const& axis, std::size_t i) {
  auto const* texts = std::get_if<std::vector<std::string>>(&axis.labels);
  return texts ? (*texts)[i] : "";
}

double number_label(Axis const& axis, std::size_t i) {
  auto const* numbers = std::get_if<std::vector<double>>(&axis.labels);
  return numbers ? (*numbers)[i] : std::numeric_limits<double>::quiet_NaN();
}

/// The row's key at one cell of an array.
TextRow key_at(Group const& group, Array const& array, std::size_t cell) {
  TextRow row{.statistic = array.name};
  row.quantity = group.path.substr(group.path.rfind('/') + 1);
  for (std::size_t a = array.axes.size(); a-- > 0;) {
    Axis const& axis = group.axis(array.axes[a]);
    std::size_t const i = cell % axis.size();
    cell /= axis.size();
    if (axis.name == "scenario")
      row.scenario = text_label(axis, i);
    else if (axis.name == "endpoint")
      row.endpoint = text_label(axis, i);
    else if (axis.name == "estimand")
      row.estimand = text_label(axis, i);
    else if (axis.name == "arm" || axis.name == "term" || axis.name == "covariate")
      row.arm = text_label(axis, i);
    else if (axis.name == "time")
      row.time = number_label(axis, i);
    else if (axis.name == "method" || axis.name == "interval")
      row.method = text_label(axis, i);
    else if (axis.name == "status")
      row.status = text_label(axis, i);
    else if (axis.name == "level")
      row.level = number_label(axis, i);
  }
  return row;
}

/// Cells of an array that belong to the first `scenarios` scenarios: its slowest axis.
std::size_t cells_of(Group const& group, Array const& array, std::size_t cells, std::size_t scenarios) {
  if (array.axes.empty() || array.axes.front() != "scenario") return cells;
  std::size_t const all = group.axis("scenario").size();
  return all == 0 ? 0 : cells / all * std::min(all, scenarios);
}

template <class Visit>
void visit_rows(Group const& group, Array const& array, std::size_t scenarios, Visit const& visit) {
  if (auto const* counts = std::get_if<std::vector<std::int64_t>>(&array.values)) {
    std::size_t const cells = cells_of(group, array, counts->size(), scenarios);
    for (std::size_t cell = 0; cell < cells; ++cell) {
      if ((*counts)[cell] == 0) continue;
      TextRow row = key_at(group, array, cell);
      row.value = static_cast<double>((*counts)[cell]);
      visit(std::move(row));
    }
    return;
  }
  auto const* values = std::get_if<std::vector<double>>(&array.values);
  Array const* const status_array = group.find_array(array.name + "_status");
  if (!values || !status_array) return;
  auto const& statuses = std::get<std::vector<std::uint8_t>>(status_array->values);
  Array const* const mcse = group.find_array(array.name + "_mcse");
  std::size_t const cells = cells_of(group, array, values->size(), scenarios);
  for (std::size_t cell = 0; cell < cells; ++cell) {
    if (statuses[cell] == static_cast<std::uint8_t>(Status::not_requested)) continue;
    TextRow row = key_at(group, array, cell);
    row.value = (*values)[cell];
    if (mcse) row.mcse = std::get<std::vector<double>>(mcse->values)[cell];
    row.status = statuses[cell] < status_names.size() ? std::string(status_names[statuses[cell]])
                                                      : "status " + std::to_string(statuses[cell]);
    visit(std::move(row));
  }
}

template <class Visit> void visit_rows(Document const& document, std::size_t scenarios, Visit const& visit) {
  for (Group const& group : document.groups) {
    if (!group.path.starts_with("/estimates/") && !group.path.starts_with("/performance/")) continue;
    for (Array const& array : group.arrays) visit_rows(group, array, scenarios, visit);
  }
}

} // namespace

void for_each_row(Document const& document, std::function<void(TextRow const&)> const& visit) {
  visit_rows(document, std::numeric_limits<std::size_t>::max(), [&](TextRow&& row) { visit(row); });
}

std::vector<TextRow> rows_of(Document const& document, std::size_t scenarios) {
  std::vector<TextRow> rows;
  visit_rows(document, scenarios, [&](TextRow&& row) { rows.push_back(std::move(row)); });
  return rows;
}

} // namespace iptwsim::results
