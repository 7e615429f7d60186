#include "report/stress_words.hpp"

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

std::string omitted_words(json const& omit) {
  std::string terms;
  for (json const& term : omit) terms += (terms.empty() ? "" : ", ") + term.get<std::string>();
  return "left out of the propensity model: " + terms;
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
  if (method == "swept") out += "; what is done about them is swept";
  if (method == "indicator") out += "; the model tells those patients apart by an indicator";
  return out;
}

std::string late_entry_words(json const& entry) {
  return fmt::format("patients are seen from a time between 0 and {} on, if still there{}", number(entry.at("latest")),
                     entry.at("ignored").get<bool>() ? ", which the analysis ignores" : "");
}

std::string treatment_start_words(json const& start) {
  std::string const analysis = start.at("analysis").get<std::string>();
  json const landmark = start.value("landmark", json());
  json const& at = landmark.is_null() ? start.at("latest") : landmark;
  std::string const when = fmt::format("treatment starts between {} and {}, of those who live to see it; the analysis ",
                                       number(start.at("earliest")), number(start.at("latest")));
  if (analysis == "planned") return when + "goes by what was planned";
  if (analysis == "naive") return when + "calls treated whoever was, from time 0 on (immortal time)";
  return when +
         fmt::format("begins at the landmark {}, with those still followed and the treatment until then, so that "
                     "its survival is given survival to it",
                     number(at));
}

std::string dropout_words(json const& log_hazard) {
  std::string out;
  for (auto const& [term, value] : log_hazard.items()) {
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", term, number(value));
  }
  return "drop-out depends on the patient, log hazard ratios: " + out;
}

/// Collects phrases of keys that are there, or swept.
class Phrases {
public:
  explicit Phrases(SimulationFacts const& facts) : facts_(facts) {}

  template <class Words>
  void add(json const& parent, std::string const& path, std::string const& key, char const* swept, Words const& words) {
    json const value = parent.value(key, json());
    if (facts_.sweeps(path + key)) {
      phrases_.push_back(fmt::format("{} as swept", swept));
    } else if (!value.empty()) {
      phrases_.push_back(words(value));
    }
  }
  std::vector<std::string> take() { return std::move(phrases_); }

private:
  SimulationFacts const& facts_;
  std::vector<std::string> phrases_;
};

json synthetic_of(json const& config) {
  return config.value("cohort", json::object()).value("synthetic", json::object());
}

} // namespace

std::vector<std::string> follow_up_words(json const& config, SimulationFacts const& facts) {
  json const synthetic = synthetic_of(config);
  Phrases phrases(facts);
  phrases.add(synthetic.value("censoring", json::object()), "cohort.synthetic.censoring.", "dropout_log_hazard",
              "how drop-out depends on the patient", dropout_words);
  phrases.add(synthetic, "cohort.synthetic.", "late_entry", "when patients come to be seen", late_entry_words);
  phrases.add(synthetic, "cohort.synthetic.", "treatment_start", "when treatment starts, and how that is analysed",
              treatment_start_words);
  return phrases.take();
}

std::vector<std::string> stress_words(json const& config, SimulationFacts const& facts) {
  json const synthetic = synthetic_of(config);
  std::string const of_cohort = "cohort.synthetic.";
  std::string const method = facts.sweeps("cohort.missing")
                                 ? "swept"
                                 : config.value("cohort", json::object()).value("missing", std::string("error"));
  Phrases phrases(facts);
  phrases.add(synthetic, of_cohort, "unmeasured", "an unmeasured cause of treatment and times", unmeasured_words);
  phrases.add(config.value("propensity", json::object()), "propensity.", "omit",
              "terms left out of the propensity model", omitted_words);
  phrases.add(synthetic, of_cohort, "positivity", "patients whose treatment depends on nothing else", positivity_words);
  phrases.add(synthetic, of_cohort, "reliability", "errors of measurement", reliability_words);
  phrases.add(synthetic, of_cohort, "missing", "missing values",
              [&](json const& missing) { return missing_words(missing, method); });
  return phrases.take();
}

} // namespace iptwsim::report
