#pragma once
// A config as it stands in the file: values, their order and their places. The YAML library fills it (parse.cpp);
// nothing else of the project sees that library.

#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace iptwsim::config {

enum class NodeKind {
  empty,    ///< nothing, `null` or `~`
  scalar,   ///< one text
  list,     ///< `[a, b]` or lines that begin with a dash
  map,      ///< `{key: value}` or lines of them
  rejected, ///< a problem was already reported here: readers pass over it in silence
};

struct Node {
  NodeKind kind = NodeKind::empty;
  int source = 0; ///< of the Report: 0 is the file
  int line = 0;   ///< from 1
  int column = 0; ///< from 1, in characters
  std::string text = {};
  bool is_quoted = false;
  std::vector<Node> items = {}; ///< of a list, or the values of a map in the order of the file
  std::vector<Node> keys = {};  ///< of a map: scalars, each text once; keys[i] belongs to items[i]

  /// The value of a key of a map; null if there is none or this is no map.
  Node const* find(std::string_view key) const;
  Node* find(std::string_view key);
};

/// The node at the end of keys joined by dots, such as "cohort.synthetic"; null if there is none.
Node const* find_path(Node const& map, std::string_view path);

/// A problem and where it stands; `found.file` is not filled in yet.
struct PlacedProblem {
  int source = 0;
  Problem found;
};

/// The problems of one config.
class Report {
public:
  explicit Report(std::string file) : sources_{std::move(file)} {}

  /// Another place that nodes come from, such as `--set seed=1`; its lines are not told. What a Node's source holds.
  int add_source(std::string name);

  void add(Node const& at, std::string what, std::string why, std::string advice) {
    problems_.push_back({at.source, {{}, at.line, at.column, std::move(what), std::move(why), std::move(advice)}});
  }
  void add(PlacedProblem problem) { problems_.push_back(std::move(problem)); }
  std::vector<PlacedProblem> const& problems() const { return problems_; }

  /// Throws Error(ExitCode::config) with the problems by source and line, if there are any.
  void throw_if_any();

private:
  std::vector<std::string> sources_;
  std::vector<PlacedProblem> problems_;
};

/// `"abc"`, `a list`, `a map` or `empty`: what stands there, for messages.
std::string shown(Node const& node);

} // namespace iptwsim::config
