#include "config/rules.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cohort/csv_text.hpp"
#include "config/kinds.hpp"

namespace iptwsim::config {
namespace {

/// `[age, rcs(size, 4)]` without quotes is three elements to YAML, the second of which ends inside a bracket. No term
/// does, so the pieces can only belong together.
void join_terms(Node& terms) {
  auto const has_open_bracket = [](std::string_view text) {
    return std::count(text.begin(), text.end(), '(') > std::count(text.begin(), text.end(), ')');
  };
  for (std::size_t i = 0; i + 1 < terms.items.size();) {
    Node& term = terms.items[i];
    Node const& next = terms.items[i + 1];
    bool const are_plain =
        term.kind == NodeKind::scalar && next.kind == NodeKind::scalar && !term.is_quoted && !next.is_quoted;
    if (are_plain && has_open_bracket(term.text) && next.text.find(')') != std::string::npos) {
      term.text += ", " + next.text;
      terms.items.erase(terms.items.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    } else {
      ++i;
    }
  }
}

void check_endpoint(Study const& study, EndpointOptions const& endpoint, Node const& at, Report& report) {
  auto const& [column, event, competing] = endpoint.event;
  if (!endpoint.entry.empty() && (endpoint.entry == endpoint.time || endpoint.entry == column)) {
    report.add(
        at,
        fmt::format("{} and entry are both {}", endpoint.entry == column ? "event" : "time", in_quotes(endpoint.entry)),
        "one column cannot be both", "correct one of them");
  }
  if (!endpoint.time.empty() && endpoint.time == column) {
    report.add(at, "time and event are both " + in_quotes(endpoint.time), "one column cannot be both",
               "correct one of them");
  }
  std::string const& treatment = study.cohort.treatment.column;
  if (!treatment.empty() && (treatment == endpoint.time || treatment == column || treatment == endpoint.entry)) {
    report.add(at, fmt::format("{} is also the column of cohort.treatment", in_quotes(treatment)),
               "one column cannot be both", "correct one of them");
  }
  if (std::find(competing.begin(), competing.end(), event) != competing.end()) {
    Node const* const map = at.find("event");
    Node const* const list = map == nullptr ? nullptr : map->find("competing");
    report.add(list == nullptr ? at : *list, fmt::format("competing lists {}", event), "it is the event itself",
               "take it out");
  }
}

void check_truncation(TruncateOptions const& truncate, Node const& at, Report& report) {
  if (at.kind != NodeKind::map) return; // told by the reader
  bool const has_quantiles = at.find("quantiles") != nullptr && !truncate.quantiles.empty();
  bool const has_values = at.find("values") != nullptr && !truncate.values.empty();
  if (has_quantiles && has_values) {
    report.add(at, "truncate has quantiles and values", "limits are one or the other", "take one of them out");
  } else if (at.find("quantiles") == nullptr && at.find("values") == nullptr) {
    report.add(at, "truncate has neither quantiles nor values", "it needs limits",
               "write quantiles: [0.01, 0.99] or values: [LOW, HIGH]");
  }
  for (char const* const key : {"quantiles", "values"}) {
    Node const* const limits = at.find(key);
    if (limits == nullptr || limits->kind != NodeKind::list) continue;
    auto const& numbers = key == std::string_view("values") ? truncate.values : truncate.quantiles;
    bool const is_echo = limits->items.empty() && (has_quantiles || has_values); // the other one is in use
    bool const could_be_read = numbers.size() == limits->items.size();
    if (is_echo || (could_be_read && numbers.size() == 2 && numbers[0] < numbers[1])) continue;
    if (!could_be_read && limits->items.size() == 2) continue; // told by the reader
    report.add(*limits, fmt::format("{} is [{}]", key, fmt::join(numbers, ", ")),
               "two numbers that increase are needed",
               fmt::format("write {}: [{}]", key, key == std::string_view("values") ? "LOW, HIGH" : "0.01, 0.99"));
  }
}

} // namespace

void check_shapes(Node& root, Report& report) {
  if (Node* const estimators = root.find("estimators");
      estimators != nullptr && estimators->items.empty() &&
      (estimators->kind == NodeKind::map || estimators->kind == NodeKind::empty)) {
    report.add(*estimators, "estimators is " + shown(*estimators), "at least one is needed",
               fmt::format("choose from {}", fmt::join(field_names<EstimatorOptions>().known, ", ")));
    estimators->kind = NodeKind::rejected;
  }
  Node* const propensity = root.find("propensity");
  for (char const* const key : {"terms", "omit"}) {
    Node* const terms = propensity == nullptr ? nullptr : propensity->find(key);
    if (terms != nullptr && terms->kind == NodeKind::list) join_terms(*terms);
  }
}

void check_rules(Study const& study, Node const& root, Report& report) {
  check_cohort(study, root, report);
  check_propensity(study, root, report);
  if (Node const* const endpoints = root.find("endpoints")) {
    for (auto const& [name, endpoint] : study.endpoints) {
      if (Node const* const at = endpoints->find(name)) check_endpoint(study, endpoint, *at, report);
    }
  }
  Node const* const weights = root.find("weights");
  if (Node const* const at = weights == nullptr ? nullptr : weights->find("truncate"); at && study.weights.truncate) {
    check_truncation(*study.weights.truncate, *at, report);
  }
  check_alternative(study, root, report);
  check_bootstrap(study, root, report);
}

} // namespace iptwsim::config
