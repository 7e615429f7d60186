#include "config/value.hpp"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>

#include "config/writer.hpp"

namespace iptwsim::config {
namespace {

template <class T>
nlohmann::ordered_json find_value(Field const& field, T const& value, std::span<std::string const> path);

/// Follows a path into the member of its first key.
struct PathVisitor {
  std::span<std::string const> path;
  nlohmann::ordered_json found = {};

  template <class T> void operator()(Field const& field, T const& member) {
    if (field.name == path.front()) found = find_value(field, member, path.subspan(1));
  }
  void later(std::string_view, std::string_view) {}
  void apart(Field const&) {}
};

template <class T>
nlohmann::ordered_json find_value(Field const& field, T const& value, std::span<std::string const> path) {
  if (path.empty()) return brief_json(field, value);
  if constexpr (is_optional<T>) {
    if (value) return find_value(field, *value, path);
  } else if constexpr (is_named<T> || is_numbers<T>) {
    for (auto const& [name, entry] : value) {
      if (name == path.front()) return find_value(Field{name, field.doc}, entry, path.subspan(1));
    }
  } else if constexpr (Options<T>) {
    PathVisitor visit{path};
    T::fields(value, visit);
    return std::move(visit.found);
  }
  return {};
}

/// Whether a text needs quotes to be told from what stands around it.
bool needs_quotes(std::string const& text) {
  constexpr std::array<std::string_view, 10> marks{", ", ": ", "=", "[", "]", "{", "}", "\"", "\\", "\n"};
  return text.empty() || text.front() == ' ' || text.back() == ' ' ||
         std::any_of(marks.begin(), marks.end(), [&](auto mark) { return text.find(mark) != std::string::npos; });
}

} // namespace

nlohmann::ordered_json value_at(Study const& study, KeyPath const& path) {
  return find_value(Field{"", ""}, study, path);
}

nlohmann::ordered_json written_value(Node const& node) {
  switch (node.kind) {
  case NodeKind::scalar:
    return node.text;
  case NodeKind::list: {
    auto list = nlohmann::ordered_json::array();
    for (Node const& item : node.items) list.push_back(written_value(item));
    return list;
  }
  case NodeKind::map: {
    auto map = nlohmann::ordered_json::object();
    for (std::size_t i = 0; i < node.items.size(); ++i) map[node.keys[i].text] = written_value(node.items[i]);
    return map;
  }
  default:
    return {};
  }
}

std::string value_text(nlohmann::ordered_json const& value) {
  using Kind = nlohmann::ordered_json::value_t;
  std::string text;
  switch (value.type()) {
  case Kind::null:
    return "none";
  case Kind::string: {
    auto const& word = value.get_ref<std::string const&>();
    return needs_quotes(word) ? value.dump() : word;
  }
  case Kind::number_float:
    return fmt::format("{}", value.get<double>());
  case Kind::array:
    for (auto const& item : value) text += (text.empty() ? "" : ", ") + value_text(item);
    return "[" + text + "]";
  case Kind::object:
    for (auto const& [key, item] : value.items()) text += (text.empty() ? "" : ", ") + key + ": " + value_text(item);
    return "{" + text + "}";
  default: // a boolean, a whole number
    return value.dump();
  }
}

} // namespace iptwsim::config
