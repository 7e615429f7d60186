#include "report/simulation_facts.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "report/effect_words.hpp"
#include "report/lookup.hpp"
#include "report/plasmode_words.hpp"
#include "report/stress_words.hpp"
#include "report/words.hpp"

namespace iptwsim::report {
namespace {

using nlohmann::json;

template <class T> std::map<std::string, T> by_quantity(json const& config, char const* key) {
  std::map<std::string, T> out;
  auto const found = config.find(key);
  if (found == config.end() || found->is_null()) return out;
  if (!found->is_object()) return {{"every", found->get<T>()}};
  for (auto const& [quantity, value] : found->items()) {
    if (!value.is_null()) out[quantity] = value.template get<T>();
  }
  return out;
}

/// The value for a quantity; nullptr when the config says nothing.
template <class T> T const* find(std::map<std::string, T> const& values, std::string const& quantity) {
  auto found = values.find(quantity);
  if (found == values.end()) found = values.find("every");
  return found == values.end() ? nullptr : &found->second;
}

void add_scenarios(results::Document const& document, SimulationFacts& facts) {
  for (results::Group const& group : document.groups) {
    if (group.path != "/scenarios") continue;
    facts.scenarios = std::get<std::vector<std::string>>(group.axis("scenario").labels);
    if (auto const* const components = group.find_axis("component")) {
      facts.solved.components = std::get<std::vector<std::string>>(components->labels);
    }
    if (auto const* const endpoints = group.find_axis("solved_endpoint")) {
      facts.effects.endpoints = std::get<std::vector<std::string>>(endpoints->labels);
    }
    for (results::Array const& array : group.arrays) {
      if (array.name == "patient_effect") facts.effects.effects = std::get<std::vector<double>>(array.values);
      if (array.name == "hazard_shift") facts.effects.shifts = std::get<std::vector<double>>(array.values);
      if (array.name.starts_with("swept.")) facts.swept.push_back(array.name.substr(6));
      if (array.name == "component_time") facts.solved.times = std::get<std::vector<double>>(array.values);
      if (array.name == "component_survival") facts.solved.survivals = std::get<std::vector<double>>(array.values);
      if (array.name == "real_patients") facts.real_patients = std::get<std::vector<std::int64_t>>(array.values);
      if (array.name == "real_patients_dropped") {
        facts.real_patients_dropped = std::get<std::vector<std::int64_t>>(array.values);
      }
      if (array.name == "cohorts") facts.cohorts = std::get<std::vector<std::int64_t>>(array.values);
    }
  }
}

/// Indicators of missing values that the fitted models have, but no term of the config.
std::string indicators(results::Document const& document, json const& terms) {
  std::string out;
  results::Group const* const coefficients = document.find_group("/performance/propensity_coefficient");
  results::Axis const* const axis = coefficients ? coefficients->find_axis("term") : nullptr;
  if (!axis) return out;
  for (std::string const& name : std::get<std::vector<std::string>>(axis->labels)) {
    if (name.starts_with("missing(") && std::find(terms.begin(), terms.end(), name) == terms.end()) out += ", " + name;
  }
  return out;
}

std::string propensity_words(json const& propensity, results::Document const& document) {
  std::string const known = propensity.at("model").value("known", "");
  if (!known.empty()) return "known, " + known;
  std::string const terms = joined(propensity.at("terms")) + indicators(document, propensity.at("terms"));
  return fmt::format("{} model {}", propensity.at("model").at("kind").get<std::string>(),
                     terms.empty() ? "without terms" : "of " + terms);
}

std::string weights_words(json const& weights) {
  std::string words = joined(weights.at("estimand")) + (weights.at("stabilized").get<bool>() ? "; " : "; not ");
  words += "stabilized";
  if (weights.value("normalize", "none") != "none") words += ", mean 1 in each arm";
  auto const truncate = weights.find("truncate");
  if (truncate != weights.end() && !truncate->is_null()) words += ", truncated";
  return words;
}

} // namespace

bool SimulationFacts::sweeps(std::string const& key) const {
  return std::any_of(swept.begin(), swept.end(), [&](std::string const& path) {
    return path == key || path.starts_with(key + ".") || key.starts_with(path + ".");
  });
}

double SimulationFacts::null_of(std::string const& quantity) const {
  if (sweeps("null")) return std::numeric_limits<double>::quiet_NaN();
  double const* const named = find(nulls, quantity);
  return named && quantity != "log_rank" ? *named : 0;
}

std::string SimulationFacts::alternative_of(std::string const& quantity) const {
  if (sweeps("alternative")) return "";
  std::string const* const named = find(alternatives, quantity);
  return named ? *named : "two_sided";
}

SimulationFacts simulation_facts(results::Document const& document) {
  json const config = config_of(document);
  SimulationFacts facts;
  facts.title = config.value("title", "");
  auto const& attributes = document.groups.front().attributes;
  if (auto const seed = attributes.find("seed"); seed != attributes.end()) {
    facts.seed = std::get<std::int64_t>(seed->second);
  }
  add_scenarios(document, facts);
  auto const bootstrap = config.find("bootstrap");
  if (bootstrap != config.end() && !bootstrap->is_null()) facts.replicates = bootstrap->at("replicates");
  facts.patients = plasmode_words(config, facts);
  facts.propensity = propensity_words(config.at("propensity"), document);
  facts.weights = weights_words(config.at("weights"));
  facts.follow_up = follow_up_words(config, facts);
  facts.stress = stress_words(config, facts);
  for (std::string const& endpoint : facts.effects.endpoints) {
    facts.effects.wishes.push_back(effect_wishes(config, endpoint, facts));
  }
  facts.nulls = by_quantity<double>(config, "null");
  facts.alternatives = by_quantity<std::string>(config, "alternative");
  return facts;
}

} // namespace iptwsim::report
