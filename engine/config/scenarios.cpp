#include "config/scenarios.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "config/dump.hpp"
#include "config/read_study.hpp"
#include "config/scenario_names.hpp"
#include "config/scenario_problems.hpp"
#include "config/settings.hpp"
#include "config/sweep.hpp"
#include "config/value.hpp"

namespace iptwsim {
namespace {

using config::Assignment;
using config::Axis;
using config::KeyPath;
using config::Node;
using config::Report;
using config::Sweep;

using Texts = std::vector<std::pair<std::string, std::string>>;

std::string unswept_name(Study const& study) { return study.cohort.synthetic ? "scenario" : "cohort"; }

std::uint64_t stream_group(Study const& study) {
  return study.stream ? static_cast<std::uint64_t>(study.stream->group) : 0;
}

/// The study of a scenario; what is wrong with it is told to `problems`.
Study read_scenario(Node const& base, Sweep const& sweep, std::size_t index, config::ScenarioProblems& problems) {
  Node root = base;
  std::vector<std::size_t> const choices = sweep.choices_of(index);
  for (std::size_t a = 0; a < choices.size(); ++a) {
    for (auto const& [path, value] : sweep.axes[a].choices[choices[a]]) {
      config::put(root, sweep.paths[path], *value, *value);
    }
  }
  Report report("");
  Study study = config::read_study(root, report);
  problems.add(index, report);
  return study;
}

/// Two scenarios that are the same, told once for each value that stands twice.
class Duplicates {
public:
  Duplicates(Sweep const& sweep, Report& report) : sweep_(sweep), report_(report) {}

