#include "results/arrange.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "results/definitions.hpp"

namespace iptwsim::results {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// One cell's key along every axis it uses; the axis name decides what the label is.
struct Label {
  std::string axis, text;
  double number = nan;
  bool is_text() const { return axis != "time" && axis != "level"; }
  std::string key() const { return is_text() ? text : fmt::format("{}", number); }
};

std::vector<Label> labels_of(std::string const& scenario, Row const& row) {
  Column const& c = row.column;
  std::vector<Label> labels{{"scenario", scenario}};
  if (!c.endpoint.empty()) labels.push_back({"endpoint", c.endpoint});
  if (!c.estimand.empty()) labels.push_back({"estimand", c.estimand});
  if (!c.arm.empty()) labels.push_back({arm_axis(c.quantity), c.arm});
  if (c.time) labels.push_back({"time", "", *c.time});
  bool const is_limit = c.statistic == Statistic::ci_lower || c.statistic == Statistic::ci_upper;
  if (c.statistic == Statistic::count) labels.push_back({"status", std::string(name(row.status))});
  if (c.method != Method::none) labels.push_back({is_limit ? "interval" : "method", std::string(name(c.method))});
  if (is_limit) labels.push_back({"level", "", row.level});
  return labels;
}

/// The labels of every axis of a group, in order of appearance.
class AxisSet {
public:
  std::size_t position(Label const& label) {
    auto& positions = positions_[label.axis];
    auto const [found, is_new] = positions.emplace(label.key(), positions.size());
    if (is_new) labels_[label.axis].push_back(label);
    return found->second;
  }

  std::size_t size(std::string const& axis) const { return labels_.at(axis).size(); }

  /// Axes used by any of the names, slowest first.
  static std::vector<std::string> ordered(std::set<std::string> const& names) {
    std::vector<std::string> out;
    for (char const* axis : {"scenario", "endpoint", "estimand", "arm", "term", "covariate", "time", "status", "method",
                             "interval", "level"}) {
      if (names.contains(axis)) out.emplace_back(axis);
    }
    return out;
  }

  std::vector<Axis> axes() const {
    std::set<std::string> names;
    for (auto const& [axis, labels] : labels_) names.insert(axis);
    std::vector<Axis> out;
    for (std::string const& axis : ordered(names)) {
      std::vector<std::string> texts;
      std::vector<double> numbers;
      for (Label const& label : labels_.at(axis)) {
        texts.push_back(label.text);
        numbers.push_back(label.number);
      }
      if (labels_.at(axis).front().is_text())
        out.push_back({axis, texts});
      else
        out.push_back({axis, numbers});
      if (axis == "time") out.back().attributes["description"] = std::string("unit of time of the data");
    }
    return out;
  }

private:
  std::map<std::string, std::vector<Label>> labels_;
  std::map<std::string, std::unordered_map<std::string, std::size_t>> positions_;
};

Attributes status_attributes() {
  std::vector<std::int64_t> codes;
  std::string meanings;
  for (std::size_t s = 0; s < status_names.size(); ++s) {
    codes.push_back(static_cast<std::int64_t>(s));
    meanings += (s ? " " : "") + std::string(status_names[s]);
  }
  return {{"flag_values", codes}, {"flag_meanings", meanings}};
}

/// Rows of one quantity and statistic, placed in one dense array with `depth` values a cell (replicates; 1 otherwise).
struct Placed {
  std::vector<std::string> axes;
  std::vector<std::size_t> offsets = {}; ///< of each row
  std::size_t cells = 1;
};

Placed place(AxisSet& set, std::vector<std::vector<Label>> const& keys) {
  std::set<std::string> used;
  for (auto const& key : keys) {
    for (Label const& label : key) used.insert(label.axis);
  }
  Placed placed{.axes = AxisSet::ordered(used)};
  for (auto const& key : keys) {
    for (Label const& label : key) set.position(label);
  }
  for (std::string const& axis : placed.axes) placed.cells *= set.size(axis);
  for (auto const& key : keys) {
    std::size_t offset = 0;
    for (std::string const& axis : placed.axes) {
      auto const label = std::find_if(key.begin(), key.end(), [&](Label const& l) { return l.axis == axis; });
      offset = offset * set.size(axis) + (label == key.end() ? 0 : set.position(*label));
    }
    placed.offsets.push_back(offset);
  }
  return placed;
}

/// Calls visit(quantity, its statistics with the indices of their rows), in order of first appearance.
template <class Columns, class Visit> void for_each_array(Columns const& columns, Visit visit) {
  std::vector<std::pair<Quantity, std::vector<std::pair<Statistic, std::vector<std::size_t>>>>> groups;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    Column const& c = columns[i];
    auto group = std::find_if(groups.begin(), groups.end(), [&](auto const& g) { return g.first == c.quantity; });
    if (group == groups.end()) group = groups.insert(groups.end(), {c.quantity, {}});
    auto& arrays = group->second;
    auto array = std::find_if(arrays.begin(), arrays.end(), [&](auto const& a) { return a.first == c.statistic; });
    if (array == arrays.end()) array = arrays.insert(arrays.end(), {c.statistic, {}});
    array->second.push_back(i);
  }
  for (auto const& [quantity, arrays] : groups) visit(quantity, arrays);
}

