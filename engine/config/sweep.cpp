#include "config/sweep.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "cohort/csv_text.hpp"

namespace iptwsim::config {
namespace {

constexpr char const* example = "sweep: {cohort.synthetic.n: [85, 120]}";

std::string count_of(Node const& values) {
  return fmt::format("{} value{}", values.items.size(), values.items.size() == 1 ? "" : "s");
}

class SweepReader {
public:
  SweepReader(Node const& root, std::vector<SetKey> const& set, Report& report)
      : root_(root), set_(set), report_(report) {}

  Sweep read(Node const& sweep) {
    sweep_.is_list = sweep.kind == NodeKind::list;
    if (sweep.kind == NodeKind::rejected) return sweep_;
    if ((sweep.kind != NodeKind::map && !sweep_.is_list) || sweep.items.empty()) {
      report_.add(sweep, "sweep is " + shown(sweep), "a map of keys to lists of their values is needed",
                  fmt::format("write {}", example));
    } else if (sweep_.is_list) {
      read_scenarios(sweep);
    } else {
      for (std::size_t i = 0; i < sweep.items.size(); ++i) {
        if (sweep.keys[i].text == "zip") {
          read_zip(sweep.items[i]);
        } else {
          read_axis(sweep.keys[i], sweep.items[i]);
        }
      }
    }
    return std::move(sweep_);
  }

private:
  void read_axis(Node const& key, Node const& values) {
    auto const path = add_path(key);
    if (!path || !check_values(key, values)) return;
    Axis& axis = sweep_.axes.emplace_back();
    for (Node const& value : values.items) {
      axis.choices.push_back({{*path, &value}});
      axis.places.push_back(&value);
    }
  }

  void read_zip(Node const& zip) {
    if (zip.kind == NodeKind::rejected) return;
    if (zip.kind != NodeKind::map || zip.items.empty()) {
      report_.add(zip, "zip is " + shown(zip), "a map of keys to lists of their values is needed",
                  "write zip: {KEY.PATH: [...], OTHER.PATH: [...]}");
      return;
    }
    Axis axis{.is_zip = true};
    for (std::size_t i = 0; i < zip.items.size(); ++i) {
      Node const& key = zip.keys[i];
      Node const& values = zip.items[i];
      bool const is_name = key.text == "name";
      auto const path = is_name ? std::optional<std::size_t>{0} : add_path(key);
      if (!path || !check_values(key, values)) continue;
      if (axis.choices.empty()) axis.choices.resize(values.items.size());
      if (axis.choices.size() != values.items.size()) {
        report_.add(values, fmt::format("{} has {} in zip", key.text, count_of(values)),
                    fmt::format("keys in zip change together, and {} has {}", zip.keys[0].text, count_of(zip.items[0])),
                    "give them equally many, or take one out of zip");
        continue;
      }
      for (std::size_t k = 0; k < values.items.size(); ++k) {
        if (is_name) {
          axis.names.push_back(read_name(values.items[k]));
        } else {
          axis.choices[k].push_back({*path, &values.items[k]});
        }
        if (axis.places.size() <= k) axis.places.push_back(&values.items[k]);
      }
    }
    sweep_.axes.push_back(std::move(axis));
  }

  void read_scenarios(Node const& list) {
    Axis& axis = sweep_.axes.emplace_back();
    for (Node const& scenario : list.items) {
      if (scenario.kind == NodeKind::rejected) continue;
      if (scenario.kind != NodeKind::map) {
        report_.add(scenario, "a scenario of sweep is " + shown(scenario), "a map of keys to values is needed",
                    "write - {cohort.synthetic.n: 85}");
        continue;
      }
      auto& choice = axis.choices.emplace_back();
      axis.places.push_back(&scenario);
      axis.names.emplace_back();
      for (std::size_t i = 0; i < scenario.items.size(); ++i) {
        Node const& value = scenario.items[i];
        if (scenario.keys[i].text == "name") {
          axis.names.back() = read_name(value);
        } else if (auto const path = add_path(scenario.keys[i]); path && check_value(scenario.keys[i], value)) {
          choice.push_back({*path, &value});
        }
      }
    }
  }

