#include "scenario/generating_terms.hpp"

#include <algorithm>
#include <optional>
#include <variant>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cohort/csv_text.hpp"
#include "cohort/terms.hpp"
#include "core/error.hpp"

namespace iptwsim {
namespace {

using Kind = GeneratingFactor::Kind;

Kind kind_of(Transform transform) {
  switch (transform) {
  case Transform::power:
    return Kind::power;
  case Transform::log:
    return Kind::log;
  case Transform::above:
    return Kind::above;
  case Transform::at_least:
    return Kind::at_least;
  case Transform::below:
    return Kind::below;
  case Transform::at_most:
    return Kind::at_most;
  default:
    return Kind::value;
  }
}

std::vector<std::string> sorted_levels(CovariateOptions const& options) {
  std::vector<std::string> levels;
  for (auto const& [name, probability] : options.levels) levels.push_back(name);
  std::sort(levels.begin(), levels.end());
  return levels;
}

bool is_categorical(CovariateOptions const& options) {
  return options.distribution == CovariateDistribution::categorical;
}

/// Compiles terms one by one and collects what is wrong with them.
class TermCompiler {
public:
  TermCompiler(std::string key, NamedCovariates const& covariates) : key_(std::move(key)), covariates_(covariates) {}

  /// The factors of a term; none after a problem.
  std::optional<std::vector<GeneratingFactor>> compile(std::string const& text) {
    std::variant<Term, Problem> parsed = parse_term(text);
    text_ = &text;
    if (auto* const problem = std::get_if<Problem>(&parsed)) {
      problems_.push_back({{text}, problem->what, problem->why, problem->advice});
      return std::nullopt;
    }
    auto& term = std::get<Term>(parsed);
    std::vector<GeneratingFactor> factors;
    for (std::size_t f = 0; f < term.factors.size(); ++f) {
      Factor const& factor = term.factors[f];
      std::optional<std::size_t> const covariate = find(factor.column);
      if (!covariate) return tell_unknown(factor.column);
      CovariateOptions const& options = covariates_[*covariate].second;
      if (!is_categorical(options)) {
        if (!check_number(factor, options)) return std::nullopt;
        factors.push_back(number_factor(*covariate, factor));
        continue;
      }
      if (factor.transform != Transform::none) return tell_category(factor, "holds categories", options);
      bool const has_level = f + 1 < term.factors.size() && !find(term.factors[f + 1].column);
      std::vector<std::string> const levels = sorted_levels(options);
      std::string const level = f + 1 < term.factors.size() ? term.factors[f + 1].column : "";
      auto const place = std::find(levels.begin(), levels.end(), level);
      if (place != levels.end()) {
        factors.push_back(level_factor(*covariate, static_cast<std::size_t>(place - levels.begin())));
        ++f;
      } else if (has_level) {
        return tell_level(factor.column, level, levels);
      } else {
        return tell_category(factor, "needs a level here", options);
      }
    }
    terms_.push_back(std::move(term));
    texts_.push_back(text);
    return factors;
  }

  /// With the terms that would be in the model twice.
  std::vector<OptionProblem> take_problems() {
    for (TermClash const& clash : find_clashes(terms_)) {
      problems_.push_back(
          {{texts_[clash.second]},
           fmt::format("{} has {} and {}", key_, in_quotes(texts_[clash.first]), in_quotes(texts_[clash.second])),
           fmt::format("{} would be in the model twice", clash.column),
           "take one out"});
    }
    return std::move(problems_);
  }

private:
  std::optional<std::size_t> find(std::string const& name) const {
    auto const is_it = [&](auto const& covariate) { return covariate.first == name; };
    auto const found = std::find_if(covariates_.begin(), covariates_.end(), is_it);
    if (found == covariates_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - covariates_.begin());
  }

  bool check_number(Factor const& factor, CovariateOptions const& options) {
    if (factor.transform == Transform::missing) {
      tell(fmt::format("{} has {}", key_, in_quotes(factor.text())), "what is missing is missing to the analysis alone",
           "take it out");
      return false;
    }
    if (factor.transform == Transform::spline) {
      tell(fmt::format("{} has {}", key_, in_quotes(factor.text())), "its knots would depend on the sample",
           fmt::format("write powers, log({0}) or indicators such as {0} > 1", Factor{factor.column}.text()));
      return false;
    }
    if (factor.transform == Transform::log && !is_always_positive(options)) {
      tell(fmt::format("{} has {}", key_, in_quotes(factor.text())),
           fmt::format("a {} covariate is not always above 0", name_of(options.distribution)),
           fmt::format("give {} a truncate: [LOW, HIGH] above 0, or use another distribution", factor.column));
      return false;
    }
    return true;
  }

