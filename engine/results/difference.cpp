#include "results/difference.hpp"

#include <bit>
#include <cmath>
#include <set>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "results/read.hpp"

namespace iptwsim::results {
namespace {

using Difference = std::optional<std::string>;

std::string_view type_name(double) { return "float64"; }
std::string_view type_name(std::int64_t) { return "int64"; }
std::string_view type_name(std::uint8_t) { return "uint8"; }
std::string_view type_name(std::string const&) { return "text"; }
template <class Value> std::string type_name(std::vector<Value> const&) {
  return fmt::format("list of {}", type_name(Value{}));
}
template <class... Types> std::string type_of(std::variant<Types...> const& value) {
  return std::visit([](auto const& held) { return std::string(type_name(held)); }, value);
}

bool same(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); }
template <class Value> bool same(Value const& a, Value const& b) { return a == b; }

/// 17 digits tell two numbers apart; NaNs only by their bits.
std::string shown(double value) {
  if (std::isnan(value)) return fmt::format("NaN (bits {:016x})", std::bit_cast<std::uint64_t>(value));
  return fmt::format("{:.17g}", value);
}
std::string shown(std::int64_t value) { return fmt::format("{}", value); }
std::string shown(std::uint8_t value) { return fmt::format("{}", value); }
std::string shown(std::string const& value) {
  std::size_t const enough = 200;
  return value.size() <= enough ? fmt::format("\"{}\"", value) : fmt::format("\"{}...\"", value.substr(0, enough));
}
std::string shown(std::vector<std::int64_t> const& value) { return fmt::format("[{}]", fmt::join(value, ", ")); }

/// "[1, 0] (endpoint=os, time=5)" for a place in an array.
std::string place(std::size_t flat, std::vector<Axis const*> const& axes) {
  std::vector<std::string> indices(axes.size());
  std::vector<std::string> labels(axes.size());
  for (std::size_t k = axes.size(); k-- > 0;) {
    std::size_t const index = flat % axes[k]->size();
    flat /= axes[k]->size();
    indices[k] = fmt::to_string(index);
    labels[k] = axes[k]->name + "=" +
                std::visit([&](auto const& values) { return fmt::to_string(values[index]); }, axes[k]->labels);
  }
  return axes.empty() ? "" : fmt::format("[{}] ({})", fmt::join(indices, ", "), fmt::join(labels, ", "));
}

/// Compares two results; both directions are covered because names are compared as sets.
class Comparison {
public:
  Comparison(std::string name_a, std::string name_b) : name_a_(std::move(name_a)), name_b_(std::move(name_b)) {}

  Difference documents(Document const& a, Document const& b) const {
    std::set<std::string> paths;
    for (Document const* document : {&a, &b}) {
      for (Group const& group : document->groups) {
        bool const provenance = group.path == "/provenance" || group.path.starts_with("/provenance/");
        if (!provenance) paths.insert(group.path);
      }
    }
    for (std::string const& path : paths) {
      if (auto difference = present("group " + path, a.find_group(path), b.find_group(path))) return difference;
      if (auto difference = groups(*a.find_group(path), *b.find_group(path))) return difference;
    }
    return std::nullopt;
  }

private:
  std::string name_a_;
  std::string name_b_;

  Difference unlike(std::string const& what, std::string const& a, std::string const& b) const {
    return fmt::format("{} is {} in {} and {} in {}", what, a, name_a_, b, name_b_);
  }

  Difference present(std::string const& what, void const* a, void const* b) const {
    if ((a == nullptr) == (b == nullptr)) return std::nullopt;
    return fmt::format("{} is only in {}", what, a != nullptr ? name_a_ : name_b_);
  }

