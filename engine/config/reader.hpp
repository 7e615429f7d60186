#pragma once
// From nodes to options, by the options' own lists of fields.

#include <algorithm>
#include <string>
#include <type_traits>

#include <fmt/format.h>

#include "config/keys.hpp"
#include "config/kinds.hpp"
#include "config/node.hpp"
#include "config/scalar.hpp"

namespace iptwsim::config {

class Reader {
public:
  explicit Reader(Report& report) : report_(report) {}

  /// Fills `value` from `node`; what is wrong goes to the report, and the value keeps its default.
  template <class T> void read(Node const& node, Field const& field, T& value) {
    if (node.kind == NodeKind::rejected) return;
    if constexpr (is_optional<T>) {
      value.emplace();
      read(node, field, *value);
    } else if constexpr (is_named<T>) {
      read_named(node, field, value);
    } else if constexpr (is_numbers<T>) {
      read_numbers(node, field, value);
    } else if constexpr (is_list<T>) {
      read_list(node, field, value);
    } else if constexpr (Options<T>) {
      read_options(node, field, value);
    } else if (auto read = read_scalar<T>(node, field)) {
      value = *std::move(read);
    }
  }

private:
  /// Reads each field of a struct from the map's key of its name.
  struct MapVisitor {
    Reader& reader;
    Node const& map;

    template <class T> void operator()(Field const& field, T& member) {
      if (Node const* const node = map.find(field.name)) reader.read(*node, field, member);
    }
    void later(std::string_view, std::string_view) {} // told by check_keys
    void apart(Field const&) {}
  };

  template <Options T> void read_options(Node const& node, Field const& field, T& options) {
    FieldNames const& names = field_names<T>();
    if (node.kind == NodeKind::scalar && field.scalar_allowed) {
      // A single value stands for the first field.
      Node key = node;
      key.text = names.known.front();
      Node map{.kind = NodeKind::map, .source = node.source, .line = node.line, .column = node.column};
      map.items.push_back(node);
      map.keys.push_back(std::move(key));
      return read_options(map, field, options);
    }
    if (node.kind != NodeKind::map) return report_no_map(node, field, names, report_);
    MapVisitor visit{*this, node};
    T::fields(options, visit);
    check_keys(node, field.name, names, report_);
  }

  template <class T> void read_named(Node const& node, Field const& field, T& named) {
    if (node.kind != NodeKind::map) {
      report_.add(node, fmt::format("{} is {}", field.name, shown(node)), "a map of names is needed",
                  fmt::format("write {}: {{NAME: {{...}}}}", field.name));
      return;
    }
    if (node.items.empty() && field.not_empty) report_empty(node, field);
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      check_name(node.keys[i], field.name, report_);
      auto& entry = named.emplace_back();
      entry.first = node.keys[i].text;
      Field own{node.keys[i].text, field.doc};
      own.scalar_allowed = field.scalar_allowed;
      read(node.items[i], own, entry.second);
    }
  }

  void read_numbers(Node const& node, Field const& field, NamedNumbers& numbers) {
    numbers.clear();
    if (node.kind != NodeKind::map) {
      report_.add(node, fmt::format("{} is {}", field.name, shown(node)), "a map of names to numbers is needed",
                  fmt::format("write {}: {{NAME: NUMBER}}", field.name));
      return;
    }
    if (node.items.empty() && field.not_empty) report_empty(node, field);
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      Field own = field; // the range
      own.name = node.keys[i].text;
      if (own.name.empty()) {
        report_.add(node.keys[i], fmt::format("{} has an empty name", field.name), std::string(field.doc),
                    "fill it in");
      } else if (auto const number = read_number(node.items[i], own, report_)) {
        numbers.emplace_back(own.name, *number);
      }
    }
  }

  template <class T> void read_list(Node const& node, Field const& field, std::vector<T>& list) {
    list.clear();
    if (node.kind == NodeKind::scalar && field.scalar_allowed) return append(node, field, list);
    if (node.kind != NodeKind::list) {
      std::string const items = node.kind == NodeKind::scalar ? node.text : "...";
      report_.add(node, fmt::format("{} is {}", field.name, shown(node)), "a list is needed",
                  fmt::format("write {}: [{}]", field.name, items));
      return;
    }
    if (node.items.empty() && field.not_empty) report_empty(node, field);
    for (Node const& item : node.items) {
      if (item.kind == NodeKind::empty) {
        report_.add(item, fmt::format("{} has an empty element", field.name), "nothing stands between two separators",
                    "take one separator out");
      } else {
        append(item, field, list);
      }
    }
  }

  template <class T> void append(Node const& item, Field const& field, std::vector<T>& list) {
    auto value = read_scalar<T>(item, field.non_empty());
    if (!value) return;
    if (!field.repeats_allowed && std::find(list.begin(), list.end(), *value) != list.end()) {
      report_.add(item, fmt::format("{} lists {} twice", field.name, item.text), "once is enough", "take one out");
      return;
    }
    list.push_back(*std::move(value));
  }

  template <class T> std::optional<T> read_scalar(Node const& node, Field const& field) {
    if constexpr (std::is_same_v<T, bool>) {
      return read_boolean(node, field, report_);
    } else if constexpr (std::is_same_v<T, double>) {
      return read_number(node, field, report_);
    } else if constexpr (std::is_same_v<T, std::int64_t>) {
      return read_integer(node, field, report_);
    } else if constexpr (std::is_same_v<T, std::string>) {
      return read_text(node, field, report_);
    } else {
      static_assert(Word<T>, "core/fields.hpp lists the types that a member may have");
      auto const index = read_word(node, field, words_of<T>(), EnumNames<T>::later, report_);
      if (!index) return std::nullopt;
      return EnumNames<T>::names[*index].first;
    }
  }

  void report_empty(Node const& node, Field const& field) {
    report_.add(node, fmt::format("{} is {}", field.name, shown(node)), "at least one is needed", "fill it in");
  }

  Report& report_;
};

} // namespace iptwsim::config
