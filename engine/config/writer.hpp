#pragma once
// From options to JSON, by the options' own lists of fields. An optional that is not there is left out.

#include <nlohmann/json.hpp>

#include "config/kinds.hpp"

namespace iptwsim::config {

template <class T> nlohmann::ordered_json to_json(T const& value);

struct JsonVisitor {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();

  template <class T> void operator()(Field const& field, T const& member) {
    if constexpr (is_optional<T>) {
      if (member) json[std::string(field.name)] = to_json(*member);
    } else {
      json[std::string(field.name)] = to_json(member);
    }
  }
  void later(std::string_view, std::string_view) {}
  void apart(Field const&) {}
};

template <class T> nlohmann::ordered_json to_json(T const& value) {
  if constexpr (is_named<T>) {
    nlohmann::ordered_json map = nlohmann::ordered_json::object();
    for (auto const& [name, options] : value) map[name] = to_json(options);
    return map;
  } else if constexpr (is_numbers<T>) {
    nlohmann::ordered_json map = nlohmann::ordered_json::object();
    for (auto const& [name, number] : value) map[name] = number;
    return map;
  } else if constexpr (is_list<T>) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (auto const& item : value) list.push_back(to_json(item));
    return list;
  } else if constexpr (Options<T>) {
    JsonVisitor visit;
    T::fields(value, visit);
    return visit.json;
  } else if constexpr (Word<T>) {
    return std::string(name_of(value));
  } else {
    return value;
  }
}

} // namespace iptwsim::config
