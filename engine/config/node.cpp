#include "config/node.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "cohort/csv_text.hpp"

namespace iptwsim::config {

Node const* Node::find(std::string_view key) const {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i].text == key) return &items[i];
  }
  return nullptr;
}

Node* Node::find(std::string_view key) {
  Node const* const found = std::as_const(*this).find(key);
  return found == nullptr ? nullptr : &items[static_cast<std::size_t>(found - items.data())];
}

Node const* find_path(Node const& map, std::string_view path) {
  Node const* at = &map;
  while (at != nullptr && !path.empty()) {
    std::size_t const length = std::min(path.find('.'), path.size());
    at = at->find(path.substr(0, length));
    path.remove_prefix(std::min(length + 1, path.size()));
  }
  return at;
}

int Report::add_source(std::string name) {
  sources_.push_back(std::move(name));
  return static_cast<int>(sources_.size()) - 1;
}

void Report::throw_if_any() {
  if (problems_.empty()) return;
  std::stable_sort(problems_.begin(), problems_.end(), [](PlacedProblem const& a, PlacedProblem const& b) {
    return std::tie(a.source, a.found.line, a.found.column) < std::tie(b.source, b.found.line, b.found.column);
  });
  std::vector<Problem> problems;
  for (auto& [source, problem] : problems_) {
    problem.file = sources_[static_cast<std::size_t>(source)];
    if (source > 0) problem.line = problem.column = 0;
    problems.push_back(std::move(problem));
  }
  throw Error(ExitCode::config, std::move(problems));
}

std::string shown(Node const& node) {
  switch (node.kind) {
  case NodeKind::scalar:
    return in_quotes(node.text);
  case NodeKind::list:
    return node.items.empty() ? "an empty list" : "a list";
  case NodeKind::map:
    return node.items.empty() ? "an empty map" : "a map";
  default:
    return "empty";
  }
}

} // namespace iptwsim::config
