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

std::vector<std::string> names_of(SyntheticOptions const& options) {
  std::vector<std::string> names;
  for (auto const& [name, covariate] : options.covariates) names.push_back(name);
  return names;
}

std::string pair_text(std::size_t a, std::size_t b, SyntheticOptions const& options) {
  return Term{{Factor{options.covariates[a].first}, Factor{options.covariates[b].first}}}.text();
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

OptionProblem no_covariate(std::vector<std::string> path, std::string const& what, std::string const& name,
                           SyntheticOptions const& options) {
  auto const is_it = [&](auto const& endpoint) { return endpoint.first == name; };
  if (std::any_of(options.endpoints.begin(), options.endpoints.end(), is_it)) {
    return {std::move(path), what, "it is an endpoint", fmt::format("write it as endpoints.{}.dependence", name)};
  }
  std::vector<std::string> const names = names_of(options);
  std::string const near = nearest(name, names);
  return {std::move(path), what,
          names.empty() ? "there are no covariates" : fmt::format("the covariates are {}", fmt::join(names, ", ")),
          near.empty() ? "correct it, or add the covariate" : "did you mean " + in_quotes(near) + "?"};
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

void check_pairs(SyntheticOptions const& options, std::vector<OptionProblem>& problems) {
  std::map<Pair, std::string> seen;
  for (auto const& [text, value] : options.correlation->pairs) {
    std::vector<std::string> const path{"correlation", "pairs", text};
    auto const names = read_pair(text);
    if (!names) {
      problems.push_back({path, fmt::format("pairs has {}", in_quotes(text)), "a pair is two different covariates",
                          "write it as age:size"});
      continue;
    }
    bool is_known = true;
    for (std::string const& name : {names->first, names->second}) {
      if (find_covariate(name, options)) continue;
      is_known = false;
      problems.push_back(no_covariate(path, fmt::format("pairs has {}, no covariate", in_quotes(name)), name, options));
    }
    if (!is_known) continue;
    Pair const pair = std::minmax(*find_covariate(names->first, options), *find_covariate(names->second, options));
    if (auto const [first, is_new] = seen.emplace(pair, text); !is_new) {
      problems.push_back({path, fmt::format("pairs has {} and {}", in_quotes(first->second), in_quotes(text)),
                          "two covariates have one correlation", "take one out"});
    } else if (options.correlation->scale == CorrelationScale::rank) {
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

NamedPairs pairs_among(std::vector<std::size_t> const& set, SyntheticOptions const& options) {
  std::map<Pair, std::pair<std::string, double>> named;
  if (options.correlation) {
    for (auto const& [text, value] : options.correlation->pairs) {
      if (auto const pair = find_pair(text, options))
        named.emplace(std::minmax(pair->first, pair->second), std::pair{text, value});
    }
  }
  std::vector<std::string> values, unnamed;
  for (std::size_t i = 0; i < set.size(); ++i) {
    for (std::size_t j = i + 1; j < set.size(); ++j) {
      auto const found = named.find({set[i], set[j]});
      if (found == named.end()) {
        unnamed.push_back(pair_text(set[i], set[j], options));
      } else {
        values.push_back(fmt::format("{} {}", found->second.first, found->second.second));
      }
    }
  }
  return {fmt::format("{}", fmt::join(values, ", ")), fmt::format("{}", fmt::join(unnamed, ", "))};
}

void check_endpoint(std::string const& name, OutcomeOptions const& outcome, SyntheticOptions const& options,
                    std::vector<double> const& covariates, std::vector<OptionProblem>& problems) {
  for (auto const& [covariate, value] : outcome.dependence) {
    if (find_covariate(covariate, options)) continue;
    problems.push_back(no_covariate({"endpoints", name, "dependence", covariate},
                                    fmt::format("dependence has {}, no covariate", in_quotes(covariate)), covariate,
                                    options));
  }
  std::size_t const k = options.covariates.size(), m = k + 1;
  std::vector<double> const d = endpoint_correlations(options, outcome);
  std::vector<double> matrix(m * m, 1.0);
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) matrix[i * m + j] = covariates[i * k + j];
    matrix[i * m + k] = matrix[k * m + i] = d[i];
  }
  std::vector<std::size_t> set = smallest_failing(matrix, m);
  if (set.empty()) return;
  std::erase(set, k);
  std::vector<std::string> values;
  for (std::size_t const i : set) values.push_back(fmt::format("{} {}", options.covariates[i].first, d[i]));
  NamedPairs const pairs = pairs_among(set, options);
  std::string const among = pairs.values.empty() ? "" : fmt::format(" with {} between the covariates", pairs.values);
  problems.push_back({{"endpoints", name, "dependence"},
                      fmt::format("dependence has {}{}", fmt::join(values, ", "), among),
                      "together they would explain more than all of the time's variation",
                      "bring them nearer to 0"});
}

} // namespace

std::optional<std::size_t> find_covariate(std::string const& name, SyntheticOptions const& options) {
  auto const is_it = [&](auto const& covariate) { return covariate.first == name; };
  auto const found = std::find_if(options.covariates.begin(), options.covariates.end(), is_it);
  if (found == options.covariates.end()) return std::nullopt;
  return static_cast<std::size_t>(found - options.covariates.begin());
}

std::optional<Pair> find_pair(std::string const& text, SyntheticOptions const& options) {
  auto const names = read_pair(text);
  if (!names) return std::nullopt;
  auto const first = find_covariate(names->first, options), second = find_covariate(names->second, options);
  if (!first || !second) return std::nullopt;
  return Pair{*first, *second};
}

std::vector<OptionProblem> correlation_problems(SyntheticOptions const& options) {
  std::vector<OptionProblem> problems;
  if (options.correlation) check_pairs(options, problems);
  std::vector<double> const covariates = covariate_correlations(options);
  std::vector<std::size_t> const failing = smallest_failing(covariates, options.covariates.size());
  if (!failing.empty()) {
    NamedPairs const pairs = pairs_among(failing, options);
    bool const is_rank = options.correlation->scale == CorrelationScale::rank;
    problems.push_back(
        {{"correlation", "pairs"},
         fmt::format("pairs has {}{}{}", pairs.values, pairs.unnamed.empty() ? "" : ", and 0 for ", pairs.unnamed),
         fmt::format("these cannot hold together: their {} is not positive definite",
                     is_rank ? "latent matrix" : "matrix"),
         pairs.unnamed.empty() ? "bring them nearer to 0"
                               : fmt::format("bring them nearer to 0, or name {} too", pairs.unnamed)});
    return problems; // an endpoint cannot be judged on these
  }
  for (auto const& [name, outcome] : options.endpoints) check_endpoint(name, outcome, options, covariates, problems);
  return problems;
}

} // namespace iptwsim