  void add(std::size_t first, std::size_t second, std::string const& text) {
    auto const a = sweep_.choices_of(first), b = sweep_.choices_of(second);
    auto const differ = std::mismatch(a.begin(), a.end(), b.begin());
    auto const axis = static_cast<std::size_t>(differ.first - a.begin());
    Node const& at = *sweep_.axes[axis].places[*differ.second];
    if (!told_.insert(&at).second) return;
    report_.add(at, fmt::format("scenarios {} and {} are both {}", first + 1, second + 1, text),
                "each scenario of a sweep differs from the others", "take one of them out");
  }

private:
  Sweep const& sweep_;
  Report& report_;
  std::set<Node const*> told_;
};

/// The keys of a sweep that not all scenarios have the same value of.
std::vector<std::size_t> differing_keys(Sweep const& sweep, std::vector<Scenario> const& scenarios) {
  std::vector<std::size_t> keys;
  for (std::size_t p = 0; p < sweep.paths.size(); ++p) {
    auto const& first = scenarios.front().swept[p];
    auto const is_same = [&](Scenario const& scenario) { return scenario.swept[p] == first; };
    if (!std::all_of(scenarios.begin(), scenarios.end(), is_same)) keys.push_back(p);
  }
  return keys;
}

/// Names of scenarios, from the values of all of them.
void name_scenarios(Sweep const& sweep, std::vector<Scenario>& scenarios, Report& report) {
  std::vector<std::size_t> keys = differing_keys(sweep, scenarios);
  if (keys.empty()) { // one scenario, or several that are the same
    for (std::size_t p = 0; p < sweep.paths.size(); ++p) keys.push_back(p);
  }
  std::vector<KeyPath> paths;
  for (std::size_t const p : keys) paths.push_back(sweep.paths[p]);
  std::vector<std::string> const labels = config::short_names(paths);
  Duplicates duplicates(sweep, report);
  std::unordered_map<std::string, std::size_t> known;
  for (std::size_t s = 0; s < scenarios.size(); ++s) {
    auto const choices = sweep.choices_of(s);
    std::vector<std::string> parts;
    for (std::size_t a = 0; a < choices.size(); ++a) {
      Axis const& axis = sweep.axes[a];
      if (std::string const own = axis.name_of(choices[a]); !own.empty()) {
        parts.push_back(own);
        continue;
      }
      for (std::size_t i = 0; i < keys.size(); ++i) {
        if (!axis.changes(keys[i])) continue;
        parts.push_back(fmt::format("{}={}", labels[i], scenarios[s].swept[keys[i]].second));
      }
    }
    std::string& name = scenarios[s].name;
    name = fmt::format("{}", fmt::join(parts, ", "));
    auto const [same, is_new] = known.emplace(name, s);
    if (!is_new) duplicates.add(same->second, s, name);
  }
}

/// Draws of their own for every scenario that asks for them.
void group_scenarios(Sweep const& sweep, std::vector<Scenario>& scenarios, Node const& at, Report& report) {
  std::map<std::uint64_t, std::size_t> known;
  for (std::size_t s = 0; s < scenarios.size(); ++s) {
    Scenario& scenario = scenarios[s];
    scenario.group = stream_group(scenario.study);
    if (!scenario.study.simulation || scenario.study.simulation->common_random_numbers) continue;
    Texts changed;
    auto const choices = sweep.choices_of(s);
    for (std::size_t a = 0; a < choices.size(); ++a) {
      for (Assignment const& one : sweep.axes[a].choices[choices[a]]) changed.push_back(scenario.swept[one.path]);
    }
    scenario.group = scenario_group(std::move(changed));
    auto const [same, is_new] = known.emplace(scenario.group, s);
    if (is_new) continue;
    report.add(at,
               fmt::format("scenarios \"{}\" and \"{}\" would have the same draws", scenarios[same->second].name,
                           scenario.name),
               "the hashes of what they change coincide",
               "change a value a little, or take common_random_numbers: false out");
  }
}

/// The sweep with the values as they were read.
nlohmann::ordered_json dump_sweep(Sweep const& sweep, std::vector<Scenario> const& scenarios) {
  auto json = sweep.is_list ? nlohmann::ordered_json::array() : nlohmann::ordered_json::object();
  std::size_t stride = scenarios.size();
  for (Axis const& axis : sweep.axes) {
    stride /= axis.choices.size();
    for (std::size_t c = 0; c < axis.choices.size(); ++c) {
      auto map = nlohmann::ordered_json::object();
      if (std::string const own = axis.name_of(c); !own.empty() && sweep.is_list) {
        map["name"] = own;
      } else if (!own.empty()) {
        json["zip"]["name"].push_back(own);
      }
      for (auto const& [path, value] : axis.choices[c]) {
        auto found = config::value_at(scenarios[c * stride].study, sweep.paths[path]);
        std::string const key = config::text_of(sweep.paths[path]);
        if (sweep.is_list) {
          map[key] = std::move(found);
        } else {
          (axis.is_zip ? json["zip"] : json)[key].push_back(std::move(found));
        }
      }
      if (sweep.is_list) json.push_back(std::move(map));
    }
  }
  return json;
}

StudyConfig read_swept(Node const& base, Node const& node, std::vector<config::SetKey> const& set, Report& report) {
  Sweep const sweep = config::read_sweep(node, base, set, report);
  report.throw_if_any();
  StudyConfig read;
  read.scenarios.resize(sweep.size());
  config::ScenarioProblems problems(sweep, node);
  for (std::size_t s = 0; s < sweep.size(); ++s) read.scenarios[s].study = read_scenario(base, sweep, s, problems);
  problems.tell(report);
  report.throw_if_any();
  for (Scenario& scenario : read.scenarios) {
    for (KeyPath const& path : sweep.paths) {
      scenario.swept.emplace_back(config::text_of(path), config::value_text(config::value_at(scenario.study, path)));
    }
  }
  name_scenarios(sweep, read.scenarios, report);
  report.throw_if_any();
  group_scenarios(sweep, read.scenarios, node, report);
  report.throw_if_any();
  Report unheard(""); // the config without its sweep may lack what every scenario has
  Node root = base;
  read.resolved = dump_study(config::read_study(root, unheard), dump_sweep(sweep, read.scenarios));
  return read;
}

} // namespace

StudyConfig parse_config(std::string const& text, std::string const& name, std::vector<std::string> const& settings) {
  Report report(name);
  Node root = config::parse_config_text(text, report);
  if (root.kind == config::NodeKind::rejected) report.throw_if_any();
  std::vector<config::SetKey> const set = config::apply_settings(root, settings, report);
  if (Node* const found = root.find("sweep")) {
    Node const sweep = std::move(*found);
    config::put(root, {"sweep"}, {.text = "null"}, root);
    return read_swept(root, sweep, set, report);
  }
  Study study = config::read_study(root, report);
  report.throw_if_any();
  StudyConfig read{.scenarios = {}, .resolved = dump_study(study)};
  std::uint64_t const group = stream_group(study);
  read.scenarios.push_back({.name = unswept_name(study), .swept = {}, .study = std::move(study), .group = group});
  return read;
}

StudyConfig load_config(std::filesystem::path const& file, std::vector<std::string> const& settings) {
  return parse_config(config::read_config_text(file), file.string(), settings);
}

std::vector<Scenario> load_scenarios(std::filesystem::path const& file, std::vector<std::string> const& settings) {
  return std::move(load_config(file, settings).scenarios);
}

std::uint64_t scenario_group(Texts changed) {
  std::sort(changed.begin(), changed.end());
  std::uint64_t hash = 0xcbf29ce484222325;
  for (auto const& [key, value] : changed) {
    for (char const c : key + "=" + value + "\n") {
      hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    }
  }
  for (std::uint64_t const factor : {0xff51afd7ed558ccdU, 0xc4ceb9fe1a85ec53U}) {
    hash = (hash ^ (hash >> 33)) * factor;
  }
  hash ^= hash >> 33;
  std::uint64_t const folded = (hash ^ (hash >> 40)) & 0xffffffffff;
  return folded == 0 ? 1 : folded;
}

} // namespace iptwsim
