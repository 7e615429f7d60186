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

/// Whether the method of a number is a kind of interval.
bool is_limit_statistic(Statistic s) {
  switch (s) {
  case Statistic::ci_lower:
  case Statistic::ci_upper:
  case Statistic::coverage:
  case Statistic::coverage_defined:
  case Statistic::bias_eliminated_coverage:
  case Statistic::bias_eliminated_coverage_defined:
  case Statistic::mean_width:
    return true;
  default:
    return false;
  }
}

bool is_count(Statistic s) { return s == Statistic::count || s == Statistic::replicate_count; }

std::vector<Label> labels_of(CellKey const& key) {
  Column const& c = key.column;
  std::vector<Label> labels;
  if (!c.endpoint.empty()) labels.push_back({"endpoint", c.endpoint});
  if (!c.estimand.empty()) labels.push_back({"estimand", c.estimand});
  if (!c.arm.empty()) labels.push_back({arm_axis(c.quantity), c.arm});
  if (c.time) labels.push_back({"time", "", *c.time});
  bool const is_of_limits = is_limit_statistic(c.statistic);
  if (is_count(c.statistic)) labels.push_back({"status", std::string(name(key.counted))});
  if (c.method != Method::none) labels.push_back({is_of_limits ? "interval" : "method", std::string(name(c.method))});
  if (!std::isnan(key.level)) labels.push_back({"level", "", key.level});
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
    for (char const* axis :
         {"endpoint", "estimand", "arm", "term", "covariate", "time", "status", "method", "interval", "level"}) {
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

/// Keys of one quantity and statistic, placed in one dense array of a scenario.
struct Placed {
  std::vector<std::string> axes;
  std::vector<std::size_t> offsets = {}; ///< of each key
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

/// The keys of one quantity, statistic by statistic, in order of first appearance.
struct QuantityKeys {
  Quantity quantity;
  std::vector<std::pair<Statistic, std::vector<std::size_t>>> arrays; ///< with indices of keys
};

std::vector<QuantityKeys> by_quantity(std::vector<CellKey> const& keys) {
  std::vector<QuantityKeys> groups;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    Column const& c = keys[i].column;
    auto group = std::find_if(groups.begin(), groups.end(), [&](auto const& g) { return g.quantity == c.quantity; });
    if (group == groups.end()) group = groups.insert(groups.end(), {c.quantity, {}});
    auto& arrays = group->arrays;
    auto array = std::find_if(arrays.begin(), arrays.end(), [&](auto const& a) { return a.first == c.statistic; });
    if (array == arrays.end()) array = arrays.insert(arrays.end(), {c.statistic, {}});
    array->second.push_back(i);
  }
  return groups;
}

Attributes array_attributes(Quantity quantity, Statistic statistic) {
  return {{"long_name", definition(statistic)}, {"unit", unit(quantity, statistic)}};
}

/// The numbers of some keys of a table as one array: scenario, the axes of the keys, the depth.
template <class Number, class Source>
std::vector<Number> gather(Table const& table, std::vector<std::size_t> const& members, Placed const& placed,
                           Source const& source, Number absent) {
  std::vector<Number> out(table.scenarios.size() * placed.cells * table.depth, absent);
  for (std::size_t s = 0; s < table.scenarios.size(); ++s) {
    for (std::size_t m = 0; m < members.size(); ++m) {
      std::size_t const from = (s * table.keys.size() + members[m]) * table.depth;
      std::size_t const to = (s * placed.cells + placed.offsets[m]) * table.depth;
      for (std::size_t d = 0; d < table.depth; ++d) {
        bool const is_whole_number = std::is_same_v<Number, std::int64_t>; // a count that is not there is 0
        if (is_whole_number && std::isnan(static_cast<double>(source[from + d]))) continue;
        out[to + d] = static_cast<Number>(source[from + d]);
      }
    }
  }
  return out;
}

Group arrange_quantity(Table const& table, QuantityKeys const& keys, Placement const& placement) {
  AxisSet set;
  Group group{.path = placement.folder + "/" + std::string(name(keys.quantity))};
  group.attributes["definition"] = definition(keys.quantity) + placement.where;
  std::vector<std::vector<std::vector<Label>>> labels; // all labels are known before any array is sized
  for (auto const& [statistic, members] : keys.arrays) {
    labels.emplace_back();
    for (std::size_t const i : members) labels.back().push_back(labels_of(table.keys[i]));
    place(set, labels.back());
  }
  for (std::size_t a = 0; a < keys.arrays.size(); ++a) {
    auto const& [statistic, members] = keys.arrays[a];
    Placed const placed = place(set, labels[a]);
    std::vector<std::string> axes{"scenario"};
    axes.insert(axes.end(), placed.axes.begin(), placed.axes.end());
    if (!placement.depth_axis.empty()) axes.push_back(placement.depth_axis);
    std::string const array_name(name(statistic));
    Attributes attributes = array_attributes(keys.quantity, statistic);
    if (statistic == Statistic::count && !placement.counted.empty()) attributes["long_name"] = placement.counted;
    if (is_count(statistic)) {
      group.arrays.push_back(
          {array_name, axes, gather<std::int64_t>(table, members, placed, table.values, 0), attributes});
      continue;
    }
    auto const absent = static_cast<std::uint8_t>(Status::not_requested);
    group.arrays.push_back({array_name, axes, gather<double>(table, members, placed, table.values, nan), attributes});
    group.arrays.push_back({array_name + "_status", axes,
                            gather<std::uint8_t>(table, members, placed, table.statuses, absent), status_attributes()});
    if (table.mcse.empty()) continue;
    Attributes error = attributes;
    error["long_name"] = "Monte Carlo standard error of " + array_name;
    group.arrays.push_back(
        {array_name + "_mcse", axes, gather<double>(table, members, placed, table.mcse, nan), error});
  }
  group.axes.push_back({"scenario", table.scenarios});
  for (Axis& axis : set.axes()) group.axes.push_back(std::move(axis));
  if (!placement.depth_axis.empty()) {
    std::vector<std::int64_t> numbers(table.depth);
    for (std::size_t d = 0; d < table.depth; ++d) numbers[d] = static_cast<std::int64_t>(d) + placement.first;
    group.axes.push_back({placement.depth_axis, numbers});
  }
  return group;
}

} // namespace

std::vector<Group> arrange(Table const& table, Placement const& placement) {
  std::vector<Group> groups;
  for (QuantityKeys const& keys : by_quantity(table.keys)) groups.push_back(arrange_quantity(table, keys, placement));
  return groups;
}

} // namespace iptwsim::results
