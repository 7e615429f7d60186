#include <algorithm>
#include <optional>
#include <variant>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cohort/csv_text.hpp"
#include "cohort/terms.hpp"
#include "config/rules.hpp"
#include "scenario/generating_terms.hpp"
#include "scenario/stress.hpp"

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
    if (column == endpoint.entry) return Meaning{"endpoints." + name + ".entry", why};
  }
  return std::nullopt;
}

/// Terms of columns with missing values need to be told what to do about them, and missing(NAME) that they are there.
void check_missing(Factor const& factor, Study const& study, Node const& at, Report& report) {
  auto const& plasmode = study.cohort.plasmode;
  bool const tells_apart = (plasmode ? plasmode->missing : study.cohort.missing) == Missing::indicator;
  if (factor.transform == Transform::missing && !tells_apart) {
    report.add(at, "terms has " + in_quotes(factor.text()), "patients who lack a value are not in the analysis",
               plasmode ? "add missing: indicator under cohort.plasmode" : "add missing: indicator under cohort");
  }
  if (!study.cohort.synthetic) return;
  auto const& missing = study.cohort.synthetic->missing;
  bool const is_missing =
      std::any_of(missing.begin(), missing.end(), [&](auto const& entry) { return entry.first == factor.column; });
  if (is_missing && study.cohort.missing == Missing::error) {
    report.add(at, fmt::format("terms has {}, of which values are missing", in_quotes(factor.column)),
               "the analysis leaves such patients out or tells them apart",
               "write missing: drop or missing: indicator under cohort, beside synthetic");
  } else if (!is_missing && tells_apart && factor.transform == Transform::missing) {
    report.add(at, "terms has " + in_quotes(factor.text()),
               fmt::format("no value of {} is missing", in_quotes(factor.column)),
               "take it out, or name the covariate under cohort.synthetic.missing");
  }
}

/// Simulated patients have their covariates and nothing else that could explain the treatment.
void check_covariate(Factor const& factor, SyntheticOptions const& synthetic, std::string const& subject,
                     Node const& at, Report& report) {
  auto const covariate = std::find_if(synthetic.covariates.begin(), synthetic.covariates.end(),
                                      [&](auto const& named) { return named.first == factor.column; });
  if (covariate == synthetic.covariates.end() && synthetic.unmeasured && factor.column == unmeasured_name) {
    report.add(at, fmt::format("{} has {}", subject, in_quotes(factor.column)), "no analysis sees it", "take it out");
    return;
  }
  if (covariate == synthetic.covariates.end()) {
    std::vector<std::string> names, owners;
    for (auto const& [name, options] : synthetic.covariates) {
      names.push_back(name);
      for (auto const& level : options.levels) {
        if (level.first == factor.column) owners.push_back(name);
      }
    }
    std::string const near = nearest(factor.column, names);
    report.add(at, fmt::format("{} has {}, no covariate", subject, in_quotes(factor.column)),
               names.empty() ? "there are no covariates" : fmt::format("the covariates are {}", fmt::join(names, ", ")),
               !owners.empty()
                   ? fmt::format("write {0}: it has a column for each level of {0} but the first", owners[0])
               : near.empty() ? "correct it, or add it to cohort.synthetic.covariates"
                              : "did you mean " + in_quotes(near) + "?");
    return;
  }
  CovariateOptions const& options = covariate->second;
  if (factor.transform == Transform::none || factor.transform == Transform::missing) return;
  std::string const has =
      fmt::format("{} has {}", factor.text() == at.text ? "terms" : subject, in_quotes(factor.text()));
  bool const is_binary = options.distribution == CovariateDistribution::bernoulli;
  if (options.distribution == CovariateDistribution::categorical) {
    report.add(at, has, factor.column + " holds categories", fmt::format("write {}", factor.column));
  } else if (factor.transform == Transform::log && !is_always_positive(options)) {
    report.add(
        at, has, fmt::format("a {} covariate is not always above 0", name_of(options.distribution)),
        is_binary ? fmt::format("write {}", factor.column)
                  : fmt::format("give {} a truncate: [LOW, HIGH] above 0, or use another distribution", factor.column));
  } else if (factor.transform == Transform::spline && is_binary) {
    report.add(at, has, "a spline needs more values than two", fmt::format("write {}", factor.column));
  }
}

void check_known(Study const& study, Node const& propensity, Report& report) {
  Node const* const model = propensity.find("model");
  Node const& at = model == nullptr ? propensity : *model;
  if (study.cohort.synthetic && study.propensity.model.known != true_score) {
    report.add(at, "known is " + in_quotes(study.propensity.model.known),
               "of simulated patients one score is known, the probability with which each was treated",
               fmt::format("write model: {{known: {}}}, or terms", true_score));
  }
  auto const& synthetic = study.cohort.synthetic;
  if (synthetic && synthetic->treatment_start && synthetic->treatment_start->analysis != StartAnalysis::planned) {
    report.add(at, fmt::format("known is {} beside treatment_start", in_quotes(study.propensity.model.known)),
               "it is the probability of the plan, not of a treatment that starts",
               "write analysis: planned under treatment_start, or terms");
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
  if (!study.propensity.omit.empty()) {
    report.add(*propensity.find("omit"), "omit stands beside a known score", "it is not fitted", "take it out");
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
      check_missing(factor, study, *nodes[i], report);
      if (study.cohort.synthetic) {
        check_covariate(factor, *study.cohort.synthetic, subject, *nodes[i], report);
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

void check_omitted(PropensityOptions const& options, Node const& at, Report& report) {
  for (std::size_t i = 0; i < options.omit.size(); ++i) {
    std::string const& text = options.omit[i];
    if (std::find(options.terms.begin(), options.terms.end(), text) != options.terms.end()) continue;
    std::string const near = nearest(text, options.terms);
    report.add(at.kind == NodeKind::list && i < at.items.size() ? at.items[i] : at,
               fmt::format("omit has {}, no term of the model", in_quotes(text)),
               fmt::format("the terms are {}", fmt::join(options.terms, ", ")),
               near.empty() ? "write it as it stands there" : "did you mean " + in_quotes(near) + "?");
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
  if (terms == nullptr || terms->kind != NodeKind::list) return;
  check_terms(study, *terms, report);
  if (Node const* const omit = propensity->find("omit")) check_omitted(study.propensity, *omit, report);
}

} // namespace iptwsim::config
