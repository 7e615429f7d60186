#include "report/stress_words.hpp"

#include <functional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace iptwsim::report {
namespace {

using nlohmann::json;

std::string number(json const& value) { return fmt::format("{:.4g}", value.get<double>()); }
std::string share(json const& value) { return fmt::format("{:.4g}%", 100 * value.get<double>()); }

std::string unmeasured_words(json const& unmeasured) {
  return fmt::format("an unmeasured cause that {} of patients have, with log odds ratio {} of treatment and latent "
                     "correlation {} with times to events",
                     share(unmeasured.at("prevalence")), number(unmeasured.at("log_odds")),
                     number(unmeasured.at("dependence")));
}

std::string positivity_words(json const& positivity) {
  return fmt::format("where {}, {} of patients are treated, whatever else they have",
                     positivity.at("where").get<std::string>(), share(positivity.at("probability")));
}

std::string reliability_words(json const& reliability) {
  std::string out;
  for (auto const& [name, value] : reliability.items()) {
    out += fmt::format("{}{} measured with reliability {}", out.empty() ? "" : ", ", name, number(value));
  }
  return out;
}

std::string missing_words(json const& missing, std::string const& method) {
  std::string out;
  for (auto const& [name, options] : missing.items()) {
    json const& log_odds = options.at("log_odds");
    std::string terms;
    for (auto const& term : log_odds.items()) terms += (terms.empty() ? "" : ", ") + term.key();
    out += fmt::format("{}{} missing in {}{}", out.empty() ? "" : ", ", name, share(options.at("share")),
                       terms.empty() ? "" : fmt::format(" (depending on the true {})", terms));
  }
  if (method == "drop") out += "; patients who lack what the model needs are left out (complete cases)";
  if (method == "indicator") out += "; the model tells those patients apart by an indicator";
  return out;
}

} // namespace

std::vector<std::string> stress_words(json const& config, SimulationFacts const& facts) {
  std::vector<std::string> phrases;
  json const& synthetic = config.value("cohort", json::object()).value("synthetic", json::object());
  auto const add = [&](json const& parent, std::string const& path, std::string const& key, char const* swept,
                       std::function<std::string(json const&)> const& words) {
    json const value = parent.value(key, json());
    if (facts.sweeps(path + key)) {
      phrases.push_back(fmt::format("{} as swept", swept));
    } else if (!value.empty()) {
      phrases.push_back(words(value));
    }
  };
  std::string const of_cohort = "cohort.synthetic.";
  json const method = config.value("cohort", json::object()).value("missing", json("error"));
  add(synthetic, of_cohort, "unmeasured", "an unmeasured cause of treatment and times", unmeasured_words);
  add(config.value("propensity", json::object()), "propensity.", "omit", "terms left out of the propensity model",
      [](json const& omit) {
        std::string terms;
        for (json const& term : omit) terms += (terms.empty() ? "" : ", ") + term.get<std::string>();
        return "left out of the propensity model: " + terms;
      });
  add(synthetic, of_cohort, "positivity", "patients whose treatment depends on nothing else", positivity_words);
  add(synthetic, of_cohort, "reliability", "errors of measurement", reliability_words);
  add(synthetic, of_cohort, "missing", "missing values", [&](json const& missing) {
    bool const is_swept = facts.sweeps("cohort.missing");
    return missing_words(missing, is_swept ? "" : method.get<std::string>()) +
           (is_swept ? "; what is done about them is swept" : "");
  });
  return phrases;
}

} // namespace iptwsim::report
