#pragma once
// From options to JSON, by the options' own lists of fields. An optional that is not there is left out.

#include <utility>

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

template <class T> nlohmann::ordered_json brief_json(Field const& field, T const& value);

/// Members that are required or differ from their default.
struct BriefVisitor {
  nlohmann::ordered_json defaults; ///< every member of a struct as its type makes it
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  nlohmann::ordered_json first = {}; ///< the first member, whatever it is; null if it is absent
  bool has_first = false;            ///< it was visited
  bool is_first_alone = true;        ///< nothing else is in `json`

  template <class T> void operator()(Field const& field, T const& member) {
    std::string const name(field.name);
    bool const is_first = !std::exchange(has_first, true);
    if (is_first) first = brief_json(field, member);
    if constexpr (is_optional<T>) {
      if (!member) return;
    } else {
      if (!field.is_required && defaults[name] == to_json(member)) return;
    }
    json[name] = brief_json(field, member);
    is_first_alone = is_first_alone && is_first;
  }
  void later(std::string_view, std::string_view) {}
  void apart(Field const&) {}
};

/// The shortest that reads back to the same: without defaults, and a scalar where one is allowed.
template <class T> nlohmann::ordered_json brief_json(Field const& field, T const& value) {
  if constexpr (is_optional<T>) {
    return value ? brief_json(field, *value) : nlohmann::ordered_json();
  } else if constexpr (is_named<T>) {
    nlohmann::ordered_json map = nlohmann::ordered_json::object();
    for (auto const& [name, options] : value) {
      Field own{name, field.doc};
      own.scalar_allowed = field.scalar_allowed;
      map[name] = brief_json(own, options);
    }
    return map;
  } else if constexpr (Options<T>) {
    BriefVisitor visit{.defaults = to_json(T{})};
    T::fields(value, visit);
    return field.scalar_allowed && visit.is_first_alone && !visit.first.is_null() ? visit.first : visit.json;
  } else if constexpr (is_numbers<T>) {
    return to_json(value);
  } else if constexpr (is_list<T>) {
    return field.scalar_allowed && value.size() == 1 ? to_json(value.front()) : to_json(value);
  } else {
    return to_json(value);
  }
}

} // namespace iptwsim::config
