#pragma once
// The kinds of member that a list of fields may have (core/fields.hpp), for the reader, the writer and the help.

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/fields.hpp"

namespace iptwsim::config {

/// Stands for any visitor, to ask whether a struct has fields.
struct AnyVisitor {
  template <class T> void operator()(Field const&, T&) {}
  void later(std::string_view, std::string_view) {}
  void apart(Field const&) {}
};

template <class T>
concept Options = std::is_class_v<T> && requires(T& options, AnyVisitor& visit) {
  T::fields(options, visit);
};

template <class T>
concept Word = std::is_enum_v<T>;

template <class T> inline constexpr bool is_list = false;
template <class T> inline constexpr bool is_list<std::vector<T>> = true;
/// A map from texts to numbers.
template <class T> inline constexpr bool is_numbers = std::is_same_v<T, NamedNumbers>;
/// A map from a user's names to options, in the order of the config.
template <class T> inline constexpr bool is_named = false;
template <Options T> inline constexpr bool is_named<std::vector<std::pair<std::string, T>>> = true;
template <class T> inline constexpr bool is_optional = false;
template <class T> inline constexpr bool is_optional<std::optional<T>> = true;

/// The names of a struct's fields, by the same walk.
struct FieldNames {
  using Named = std::pair<std::string, std::string>; ///< a name and what it is
  struct Required {
    std::string name, doc;
    std::string_view unless; ///< as in Field
  };
  std::vector<std::string> known;
  std::vector<Required> required; ///< of the known ones
  std::vector<Named> not_yet;     ///< fixed names of later versions

  template <class T> void operator()(Field const& field, T&) {
    known.emplace_back(field.name);
    if (field.is_required) required.push_back({std::string(field.name), std::string(field.doc), field.unless});
  }
  void apart(Field const& field) { known.emplace_back(field.name); }
  void later(std::string_view name, std::string_view doc) { not_yet.emplace_back(name, doc); }
};

template <Options T> FieldNames const& field_names() {
  static FieldNames const all = [] { // a sweep asks ten thousand times
    T options{};
    FieldNames names;
    T::fields(options, names);
    return names;
  }();
  return all;
}

/// The words of an enum in the order of its list.
template <Word T> std::vector<std::string_view> words_of() {
  std::vector<std::string_view> words;
  for (auto const& named : EnumNames<T>::names) words.push_back(named.second);
  return words;
}

} // namespace iptwsim::config