Attributes array_attributes(Quantity quantity, Statistic statistic) {
  bool const counts = statistic == Statistic::count;
  bool const unitless = statistic == Statistic::z || statistic == Statistic::p_value || counts;
  return {{"long_name", definition(statistic)}, {"unit", unitless ? "1" : unit(quantity)}};
}

} // namespace

std::vector<Group> arrange_rows(std::string const& scenario, std::span<Row const> rows) {
  std::vector<Column> columns;
  for (Row const& row : rows) columns.push_back(row.column);
  std::vector<Group> groups;
  for_each_array(columns, [&](Quantity quantity, auto const& arrays) {
    AxisSet set;
    Group group{.path = "/estimates/" + std::string(name(quantity))};
    group.attributes["definition"] = definition(quantity);
    std::vector<std::vector<std::vector<Label>>> keys; // all labels are known before any array is sized
    for (auto const& [statistic, members] : arrays) {
      keys.emplace_back();
      for (std::size_t const i : members) keys.back().push_back(labels_of(scenario, rows[i]));
      place(set, keys.back());
    }
    for (std::size_t a = 0; a < arrays.size(); ++a) {
      auto const& [statistic, members] = arrays[a];
      Placed const placed = place(set, keys[a]);
      std::string const array_name(name(statistic));
      if (statistic == Statistic::count) {
        std::vector<std::int64_t> counts(placed.cells, 0);
        for (std::size_t m = 0; m < members.size(); ++m) {
          counts[placed.offsets[m]] = static_cast<std::int64_t>(rows[members[m]].value);
        }
        group.arrays.push_back({array_name, placed.axes, counts, array_attributes(quantity, statistic)});
        continue;
      }
      std::vector<double> values(placed.cells, nan);
      std::vector<std::uint8_t> statuses(placed.cells, static_cast<std::uint8_t>(Status::not_requested));
      for (std::size_t m = 0; m < members.size(); ++m) {
        values[placed.offsets[m]] = rows[members[m]].value;
        statuses[placed.offsets[m]] = static_cast<std::uint8_t>(rows[members[m]].status);
      }
      group.arrays.push_back({array_name, placed.axes, values, array_attributes(quantity, statistic)});
      group.arrays.push_back({array_name + "_status", placed.axes, statuses, status_attributes()});
    }
    group.axes = set.axes();
    groups.push_back(std::move(group));
  });
  return groups;
}

std::vector<Group> arrange_replicates(std::string const& scenario, std::span<ReplicatedColumn const> replicated) {
  std::vector<Column> columns;
  for (ReplicatedColumn const& column : replicated) columns.push_back(column.column);
  std::size_t const depth = replicated.empty() ? 0 : replicated.front().values.size();
  std::vector<Group> groups;
  for_each_array(columns, [&](Quantity quantity, auto const& arrays) {
    AxisSet set;
    Group group{.path = "/replicates/" + std::string(name(quantity))};
    group.attributes["definition"] = definition(quantity) + ", in every bootstrap replicate";
    std::vector<std::vector<std::vector<Label>>> keys;
    for (auto const& [statistic, members] : arrays) {
      keys.emplace_back();
      for (std::size_t const i : members) keys.back().push_back(labels_of(scenario, Row{columns[i]}));
      place(set, keys.back());
    }
    for (std::size_t a = 0; a < arrays.size(); ++a) {
      auto const& [statistic, members] = arrays[a];
      Placed placed = place(set, keys[a]);
      std::vector<double> values(placed.cells * depth, nan);
      std::vector<std::uint8_t> statuses(placed.cells * depth, static_cast<std::uint8_t>(Status::not_requested));
      for (std::size_t m = 0; m < members.size(); ++m) {
        auto const at = static_cast<std::ptrdiff_t>(placed.offsets[m] * depth);
        std::copy(replicated[members[m]].values.begin(), replicated[members[m]].values.end(), values.begin() + at);
        std::copy(replicated[members[m]].statuses.begin(), replicated[members[m]].statuses.end(),
                  statuses.begin() + at);
      }
      placed.axes.emplace_back("replicate");
      std::string const array_name(name(statistic));
      group.arrays.push_back({array_name, placed.axes, std::move(values), array_attributes(quantity, statistic)});
      group.arrays.push_back({array_name + "_status", placed.axes, std::move(statuses), status_attributes()});
    }
    group.axes = set.axes();
    std::vector<std::int64_t> numbers(depth);
    for (std::size_t r = 0; r < depth; ++r) numbers[r] = static_cast<std::int64_t>(r) + 1;
    group.axes.push_back({"replicate", numbers});
    groups.push_back(std::move(group));
  });
  return groups;
}

} // namespace iptwsim::results
