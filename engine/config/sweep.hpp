#pragma once
// The key `sweep`, taken apart: what each scenario changes.
//
//   sweep: {KEY.PATH: [a, b], OTHER.PATH: [c, d]}     every combination, the first key changing slowest
//   sweep: {zip: {KEY.PATH: [a, b], OTHER.PATH: [c, d]}, THIRD.PATH: [e, f]}     those of zip change together
//   sweep: [{KEY.PATH: a}, {KEY.PATH: b, OTHER.PATH: d}]     each map a scenario
//
// Within zip `name: [x, y]`, and `name: x` in a map of the list, say what a step is called in place of what it changes.
//
// A value may be anything that may stand at its key; `null` takes the key out.

#include <cstddef>
#include <string>
#include <vector>

#include "config/key_path.hpp"
#include "config/node.hpp"
#include "config/settings.hpp"

namespace iptwsim::config {

/// One key of a scenario gets one value.
struct Assignment {
  std::size_t path;  ///< index of Sweep::paths
  Node const* value; ///< in the node of the sweep
};

/// Keys that change together, and what they get in each step.
struct Axis {
  std::vector<std::vector<Assignment>> choices = {};
  std::vector<Node const*> places = {}; ///< of each choice
  std::vector<std::string> names = {}; ///< of each choice of a zip or list, empty or missing: called by what it changes
  bool is_zip = false;

  std::string name_of(std::size_t choice) const { return choice < names.size() ? names[choice] : ""; }
  /// Whether a choice has a value for this path.
  bool changes(std::size_t path) const;
};

struct Sweep {
  std::vector<KeyPath> paths = {};
  std::vector<Axis> axes = {};
  bool is_list = false; ///< a list of scenarios: one axis

  std::size_t size() const; ///< scenarios
  /// For each axis the index of a scenario's choice; the last axis changes fastest.
  std::vector<std::size_t> choices_of(std::size_t scenario) const;
};

/// `sweep` must outlive what is returned. `root` is the rest of the config, `set` what the command line put into it.
/// Of no use where problems were reported.
Sweep read_sweep(Node const& sweep, Node const& root, std::vector<SetKey> const& set, Report& report);

/// The most scenarios that a config may have.
inline constexpr std::size_t most_scenarios = 100000;

} // namespace iptwsim::config
