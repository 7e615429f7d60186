#include "report/header_text.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "report/lookup.hpp"
#include "report/words.hpp"

namespace iptwsim::report {
namespace {

using nlohmann::json;
using results::TextRow;

std::string attribute(results::Document const& document, std::string const& key) {
  auto const& attributes = document.groups.front().attributes;
  auto const found = attributes.find(key);
  if (found == attributes.end()) return "";
  if (auto const* text = std::get_if<std::string>(&found->second)) return *text;
  if (auto const* number = std::get_if<std::int64_t>(&found->second)) return std::to_string(*number);
  return "";
}

std::string weights_line(json const& config) {
  json const& weights = config.at("weights");
  std::string text = "Weights: " + joined(weights.at("estimand"));
  bool const stabilized = weights.at("stabilized").get<bool>();
  text += stabilized ? "; stabilized by the share of the patient's arm" : "; not stabilized";
  if (weights.at("normalize") == "arm") text += "; mean 1 in each arm";
  if (weights.contains("truncate")) text += "; truncated";
  bool only_ate = true;
  for (auto const& estimand : weights.at("estimand")) only_ate = only_ate && estimand == "ate";
  if (stabilized && !only_ate) {
    text += ".\n  (Stabilizing other weights than ate changes their hazard ratio and log-rank tests, nothing else)";
  }
  return text + ".\n";
}

/// Terms of the config, and indicators of missing values that the fitted model has beside them.
std::string terms_words(json const& terms, std::span<TextRow const> rows) {
  std::string words = joined(terms);
  for (TextRow const& r : rows) {
    if (r.quantity != "propensity_coefficient" || r.statistic != "estimate" || !r.arm.starts_with("missing(")) continue;
    if (std::find(terms.begin(), terms.end(), r.arm) == terms.end()) words += ", " + r.arm;
  }
  return words.empty() ? "without terms" : "of " + words;
}

std::string model_line(json const& config, std::span<TextRow const> rows) {
  json const& model = config.at("propensity").at("model");
  std::string const known = model.value("known", "");
  if (!known.empty()) return fmt::format("Propensity score: known, column {}.\n", known);
  std::string const omitted = joined(config.at("propensity").value("omit", json::array()));
  return fmt::format("Propensity score: {} model {}{}.\n", model.at("kind").get<std::string>(),
                     terms_words(config.at("propensity").at("terms"), rows),
                     omitted.empty() ? "" : "; fitted without " + omitted);
}

/// One-sided tests and other null values are said, the defaults are not.
std::string tests_line(json const& config) {
  std::string out;
  for (char const* key : {"alternative", "null"}) {
    if (!config.contains(key) || config.at(key).empty()) continue;
    out += fmt::format("{}{} {}", out.empty() ? "Tests: " : "; ", key, config.at(key).dump());
  }
  return out.empty() ? "" : out + ".\n";
}

std::string warnings(std::span<TextRow const> rows) {
  std::string aliased, out;
  for (TextRow const& r : rows) {
    bool const left_out = r.quantity == "propensity_coefficient" && r.status == "aliased" && r.statistic == "estimate";
    if (left_out) aliased += (aliased.empty() ? "" : ", ") + r.arm;
  }
  if (!aliased.empty()) out += "Left out of the model, as other terms already say it: " + aliased + ".\n";
  TextRow const* const intercept = find(rows, {.quantity = "propensity_coefficient", .arm = "intercept"});
  if (intercept && intercept->status != "ok") {
    out += fmt::format("No weighted comparison is given: {}.\n  Look for a term that tells the arms apart, or use "
                       "model: firth.\n",
                       status_sentence(intercept->status));
  }
  return out;
}

} // namespace

bool has_competing_events(results::Document const& document, std::string const& endpoint) {
  json const event = config_of(document).at("endpoints").at(endpoint).at("event");
  return event.is_object() && !event.at("competing").empty();
}

std::string header_text(results::Document const& document, std::span<TextRow const> rows) {
  std::string out;
  std::string const title = attribute(document, "title");
  if (!title.empty()) out += title + "\n" + std::string(display_width(title), '=') + "\n";
  json const config = config_of(document);
  double const control = value(rows, {.quantity = "n", .arm = "control"});
  double const treated = value(rows, {.quantity = "n", .arm = "treated"});
  out +=
      fmt::format("{} patients: {} control, {} treated ({} = {}, against {}).\n", count(control + treated),
                  count(control), count(treated), config.at("cohort").at("treatment").at("column").get<std::string>(),
                  attribute(document, "treated_label"), attribute(document, "control_label"));
  if (attribute(document, "rows_dropped") != "0") {
    out += fmt::format("{} of {} rows of the file were dropped for missing values.\n",
                       attribute(document, "rows_dropped"), attribute(document, "rows_read"));
  }
  out += model_line(config, rows);
  if (std::string const notes = attribute(document, "term_notes"); !notes.empty()) out += "  (" + notes + ")\n";
  return out + weights_line(config) + tests_line(config) + warnings(rows);
}

} // namespace iptwsim::report
