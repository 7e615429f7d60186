#include <algorithm>
#include <optional>
#include <variant>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cohort/csv_text.hpp"
#include "cohort/terms.hpp"
#include "config/rules.hpp"

namespace iptwsim::config {
namespace {

/// A column that explains the treatment has a meaning of its own: what it is and why it cannot; none for others.
struct Meaning {
  std::string owner;
  char const* why;
};

std::optional<Meaning> meaning_of(std::string const& column, Study const& study) {
  if (column.empty()) return std::nullopt;
  if (column == study.cohort.treatment.column)
    return Meaning{"cohort.treatment", "the treatment cannot explain itself"};
  for (auto const& [name, endpoint] : study.endpoints) {
    char const* const why = "what follows the treatment cannot explain it";
    if (column == endpoint.time) return Meaning{"endpoints." + name + ".time", why};
    if (column == endpoint.event.column) return Meaning{"endpoints." + name + ".event", why};
  }
  return std::nullopt;
}

/// Simulated patients have their covariates and nothing else that could explain the treatment.
void check_covariate(std::string const& column, SyntheticOptions const& synthetic, std::string const& term,
                     Node const& at, Report& report) {
  std::vector<std::string> names;
  for (auto const& covariate : synthetic.covariates) names.push_back(covariate.first);
  if (std::find(names.begin(), names.end(), column) != names.end()) return;
  std::string const near = nearest(column, names);
  report.add(at, fmt::format("{} has {}", term, in_quotes(column)),
             names.empty() ? "there are no covariates" : fmt::format("the covariates are {}", fmt::join(names, ", ")),
             near.empty() ? "correct it, or add it to cohort.synthetic.covariates"
                          : "did you mean " + in_quotes(near) + "?");
}

void check_known(Study const& study, Node const& propensity, Report& report) {
  Node const* const model = propensity.find("model");
  Node const& at = model == nullptr ? propensity : *model;
  if (study.cohort.synthetic && study.propensity.model.known != true_score) {
    report.add(at, "known is " + in_quotes(study.propensity.model.known),
               "of simulated patients one score is known, the probability with which each was treated",
               fmt::format("write model: {{known: {}}}, or terms", true_score));
  }
  if (auto const meaning = meaning_of(study.propensity.model.known, study)) {
    report.add(at,
               fmt::format("known is {}, the column of {}", in_quotes(study.propensity.model.known), meaning->owner),
               meaning->why, "name another column");
  }
  if (model != nullptr && model->find("kind") != nullptr && study.propensity.model.kind != PropensityModel::logistic) {
    report.add(at, fmt::format("model has known beside {}", name_of(study.propensity.model.kind)),
               "a known score is not fitted", "take one of them out");
  }
  Node const* const terms = propensity.find("terms");
  if (terms == nullptr || (terms->kind == NodeKind::list && terms->items.empty())) return;
  report.add(*terms, "terms stand beside a known score", "it is not fitted", "take the terms or the score out");
}

/// The terms that could be parsed and the nodes that they stand in.
struct PlacedTerms {
  std::vector<Term> terms;
  std::vector<Node const*> nodes;
};

PlacedTerms parse_terms(Node const& list, Report& report) {
  PlacedTerms placed;
  for (Node const& node : list.items) {
    if (node.kind != NodeKind::scalar || node.text.empty()) continue; // told by the reader
    std::variant<Term, Problem> parsed = parse_term(node.text);
    if (auto* const problem = std::get_if<Problem>(&parsed)) {
      report.add(node, problem->what, problem->why, problem->advice);
    } else {
      placed.terms.push_back(std::get<Term>(std::move(parsed)));
      placed.nodes.push_back(&node);
    }
  }
  return placed;
}

void check_terms(Study const& study, Node const& list, Report& report) {
  auto const [terms, nodes] = parse_terms(list, report);
  for (std::size_t i = 0; i < terms.size(); ++i) {
    for (Factor const& factor : terms[i].factors) {
      std::string const subject = factor.column == nodes[i]->text ? "terms" : "the term " + in_quotes(nodes[i]->text);
      if (study.cohort.synthetic) {
        check_covariate(factor.column, *study.cohort.synthetic, subject, *nodes[i], report);
        continue;
      }
      auto const meaning = meaning_of(factor.column, study);
      if (!meaning) continue;
      report.add(*nodes[i],
                 fmt::format("{} has {}, the column of {}", subject, in_quotes(factor.column), meaning->owner),
                 meaning->why, "take it out");
      break;
    }
  }
  for (TermClash const& clash : find_clashes(terms)) {
    std::string const& first = nodes[clash.first]->text;
    std::string const& second = nodes[clash.second]->text;
    if (first == second) continue; // told by the reader
    report.add(*nodes[clash.second], fmt::format("terms has {} and {}", in_quotes(first), in_quotes(second)),
               fmt::format("{} would be in the model twice", clash.column), "take one out");
  }
}

} // namespace

void check_propensity(Study const& study, Node const& root, Report& report) {
  Node const* const propensity = root.find("propensity");
  if (propensity == nullptr || propensity->kind != NodeKind::map) return;
  if (!study.propensity.model.known.empty()) return check_known(study, *propensity, report);
  Node const* const model = propensity->find("model");
  bool const is_known = model != nullptr && model->find("known") != nullptr && model->find("kind") == nullptr;
  Node const* const terms = propensity->find("terms");
  if (is_known) { // {known: ''}: an echo has kind beside it
    if (Node const& known = *model->find("known"); known.kind == NodeKind::scalar) {
      report.add(known, "known is empty", "column of a known score", "fill it in");
    }
  } else if (terms == nullptr) {
    report.add(*propensity, "propensity lacks the key \"terms\"", "columns of the model of treatment",
               "add it, or model: {known: COLUMN}");
  }
  if (terms != nullptr && terms->kind == NodeKind::list) check_terms(study, *terms, report);
}

} // namespace iptwsim::config
