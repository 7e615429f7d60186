#include "config/describe.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "config/kinds.hpp"
#include "config/scalar.hpp"
#include "config/study.hpp"
#include "config/writer.hpp"

namespace iptwsim {
namespace {

template <class T> std::string type_text() {
  if constexpr (std::is_same_v<T, bool>) {
    return "true or false";
  } else if constexpr (std::is_same_v<T, double>) {
    return "number";
  } else if constexpr (std::is_same_v<T, std::int64_t>) {
    return "whole number";
  } else if constexpr (std::is_same_v<T, std::string>) {
    return "text";
  } else if constexpr (config::is_optional<T>) {
    return type_text<typename T::value_type>();
  } else if constexpr (std::is_enum_v<T>) {
    return fmt::format("one of {}", fmt::join(config::words_of<T>(), ", "));
  } else if constexpr (config::is_named<T>) {
    return "map of names";
  } else if constexpr (config::is_numbers<T>) {
    return "map of names, each a number";
  } else if constexpr (config::is_list<T>) {
    return "list, each " + type_text<typename T::value_type>();
  } else {
    return "map";
  }
}

struct Describer {
  std::string prefix; ///< path of the map with a dot behind it; empty at the top
  std::vector<KeyDescription>& keys;
  std::vector<std::pair<std::string, std::string>>& not_yet;

  template <class T> void operator()(Field const& field, T const& member) {
    std::string const path = prefix + std::string(field.name);
    std::string type = type_text<T>();
    if (std::string const range = config::range_text(field); !range.empty()) type += " " + range;
    if (field.scalar_allowed) type += config::is_list<T> ? ", or one alone" : ", or its first key's value alone";
    KeyDescription key{
        path, type, "", field.is_required, std::string(field.unless), config::is_numbers<T>, std::string(field.doc)};
    if constexpr (config::is_optional<T>) {
      keys.push_back(std::move(key));
      if constexpr (config::Options<typename T::value_type>) walk(path, typename T::value_type{});
    } else if constexpr (config::is_named<T>) {
      keys.push_back(std::move(key));
      walk(path + ".NAME", typename T::value_type::second_type{});
    } else if constexpr (config::Options<T>) {
      keys.push_back(std::move(key));
      walk(path, member);
    } else {
      if (!field.is_required) key.default_value = config::to_json(member).dump();
      keys.push_back(std::move(key));
    }
  }
  void apart(Field const& field) {
    keys.push_back({.path = prefix + std::string(field.name), .type = "map", .doc = std::string(field.doc)});
  }
  void later(std::string_view name, std::string_view doc) { not_yet.emplace_back(prefix + std::string(name), doc); }

  template <config::Options T> void walk(std::string const& path, T const& options) {
    Describer visit{path + ".", keys, not_yet};
    T::fields(options, visit);
  }
};

struct Keys {
  std::vector<KeyDescription> known;
  std::vector<std::pair<std::string, std::string>> not_yet;
};

Keys all_keys() {
  Keys keys;
  Describer visit{"", keys.known, keys.not_yet};
  Study const study;
  Study::fields(study, visit);
  return keys;
}

} // namespace

std::vector<KeyDescription> const& describe_keys() {
  static Keys const keys = all_keys();
  return keys.known;
}

std::string key_help() {
  Keys const keys = all_keys();
  std::string text;
  for (KeyDescription const& key : keys.known) {
    std::string const state = key.is_required && key.unless.empty() ? "; required"
                              : key.is_required                     ? "; required without " + key.unless
                              : key.default_value.empty()           ? ""
                                                                    : "; default " + key.default_value;
    text += fmt::format("{}\n    {}\n    {}{}\n", key.path, key.doc, key.type, state);
  }
  if (!keys.not_yet.empty()) text += "\nNot available yet:\n";
  for (auto const& [path, doc] : keys.not_yet) text += fmt::format("{}\n    {}\n", path, doc);
  return text;
}

} // namespace iptwsim
