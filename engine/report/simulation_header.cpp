#include "report/simulation_header.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "report/words.hpp"

namespace iptwsim::report {
namespace {

using nlohmann::json;

json config_of(results::Document const& document) {
  auto const* array = document.groups.front().find_array("config");
  return array ? json::parse(std::get<std::vector<std::string>>(array->values).at(0)) : json::object();
}

std::string joined(json const& list) {
  std::string out;
  for (auto const& item : list) out += (out.empty() ? "" : ", ") + item.get<std::string>();
  return out;
}

} // namespace

std::string simulation_header(results::Document const& document) {
  json const config = config_of(document);
  std::string out;
  std::string const title = config.value("title", "");
  if (!title.empty()) out += title + "\n" + std::string(display_width(title), '=') + "\n";
  results::Group const& root = document.groups.front();
  auto const whole = [&](char const* key) {
    auto const found = root.attributes.find(key);
    return found == root.attributes.end() ? std::int64_t{0} : std::get<std::int64_t>(found->second);
  };
  out += fmt::format("{} {} of {} simulated cohorts", whole("scenarios"),
                     whole("scenarios") == 1 ? "scenario" : "scenarios", config.at("simulation").at("cohorts").dump());
  if (config.contains("bootstrap")) {
    out += fmt::format(", {} bootstrap replicates in each", config.at("bootstrap").at("replicates").dump());
  }
  out += fmt::format("; seed {}.\n", whole("seed"));
  json const& propensity = config.at("propensity");
  std::string const known = propensity.at("model").value("known", "");
  out += known.empty()
             ? fmt::format("Propensity score: {} model of {}.\n", propensity.at("model").at("kind").get<std::string>(),
                           joined(propensity.at("terms")))
             : fmt::format("Propensity score: known, {}.\n", known);
  out += fmt::format("Weights: {}{}.\n", joined(config.at("weights").at("estimand")),
                     config.at("weights").at("stabilized").get<bool>() ? ", stabilized" : ", not stabilized");
  return out;
}

} // namespace iptwsim::report