  Difference attributes(std::string const& object, Attributes const& a, Attributes const& b) const {
    std::set<std::string> names;
    for (auto const& [name, value] : a) names.insert(name);
    for (auto const& [name, value] : b) names.insert(name);
    for (std::string const& name : names) {
      std::string const what = fmt::format("attribute {} of {}", name, object);
      auto const in_a = a.find(name);
      auto const in_b = b.find(name);
      if (in_a == a.end() || in_b == b.end()) {
        return fmt::format("{} is only in {}", what, in_a != a.end() ? name_a_ : name_b_);
      }
      if (auto difference = types(what, in_a->second, in_b->second)) return difference;
      auto difference = std::visit(
          [&](auto const& x) -> Difference {
            auto const& y = std::get<std::decay_t<decltype(x)>>(in_b->second);
            return same(x, y) ? std::nullopt : unlike(what, shown(x), shown(y));
          },
          in_a->second);
      if (difference) return difference;
    }
    return std::nullopt;
  }

  template <class Variant> Difference types(std::string const& what, Variant const& a, Variant const& b) const {
    return a.index() == b.index() ? std::nullopt : unlike("the type of " + what, type_of(a), type_of(b));
  }

  /// Sizes are equal; `where(i)` says the place.
  template <class Variant, class Where>
  Difference values(std::string const& what, Variant const& a, Variant const& b, Where const& where) const {
    return std::visit(
        [&](auto const& x) -> Difference {
          auto const& y = std::get<std::decay_t<decltype(x)>>(b);
          for (std::size_t i = 0; i < x.size(); ++i) {
            if (!same(x[i], y[i])) return unlike(what + where(i), shown(x[i]), shown(y[i]));
          }
          return std::nullopt;
        },
        a);
  }

  Difference groups(Group const& a, Group const& b) const {
    if (auto difference = attributes("group " + a.path, a.attributes, b.attributes)) return difference;
    std::string const prefix = a.path == "/" ? a.path : a.path + "/";
    for (auto const& name : names_of(a.axes, b.axes)) {
      Axis const* const x = a.find_axis(name);
      Axis const* const y = b.find_axis(name);
      if (auto difference = present("axis " + prefix + name, x, y)) return difference;
      if (auto difference = axes(prefix + name, *x, *y)) return difference;
    }
    for (auto const& name : names_of(a.arrays, b.arrays)) {
      if (auto difference = present("array " + prefix + name, a.find_array(name), b.find_array(name)))
        return difference;
      if (auto difference = arrays(prefix + name, a, *a.find_array(name), *b.find_array(name))) return difference;
    }
    return std::nullopt;
  }

  template <class Object>
  static std::set<std::string> names_of(std::vector<Object> const& a, std::vector<Object> const& b) {
    std::set<std::string> names;
    for (Object const& object : a) names.insert(object.name);
    for (Object const& object : b) names.insert(object.name);
    return names;
  }

  Difference axes(std::string const& path, Axis const& a, Axis const& b) const {
    if (auto difference = types(path, a.labels, b.labels)) return difference;
    if (a.size() != b.size())
      return unlike("the length of " + path, fmt::to_string(a.size()), fmt::to_string(b.size()));
    auto const where = [](std::size_t i) { return fmt::format("[{}]", i); };
    if (auto difference = values(path, a.labels, b.labels, where)) return difference;
    return attributes(path, a.attributes, b.attributes);
  }

  /// The axes of both groups have been found equal.
  Difference arrays(std::string const& path, Group const& group, Array const& a, Array const& b) const {
    if (auto difference = types(path, a.values, b.values)) return difference;
    if (a.axes != b.axes) {
      return unlike("the shape of " + path, fmt::format("({})", fmt::join(a.axes, ", ")),
                    fmt::format("({})", fmt::join(b.axes, ", ")));
    }
    std::vector<Axis const*> labels;
    for (std::string const& name : a.axes) labels.push_back(&group.axis(name));
    auto const where = [&](std::size_t i) { return place(i, labels); };
    if (auto difference = values(path, a.values, b.values, where)) return difference;
    return attributes(path, a.attributes, b.attributes);
  }
};

} // namespace

std::optional<std::string> first_difference(std::filesystem::path const& file_a, std::filesystem::path const& file_b) {
  Document const a = read_document(file_a);
  Document const b = read_document(file_b);
  return first_difference(a, b, file_a.string(), file_b.string());
}

std::optional<std::string> first_difference(Document const& a, Document const& b, std::string const& name_a,
                                            std::string const& name_b) {
  return Comparison(name_a, name_b).documents(a, b);
}

} // namespace iptwsim::results
