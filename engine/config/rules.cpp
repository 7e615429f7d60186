#include "config/rules.hpp"

#include <cctype>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cohort/csv_text.hpp"
#include "config/kinds.hpp"

namespace iptwsim::config {
namespace {

void reject(Node& node, Report& report, std::string what, std::string why, std::string advice) {
  report.add(node, std::move(what), std::move(why), std::move(advice));
  node.kind = NodeKind::rejected;
}

/// `age^2`, `age:grade`, `log(size)`, `rcs(age, 4)`, and what a list in brackets leaves of the last: `rcs(age`.
bool is_derived(std::string_view term) {
  if (term.find_first_of("^:") != std::string_view::npos) return true;
  auto const bracket = term.find('(');
  return bracket != std::string_view::npos && bracket > 0 &&
         std::isalnum(static_cast<unsigned char>(term[bracket - 1])) != 0;
}

void check_column(Study const& study, Node const& at, std::string const& term, Report& report) {
  auto const clash = [&](std::string const& column, std::string const& used_by, std::string const& why) {
    if (column != term) return;
    report.add(at, fmt::format("terms has {}, the column of {}", in_quotes(term), used_by), why, "take it out");
  };
  clash(study.cohort.treatment.column, "cohort.treatment", "the treatment cannot explain itself");
  for (auto const& [name, endpoint] : study.endpoints) {
    clash(endpoint.time, "endpoints." + name + ".time", "what follows the treatment cannot explain it");
    clash(endpoint.event, "endpoints." + name + ".event", "what follows the treatment cannot explain it");
  }
}

void check_endpoint(Study const& study, EndpointOptions const& endpoint, Node const& at, Report& report) {
  if (!endpoint.time.empty() && endpoint.time == endpoint.event) {
    report.add(at, "time and event are both " + in_quotes(endpoint.time), "one column cannot be both",
               "correct one of them");
  }
  std::string const& treatment = study.cohort.treatment.column;
  if (!treatment.empty() && (treatment == endpoint.time || treatment == endpoint.event)) {
    report.add(at, fmt::format("{} is also the column of cohort.treatment", in_quotes(treatment)),
               "one column cannot be both", "correct one of them");
  }
}

} // namespace

void check_shapes(Node& root, Report& report) {
  if (Node* const estimators = root.find("estimators");
      estimators != nullptr && estimators->items.empty() &&
      (estimators->kind == NodeKind::map || estimators->kind == NodeKind::empty)) {
    reject(*estimators, report, "estimators is " + shown(*estimators), "at least one is needed",
           fmt::format("choose from {}", fmt::join(field_names<EstimatorOptions>().known, ", ")));
  }
  if (Node* const endpoints = root.find("endpoints")) {
    for (Node& endpoint : endpoints->items) {
      Node* const event = endpoint.find("event");
      if (event == nullptr || event->kind != NodeKind::map) continue;
      reject(*event, report, "an event as a map is not available yet", "competing causes", "name a 0/1 column");
    }
  }
  Node* const propensity = root.find("propensity");
  if (propensity == nullptr) return;
  Node* const model = propensity->find("model");
  if (model != nullptr && model->kind == NodeKind::map) {
    reject(*model, report, "a propensity model as a map is not available yet", "known scores from a column",
           "write model: logistic");
  }
  if (Node* const terms = propensity->find("terms")) {
    for (Node& term : terms->items) {
      if (term.kind != NodeKind::scalar || !is_derived(term.text)) continue;
      reject(term, report, fmt::format("the term {} is not available yet", in_quotes(term.text)),
             "powers, functions, products and splines of columns",
             "add such a column to the CSV, or rename one that is called so");
    }
  }
}

void check_rules(Study const& study, Node const& root, Report& report) {
  if (Node const* const propensity = root.find("propensity")) {
    Node const* const terms = propensity->find("terms");
    for (std::size_t i = 0; terms != nullptr && i < terms->items.size(); ++i) {
      Node const& term = terms->items[i];
      if (term.kind == NodeKind::scalar) check_column(study, term, term.text, report);
    }
  }
  if (Node const* const endpoints = root.find("endpoints")) {
    for (auto const& [name, endpoint] : study.endpoints) {
      if (Node const* const at = endpoints->find(name)) check_endpoint(study, endpoint, *at, report);
    }
  }
}

} // namespace iptwsim::config
