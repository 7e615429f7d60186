#include <algorithm>
#include <map>
#include <numeric>
#include <variant>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cohort/csv_text.hpp"
#include "cohort/terms.hpp"
#include "scenario/correlation.hpp"
#include "scenario/correlation_matrix.hpp"

namespace iptwsim {
namespace {

using Pair = std::pair<std::size_t, std::size_t>;

/// What can be correlated: covariates with each other, or components with each other.
struct Things {
  char const* key;  ///< of CorrelationOptions
  char const* kind; ///< "covariate"
  Names names;
  std::optional<CorrelationOptions> const& correlation;
};

Things covariates_of(SyntheticOptions const& options) {
  return {"correlation", "covariate", covariate_names(options), options.correlation};
}
Things components_of(SyntheticOptions const& options) {
  return {"component_correlation", "component", component_names(options), options.component_correlation};
}

std::string pair_text(std::size_t a, std::size_t b, Things const& things) {
  return Term{{Factor{things.names[a]}, Factor{things.names[b]}}}.text();
}

/// The names of a pair as a user writes it; none of another kind of text.
std::optional<std::pair<std::string, std::string>> read_pair(std::string const& text) {
  std::variant<Term, Problem> const parsed = parse_term(text);
  auto const* const term = std::get_if<Term>(&parsed);
  auto const is_plain = [](Factor const& factor) { return factor.transform == Transform::none; };
  if (term == nullptr || term->factors.size() != 2) return std::nullopt;
  if (!std::all_of(term->factors.begin(), term->factors.end(), is_plain)) return std::nullopt;
  return std::pair{term->factors[0].column, term->factors[1].column};
}

OptionProblem no_such(std::vector<std::string> path, std::string const& what, std::string const& name,
                      Things const& things, SyntheticOptions const& options) {
  for (auto const& [other, outcome] : options.endpoints) {
    if (other != name) continue;
    return outcome.is_minimum() ? OptionProblem{std::move(path), what, "it is an endpoint made of components",
                                                "correlate its components"}
                                : OptionProblem{std::move(path), what, "it is an endpoint",
                                                fmt::format("write it as endpoints.{}.dependence", name)};
  }
  if (std::string_view(things.kind) == "covariate" && find_name(name, component_names(options))) {
    return {std::move(path), what, "it is a component", fmt::format("write it as components.{}.dependence", name)};
  }
  std::string const near = nearest(name, things.names);
  return {std::move(path), what,
          things.names.empty() ? fmt::format("there are no {}s", things.kind)
                               : fmt::format("the {}s are {}", things.kind, fmt::join(things.names, ", ")),
          near.empty() ? fmt::format("correct it, or add the {}", things.kind)
                       : "did you mean " + in_quotes(near) + "?"};
}

bool has_ties(CovariateOptions const& covariate) {
  return covariate.distribution == CovariateDistribution::bernoulli ||
         covariate.distribution == CovariateDistribution::categorical ||
         covariate.distribution == CovariateDistribution::poisson;
}

void check_rank(std::string const& text, Pair pair, SyntheticOptions const& options,
                std::vector<OptionProblem>& problems) {
  for (std::size_t const index : {pair.first, pair.second}) {
    auto const& [name, covariate] = options.covariates[index];
    if (!has_ties(covariate)) continue;
    problems.push_back({{"correlation", "pairs", text},
                        fmt::format("{} has a rank correlation with {}", in_quotes(text), in_quotes(name)),
                        fmt::format("ranks of a {} covariate have ties", name_of(covariate.distribution)),
                        "use scale: latent"});
    return;
  }
}

void check_pairs(Things const& things, SyntheticOptions const& options, std::vector<OptionProblem>& problems) {
  if (!things.correlation) return;
  std::map<Pair, std::string> seen;
  for (auto const& [text, value] : things.correlation->pairs) {
    std::vector<std::string> const path{things.key, "pairs", text};
    auto const names = read_pair(text);
    if (!names) {
      problems.push_back({path, fmt::format("pairs has {}", in_quotes(text)),
                          fmt::format("a pair is two different {}s", things.kind),
                          std::string_view(things.kind) == "covariate" ? "write it as age:size" : "write it as a:b"});
      continue;
    }
    bool is_known = true;
    for (std::string const& name : {names->first, names->second}) {
      if (find_name(name, things.names)) continue;
      is_known = false;
      problems.push_back(
          no_such(path, fmt::format("pairs has {}, no {}", in_quotes(name), things.kind), name, things, options));
    }
    if (!is_known) continue;
    Pair const pair = std::minmax(*find_name(names->first, things.names), *find_name(names->second, things.names));
    if (auto const [first, is_new] = seen.emplace(pair, text); !is_new) {
      problems.push_back({path, fmt::format("pairs has {} and {}", in_quotes(first->second), in_quotes(text)),
                          fmt::format("two {}s have one correlation", things.kind), "take one out"});
    } else if (std::string_view(things.kind) == "covariate" && things.correlation->scale == CorrelationScale::rank) {
      check_rank(text, pair, options, problems);
    }
  }
}

std::vector<double> part_of(std::vector<double> const& matrix, std::size_t m, std::vector<std::size_t> const& set) {
  std::vector<double> part;
  for (std::size_t const i : set) {
    for (std::size_t const j : set) part.push_back(matrix[i * m + j]);
  }
  return part;
}

/// Rows that are not positive definite together although any one fewer of them is; empty where all are.
std::vector<std::size_t> smallest_failing(std::vector<double> const& matrix, std::size_t m) {
  std::vector<std::size_t> set(m);
  std::iota(set.begin(), set.end(), std::size_t{0});
  auto const fails = [&](std::vector<std::size_t> const& rows) {
    return !cholesky(part_of(matrix, m, rows), rows.size()).has_value();
  };
  if (!fails(set)) return {};
  for (std::size_t row = m; row-- > 0;) {
    std::vector<std::size_t> fewer = set;
    std::erase(fewer, row);
    if (fails(fewer)) set = std::move(fewer);
  }
  return set;
}

struct NamedPairs {
  std::string values;  ///< `age:size 0.9, size:grade 0.9`
  std::string unnamed; ///< `age:grade`: have correlation 0 only because nobody named them
};

NamedPairs pairs_among(std::vector<std::size_t> const& set, Things const& things) {
  std::map<Pair, std::pair<std::string, double>> named;
  if (things.correlation) {
    for (auto const& [text, value] : things.correlation->pairs) {
      if (auto const pair = find_pair(text, things.names))
        named.emplace(std::minmax(pair->first, pair->second), std::pair{text, value});
    }
  }
  std::vector<std::string> values, unnamed;
  for (std::size_t i = 0; i < set.size(); ++i) {
    for (std::size_t j = i + 1; j < set.size(); ++j) {
      auto const found = named.find({set[i], set[j]});
      if (found == named.end()) {
        unnamed.push_back(pair_text(set[i], set[j], things));
      } else {
        values.push_back(fmt::format("{} {}", found->second.first, found->second.second));
      }
    }
  }
  return {fmt::format("{}", fmt::join(values, ", ")), fmt::format("{}", fmt::join(unnamed, ", "))};
}

/// The dependence of one time on covariates; `at` are the keys down to it.
void check_dependence(std::vector<std::string> at, NamedNumbers const& dependence, SyntheticOptions const& options,
                      std::vector<double> const& covariates, std::vector<OptionProblem>& problems) {
  Things const things = covariates_of(options);
  at.emplace_back("dependence");
  for (auto const& [covariate, value] : dependence) {
    if (find_name(covariate, things.names)) continue;
    std::vector<std::string> path = at;
    path.push_back(covariate);
    problems.push_back(no_such(std::move(path), fmt::format("dependence has {}, no covariate", in_quotes(covariate)),
                               covariate, things, options));
  }
  std::size_t const k = options.covariates.size(), m = k + 1;
  std::vector<double> const d = time_correlations(options, dependence);
  std::vector<double> matrix(m * m, 1.0);
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) matrix[i * m + j] = covariates[i * k + j];
    matrix[i * m + k] = matrix[k * m + i] = d[i];
  }
  std::vector<std::size_t> set = smallest_failing(matrix, m);
  if (set.empty()) return;
  std::erase(set, k);
  std::vector<std::string> values;
  for (std::size_t const i : set) values.push_back(fmt::format("{} {}", things.names[i], d[i]));
  NamedPairs const pairs = pairs_among(set, things);
  std::string const among = pairs.values.empty() ? "" : fmt::format(" with {} between the covariates", pairs.values);
  problems.push_back({std::move(at), fmt::format("dependence has {}{}", fmt::join(values, ", "), among),
                      "together they would explain more than all of the time's variation", "bring them nearer to 0"});
}

