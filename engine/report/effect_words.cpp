#include "report/effect_words.hpp"

#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace iptwsim::report {
namespace {

using nlohmann::json;

/// The value at a path; null where it is not there.
json at_path(json const& config, std::initializer_list<std::string> path) {
  json const* at = &config;
  for (std::string const& key : path) {
    auto const found = at->find(key);
    if (found == at->end()) return nullptr;
    at = &*found;
  }
  return *at;
}

} // namespace

std::string effect_wishes(json const& config, std::string const& endpoint, SimulationFacts const& facts) {
  if (facts.sweeps("cohort.synthetic.endpoints." + endpoint + ".conditional")) return "as the scenario says";
  json const model = at_path(config, {"cohort", "synthetic", "endpoints", endpoint, "conditional"});
  std::vector<std::string> wishes;
  json const ratio = at_path(model, {"treatment", "marginal", "hazard_ratio"});
  if (ratio.is_object()) {
    wishes.push_back(fmt::format("hazard ratio {:.4g}, the limit of a Cox model of treatment alone {}",
                                 ratio.at("equals").get<double>(),
                                 ratio.at("limit") == "design" ? "under this follow-up" : "with every event seen"));
  }
  for (auto const& [key, words] : {std::pair{"survival_difference", "difference of survival at {:.6g}: {:.4g}"},
                                   std::pair{"rmst_difference", "difference of RMST {:.6g}: {:.4g}"}}) {
    json const difference = at_path(model, {"treatment", "marginal", key});
    if (!difference.is_object()) continue;
    wishes.push_back(
        fmt::format(fmt::runtime(words), difference.at("at").get<double>(), difference.at("equals").get<double>()));
  }
  json const fraction = at_path(model, {"event_fraction"});
  if (fraction.is_number()) {
    wishes.push_back(fmt::format("events in {:.4g}% of patients", 100 * fraction.get<double>()));
  }
  return fmt::format("{}", fmt::join(wishes, "; "));
}

} // namespace iptwsim::report
