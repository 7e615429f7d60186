#pragma once
// One list of fields per options struct, walked by everybody who needs it: parsing, defaults, range checks, help and
// the echo in the result file. A struct offers
//
//   template <class Self, class Visitor> static void fields(Self& self, Visitor& visit) {
//     visit(Field{"tau", "horizon of the restricted mean, in the data's unit of time"}.above(0), self.tau);
//     visit.later("truncate", "truncation of weights"); // a name that is fixed, a feature that is not there yet
//     visit.apart(Field{"sweep", "many scenarios"});    // a key that something else reads; no member
//   }
//
// Self is const for writers and mutable for readers. A member may be bool, double, std::int64_t, std::string, an enum
// with EnumNames, std::vector of these, an options struct, std::optional of any of these, or a vector of pairs: of a
// user's name and an options struct, or of a text and a double (NamedNumbers), whose range is that of the field.

#include <array>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace iptwsim {

struct Field {
  std::string_view name;
  std::string_view doc;
  bool is_required = false;
  bool not_empty = false;
  bool scalar_allowed = false;  ///< a list may be written as its only element, a struct as its first field
  bool repeats_allowed = false; ///< a list may hold a value twice
  std::string_view unless = {}; ///< not required where this key, by dots from the same map, is there; `a or b`: either
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
  bool lower_open = false;
  bool upper_open = false;

  constexpr Field(std::string_view name_, std::string_view doc_) : name(name_), doc(doc_) {}

  // clang-format off
  constexpr Field required() const { return with([](Field& f) { f.is_required = true; }); }
  constexpr Field required_without(std::string_view key) const {
    return with([key](Field& f) { f.is_required = true, f.unless = key; });
  }
  constexpr Field repeats() const { return with([](Field& f) { f.repeats_allowed = true; }); }
  constexpr Field non_empty() const { return with([](Field& f) { f.not_empty = true; }); }
  constexpr Field or_scalar() const { return with([](Field& f) { f.scalar_allowed = true; }); }
  constexpr Field above(double x) const { return with([x](Field& f) { f.lower = x, f.lower_open = true; }); }
  constexpr Field at_least(double x) const { return with([x](Field& f) { f.lower = x; }); }
  constexpr Field below(double x) const { return with([x](Field& f) { f.upper = x, f.upper_open = true; }); }
  constexpr Field at_most(double x) const { return with([x](Field& f) { f.upper = x; }); }
  // clang-format on

  constexpr bool in_range(double x) const {
    return (lower_open ? x > lower : x >= lower) && (upper_open ? x < upper : x <= upper);
  }

private:
  template <class Change> constexpr Field with(Change change) const {
    Field copy = *this;
    change(copy);
    return copy;
  }
};

/// Numbers by a user's name or term, in the order of the config.
using NamedNumbers = std::vector<std::pair<std::string, double>>;

/// Specialise with `static constexpr std::array names{std::pair{Enum::value, std::string_view{"word"}}, ...}` and
/// `static constexpr std::array<std::string_view, N> later{...}` for words that are fixed but not available yet.
template <class Enum> struct EnumNames;

template <class Enum> constexpr std::string_view name_of(Enum value) {
  for (auto const& [candidate, word] : EnumNames<Enum>::names) {
    if (candidate == value) return word;
  }
  return "?";
}

} // namespace iptwsim
