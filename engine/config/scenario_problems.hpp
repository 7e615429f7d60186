#pragma once
// What is wrong with the scenarios of a sweep, told once each: where all have it, as for a single study; where only
// some have it, at the value of the sweep that they share, with the name of the first.

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "config/node.hpp"
#include "config/sweep.hpp"

namespace iptwsim::config {

class ScenarioProblems {
public:
  /// `node` is that of the sweep; both must outlive this.
  ScenarioProblems(Sweep const& sweep, Node const& node);

  /// The problems of one scenario, in the order of scenarios.
  void add(std::size_t scenario, Report const& report);
  void tell(Report& report) const;

private:
  using Place = std::tuple<int, int, int>; ///< source, line, column
  using Key = std::tuple<Place, std::string, std::string, std::string>;

  void learn_places(Node const& node);
  std::string name_of(std::size_t scenario) const;
  Node const& place_of(std::vector<std::size_t> const& scenarios) const;

  Sweep const& sweep_;
  std::set<Place> swept_; ///< where values of the sweep stand
  std::map<Key, std::vector<std::size_t>> found_;
};

} // namespace iptwsim::config