void check_together(Things const& things, std::vector<std::size_t> const& failing, std::string const& why,
                    std::string const& others, std::vector<OptionProblem>& problems) {
  NamedPairs const pairs = pairs_among(failing, things);
  problems.push_back({{things.key, "pairs"},
                      fmt::format("pairs has {}{}{}", pairs.values, pairs.unnamed.empty() ? "" : others, pairs.unnamed),
                      why,
                      pairs.unnamed.empty() ? "bring them nearer to 0"
                                            : fmt::format("bring them nearer to 0, or name {} too", pairs.unnamed)});
}

} // namespace

std::optional<std::size_t> find_name(std::string const& name, Names const& names) {
  auto const found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

std::optional<Pair> find_pair(std::string const& text, Names const& names) {
  auto const pair = read_pair(text);
  if (!pair) return std::nullopt;
  auto const first = find_name(pair->first, names), second = find_name(pair->second, names);
  if (!first || !second) return std::nullopt;
  return Pair{*first, *second};
}

std::vector<OptionProblem> correlation_problems(SyntheticOptions const& options) {
  std::vector<OptionProblem> problems;
  check_pairs(covariates_of(options), options, problems);
  check_pairs(components_of(options), options, problems);
  std::vector<double> const covariates = covariate_correlations(options);
  std::vector<std::size_t> const failing = smallest_failing(covariates, options.covariates.size());
  if (!failing.empty()) {
    bool const is_rank = options.correlation->scale == CorrelationScale::rank;
    check_together(covariates_of(options), failing,
                   fmt::format("these cannot hold together: their {} is not positive definite",
                               is_rank ? "latent matrix" : "matrix"),
                   ", and 0 for ", problems);
    return problems; // a time cannot be judged on these
  }
  std::size_t const before = problems.size();
  for (auto const& [name, component] : options.components) {
    check_dependence({"components", name}, component.dependence, options, covariates, problems);
  }
  for (auto const& [name, outcome] : options.endpoints) {
    check_dependence({"endpoints", name}, outcome.dependence, options, covariates, problems);
  }
  if (problems.size() > before) return problems;
  std::vector<double> const residual =
      residual_covariances(options, time_loadings(options, *cholesky(covariates, options.covariates.size())));
  std::vector<std::size_t> const components = smallest_failing(residual, options.components.size());
  if (!components.empty()) {
    check_together(components_of(options), components,
                   "these cannot hold together beside what the covariates make of the components",
                   ", and what covariates make of ", problems);
  }
  return problems;
}

} // namespace iptwsim
