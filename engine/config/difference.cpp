#include "config/difference.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace iptwsim {
namespace {

using Json = nlohmann::ordered_json;

std::string shown(Json const& value) {
  std::string const text = value.dump();
  return text.size() <= 60 ? text : text.substr(0, 57) + "...";
}

/// Both have the same type and are objects or lists; empty when they are equal.
std::string inside(Json const& there, Json const& here, std::string const& path);

std::string at(Json const* there, Json const* here, std::string const& path) {
  if (there == nullptr) return fmt::format("{} is {} here and not there", path, shown(*here));
  if (here == nullptr) return fmt::format("{} is {} there and not here", path, shown(*there));
  if (*there == *here) return "";
  bool const nested = (there->is_object() && here->is_object()) || (there->is_array() && here->is_array());
  std::string const deeper = nested ? inside(*there, *here, path) : "";
  return deeper.empty() ? fmt::format("{} is {} there and {} here", path, shown(*there), shown(*here)) : deeper;
}

std::string inside(Json const& there, Json const& here, std::string const& path) {
  if (there.is_array()) {
    if (there.size() != here.size()) return ""; // the whole lists say more
    for (std::size_t i = 0; i < there.size(); ++i) {
      std::string const found = at(&there[i], &here[i], fmt::format("{}[{}]", path, i));
      if (!found.empty()) return found;
    }
    return "";
  }
  auto const member = [](Json const& object, std::string const& key) {
    auto const found = object.find(key);
    return found == object.end() ? nullptr : &*found;
  };
  for (Json const* object : {&there, &here}) {
    for (auto const& [key, value] : object->items()) {
      std::string const found = at(member(there, key), member(here, key), path.empty() ? key : path + "." + key);
      if (!found.empty()) return found;
    }
  }
  return "";
}

} // namespace

std::string config_difference(std::string const& there, std::string const& here) {
  Json const a = Json::parse(there, nullptr, false), b = Json::parse(here, nullptr, false);
  std::string const found = a.is_object() && b.is_object() ? inside(a, b, "") : "";
  return found.empty() ? "the configs differ" : found;
}

} // namespace iptwsim
