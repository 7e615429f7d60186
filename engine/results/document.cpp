#include "results/document.hpp"

#include <algorithm>
#include <cstddef>
#include <set>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace iptwsim::results {
namespace {

/// The Unicode standard's table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF; also no NUL, which
/// would end the text in the file. One wrong byte anywhere makes netCDF4 refuse to open the whole file.
bool is_storable_text(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    auto const byte = [&](std::size_t k) {
      return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : static_cast<unsigned char>(0);
    };
    unsigned char const lead = byte(0);
    std::size_t const length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (lead == 0 || (lead >= 0x80 && lead < 0xC2) || lead > 0xF4) return false;
    unsigned char const low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char const high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (length > 1 && (byte(1) < low || byte(1) > high)) return false;
    for (std::size_t k = 2; k < length; ++k) {
      if ((byte(k) & 0xC0U) != 0x80U) return false;
    }
    i += length;
  }
  return true;
}

class Inspector {
public:
  std::vector<Problem> problems;

  void group(Group const& group) {
    std::string const& path = group.path;
    bool const well_formed =
        path == "/" || (path.size() > 1 && path.front() == '/' && path.back() != '/' &&
                        path.find("//") == std::string::npos && path.find("/.") == std::string::npos);
    if (!well_formed) fault(path, "a group's path reads like / or /estimates/survival");
    object(path);
    attributes(path, group.attributes);
    std::string const prefix = path == "/" ? path : path + "/";
    for (Axis const& axis : group.axes) {
      member(prefix, axis.name);
      attributes(prefix + axis.name, axis.attributes);
      if (auto const* labels = std::get_if<std::vector<std::string>>(&axis.labels)) texts(prefix + axis.name, *labels);
    }
    for (Array const& array : group.arrays) {
      member(prefix, array.name);
      attributes(prefix + array.name, array.attributes);
      if (auto const* values = std::get_if<std::vector<std::string>>(&array.values))
        texts(prefix + array.name, *values);
      shape(group, prefix + array.name, array);
    }
  }

private:
  std::set<std::string> objects_;

  void fault(std::string const& object, std::string why) {
    problems.push_back({.file = {},
                        .what = fmt::format("`{}` cannot be stored", object),
                        .why = std::move(why),
                        .advice = "this is a fault of the program, please report it"});
  }

  void text(std::string const& object, std::string_view value) {
    if (is_storable_text(value)) return;
    problems.push_back({.file = {},
                        .what = fmt::format("`{}` cannot be stored", object),
                        .why = "a text is not UTF-8, or has a zero byte",
                        .advice = "convert the input to UTF-8, e.g. with iconv"});
  }

  void texts(std::string const& object, std::vector<std::string> const& values) {
    for (std::string const& value : values) text(object, value);
  }

  void object(std::string const& path) {
    text(path, path);
    if (!objects_.insert(path).second) fault(path, "two objects have this name");
  }

  void member(std::string const& prefix, std::string const& name) {
    if (name.empty() || name == "." || name.find('/') != std::string::npos) {
      fault(prefix + name, "a name is not empty and has no slash");
    }
    object(prefix + name);
  }

  void attributes(std::string const& object, Attributes const& attributes) {
    for (auto const& [name, value] : attributes) {
      text(object, name);
      if (auto const* words = std::get_if<std::string>(&value)) text(object + "@" + name, *words);
      bool const reserved = std::ranges::find(reserved_attributes, name) != reserved_attributes.end();
      if (name.empty() || reserved) fault(object + "@" + name, "HDF5 keeps this attribute for itself");
    }
  }

  void shape(Group const& group, std::string const& path, Array const& array) {
    std::size_t expected = 1;
    for (std::string const& name : array.axes) {
      Axis const* const axis = group.find_axis(name);
      if (axis == nullptr) return fault(path, "its group has no axis " + name);
      // xarray cannot select along a dimension that occurs twice.
      if (std::ranges::count(array.axes, name) > 1) return fault(path, "it uses axis " + name + " twice");
      expected *= axis->size();
    }
    std::size_t const found = std::visit([](auto const& values) { return values.size(); }, array.values);
    if (found != expected) fault(path, fmt::format("it has {} values, its axes ask for {}", found, expected));
  }
};

} // namespace

std::size_t Axis::size() const {
  return std::visit([](auto const& values) { return values.size(); }, labels);
}

Axis const* Group::find_axis(std::string const& name) const {
  auto const found = std::ranges::find(axes, name, &Axis::name);
  return found == axes.end() ? nullptr : &*found;
}

Axis const& Group::axis(std::string const& name) const {
  Axis const* const found = find_axis(name);
  if (found == nullptr) throw std::out_of_range("group " + path + " has no axis " + name);
  return *found;
}

Array const* Group::find_array(std::string const& name) const {
  auto const found = std::ranges::find(arrays, name, &Array::name);
  return found == arrays.end() ? nullptr : &*found;
}

Group const* Document::find_group(std::string const& path) const {
  auto const found = std::ranges::find(groups, path, &Group::path);
  return found == groups.end() ? nullptr : &*found;
}

void add_file_attributes(Attributes& root) {
  root["filetype"] = std::string(filetype);
  root["format_version"] = std::vector<std::int64_t>{format_version_major, format_version_minor};
}

Document as_read(Document document) {
  std::set<std::string> known, wanted;
  for (Group const& group : document.groups) {
    known.insert(group.path);
    for (std::size_t end = group.path.find('/', 1); end != std::string::npos; end = group.path.find('/', end + 1)) {
      wanted.insert(group.path.substr(0, end));
    }
  }
  for (std::string const& path : wanted) {
    if (!known.contains(path)) document.groups.push_back({.path = path});
  }
  std::ranges::sort(document.groups, {}, &Group::path);
  add_file_attributes(document.groups.front().attributes);
  return document;
}

std::vector<Problem> problems_of(Document const& document) {
  Inspector inspector;
  for (Group const& group : document.groups) inspector.group(group);
  return std::move(inspector.problems);
}

} // namespace iptwsim::results