  std::string read_name(Node const& value) {
    if (value.kind == NodeKind::scalar && !value.text.empty()) return value.text;
    if (value.kind != NodeKind::rejected) {
      report_.add(value, "the name of a scenario is " + shown(value), "a text is needed",
                  "write name: NAME, or leave it out");
    }
    return "";
  }

  /// The index of a key's path among those of the sweep; none after a problem.
  std::optional<std::size_t> add_path(Node const& key) {
    auto const path = find_key(key.text, root_, key, report_);
    if (!path) return std::nullopt;
    for (std::string_view const whole : {"title", "seed", "stream", "simulation", "sweep"}) {
      if (path->front() != whole) continue;
      report_.add(key, fmt::format("sweep has {}", key.text), fmt::format("every scenario has the same {}", whole),
                  whole == "seed" ? "write simulation: {common_random_numbers: false} for draws of their own"
                                  : "take it out");
      return std::nullopt;
    }
    for (SetKey const& set : set_) {
      if (set.path.size() < path->size() || !overlap(set.path, *path)) continue;
      report_.add(set.at, fmt::format("the sweep changes {}", key.text), "no scenario would have the value that is set",
                  fmt::format("write --set 'sweep.{}=[...]'", key.text));
    }
    for (std::size_t i = 0; i < sweep_.paths.size(); ++i) {
      KeyPath const& other = sweep_.paths[i];
      if (!overlap(other, *path)) continue;
      if (sweep_.is_list && other == *path) return i;
      report_.add(key,
                  other == *path ? fmt::format("sweep has {} twice", key.text)
                                 : fmt::format("sweep has {} and {}", text_of(other), key.text),
                  "one would replace the other", "take one of them out");
      return std::nullopt;
    }
    sweep_.paths.push_back(*path);
    return sweep_.paths.size() - 1;
  }

  bool check_values(Node const& key, Node const& values) {
    if (values.kind == NodeKind::rejected) return false;
    if (values.kind != NodeKind::list || values.items.empty()) {
      report_.add(values, fmt::format("{} is {} in sweep", key.text, shown(values)), "a list of its values is needed",
                  values.kind == NodeKind::scalar ? fmt::format("write {}: [{}]", key.text, values.text)
                                                  : fmt::format("write {}: [...]", key.text));
      return false;
    }
    return std::all_of(values.items.begin(), values.items.end(),
                       [&](Node const& value) { return check_value(key, value); });
  }

  bool check_value(Node const& key, Node const& value) {
    if (value.kind == NodeKind::rejected) return false;
    if (value.kind != NodeKind::empty || value.text == "null") return true;
    report_.add(value, fmt::format("{} has an empty value in sweep", key.text), "nothing stands there",
                "fill it in; null takes the key out of a scenario");
    return false;
  }

  Node const& root_;
  std::vector<SetKey> const& set_;
  Report& report_;
  Sweep sweep_ = {};
};

} // namespace

bool Axis::changes(std::size_t path) const {
  return std::any_of(choices.begin(), choices.end(), [path](std::vector<Assignment> const& choice) {
    return std::any_of(choice.begin(), choice.end(), [path](Assignment const& one) { return one.path == path; });
  });
}

std::size_t Sweep::size() const {
  std::size_t count = 1;
  for (Axis const& axis : axes) count = std::min(count, most_scenarios + 1) * axis.choices.size();
  return count;
}

std::vector<std::size_t> Sweep::choices_of(std::size_t scenario) const {
  std::vector<std::size_t> choices(axes.size());
  for (std::size_t a = axes.size(); a-- > 0;) {
    choices[a] = scenario % axes[a].choices.size();
    scenario /= axes[a].choices.size();
  }
  return choices;
}

Sweep read_sweep(Node const& sweep, Node const& root, std::vector<SetKey> const& set, Report& report) {
  std::size_t const before = report.problems().size();
  Sweep read = SweepReader(root, set, report).read(sweep);
  if (report.problems().size() == before && read.size() > most_scenarios) {
    report.add(sweep, fmt::format("sweep makes more than {} scenarios", most_scenarios),
               "it combines every value with every other", "shorten its lists, or use zip");
  }
  return read;
}

} // namespace iptwsim::config
