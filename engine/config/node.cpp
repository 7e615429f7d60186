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

void Report::throw_if_any() {
  if (problems_.empty()) return;
  std::stable_sort(problems_.begin(), problems_.end(), [](Problem const& a, Problem const& b) {
    return std::tie(a.line, a.column) < std::tie(b.line, b.column);
  });
  throw Error(ExitCode::config, problems_);
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