  std::nullopt_t tell_unknown(std::string const& name) {
    std::vector<std::string> names, owners;
    for (auto const& [covariate, options] : covariates_) {
      names.push_back(covariate);
      auto const is_level = [&](auto const& level) { return level.first == name; };
      if (std::any_of(options.levels.begin(), options.levels.end(), is_level)) owners.push_back(covariate);
    }
    std::string const near = nearest(name, names);
    return tell(fmt::format("{} has {}, no covariate", key_, in_quotes(name)),
                names.empty() ? "there are no covariates"
                              : fmt::format("the covariates are {}", fmt::join(names, ", ")),
                !owners.empty() ? fmt::format("write {}:{}", owners.front(), name)
                : near.empty()  ? "correct it, or add the covariate"
                                : "did you mean " + in_quotes(near) + "?");
  }

  std::nullopt_t tell_level(std::string const& covariate, std::string const& level,
                            std::vector<std::string> const& levels) {
    std::string const near = nearest(level, levels);
    return tell(fmt::format("{} has {}, no level of {}", key_, in_quotes(level), covariate),
                fmt::format("its levels are {}", fmt::join(levels, ", ")),
                near.empty() ? "correct it" : "did you mean " + in_quotes(near) + "?");
  }

  std::nullopt_t tell_category(Factor const& factor, std::string const& why, CovariateOptions const& options) {
    std::vector<std::string> const levels = sorted_levels(options);
    return tell(fmt::format("{} has {}", key_, in_quotes(*text_)), fmt::format("{} {}", factor.column, why),
                fmt::format("name a level, as in {}:{}", Factor{factor.column}.text(),
                            levels.empty() ? "LEVEL" : Factor{levels.back()}.text()));
  }

  std::nullopt_t tell(std::string what, std::string why, std::string advice) {
    problems_.push_back({{*text_}, std::move(what), std::move(why), std::move(advice)});
    return std::nullopt;
  }

  std::string key_;
  NamedCovariates const& covariates_;
  std::string const* text_ = nullptr; ///< of the term at hand
  std::vector<Term> terms_;           ///< those without problems
  std::vector<std::string> texts_;
  std::vector<OptionProblem> problems_;
};

} // namespace

GeneratingFactor number_factor(std::size_t covariate, Factor const& factor) {
  return {covariate, kind_of(factor.transform), factor.parameter, factor.threshold};
}

GeneratingFactor level_factor(std::size_t covariate, std::size_t level) {
  return {covariate, Kind::level, 1, static_cast<double>(level)};
}

GeneratingTerms::GeneratingTerms(NamedNumbers const& coefficients, NamedCovariates const& covariates) {
  TermCompiler compiler("terms", covariates);
  for (auto const& [text, coefficient] : coefficients) {
    auto factors = compiler.compile(text);
    IPTWSIM_EXPECTS(factors.has_value());
    if (factors) terms_.push_back({coefficient, *std::move(factors)});
  }
}

std::vector<OptionProblem> term_problems(std::string const& key, NamedNumbers const& coefficients,
                                         NamedCovariates const& covariates) {
  TermCompiler compiler(key, covariates);
  for (auto const& [text, coefficient] : coefficients) compiler.compile(text);
  return compiler.take_problems();
}

bool is_always_positive(CovariateOptions const& options) {
  constexpr double smallest_shape = 0.05; // below it P^-1(shape, 2^-53) = 2^(-53 / shape) leaves the range of doubles
  if (!options.truncate.empty() && options.truncate.front() > 0) return true;
  switch (options.distribution) {
  case CovariateDistribution::lognormal:
    return true;
  case CovariateDistribution::uniform:
    return options.lower.value_or(0) >= 0; // 0 itself is never drawn
  case CovariateDistribution::gamma:
    return options.shape.value_or(1) >= smallest_shape;
  default:
    return false;
  }
}

} // namespace iptwsim
