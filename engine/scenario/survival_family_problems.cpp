// The rules of an arm with a family of its own.

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "scenario/survival_parameters.hpp"
#include "scenario/survival_problems.hpp"

namespace iptwsim {
namespace {

/// The keys that belong to some families and not to others.
std::vector<std::string> given_parameters(ArmSurvivalOptions const& options) {
  std::vector<std::string> keys;
  auto const add = [&](bool given, char const* key) {
    if (given) keys.emplace_back(key);
  };
  add(options.rate.has_value(), "rate");
  add(options.shape.has_value(), "shape");
  add(options.scale.has_value(), "scale");
  add(options.sigma.has_value(), "sigma");
  add(!options.from.empty(), "from");
  add(!options.rates.empty(), "rates");
  add(options.survival.has_value(), "survival");
  add(options.median.has_value(), "median");
  return keys;
}

/// Any `needed` of these keys determine a distribution of the family.
struct FamilyKeys {
  std::vector<std::string> keys;
  std::size_t needed;
};

FamilyKeys keys_of(SurvivalFamily family) {
  switch (family) {
  case SurvivalFamily::exponential:
    return {{"rate", "survival", "median"}, 1};
  case SurvivalFamily::gompertz:
    return {{"rate", "shape", "survival", "median"}, 2};
  case SurvivalFamily::weibull:
  case SurvivalFamily::log_logistic:
    return {{"shape", "scale", "survival", "median"}, 2};
  case SurvivalFamily::lognormal:
    return {{"sigma", "survival", "median"}, 2};
  case SurvivalFamily::piecewise_exponential:
    break;
  }
  return {{"from", "rates"}, 2};
}

/// "a, b and c"
std::string listed(std::vector<std::string> const& words, char const* last = " and ") {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) text += (i == 0 ? "" : i + 1 == words.size() ? last : ", ") + words[i];
  return text;
}

void check_keys(ArmSurvivalOptions const& options, std::vector<OptionProblem>& problems) {
  auto const name = name_of(*options.distribution);
  auto const [keys, needed] = keys_of(*options.distribution);
  std::vector<std::string> used;
  for (std::string const& key : given_parameters(options)) {
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) {
      used.push_back(key);
    } else {
      problems.push_back({{key},
                          fmt::format("{} stands beside distribution {}", key, name),
                          fmt::format("its keys are {}", listed(keys)),
                          "take it out"});
    }
  }
  bool const all = keys.size() == needed;
  std::string const wants = all ? listed(keys) : fmt::format("{} of {}", needed == 1 ? "one" : "two", listed(keys));
  if (used.size() < needed) {
    problems.push_back({{"distribution"},
                        fmt::format("distribution {} has {}", name, used.empty() ? "no parameter" : "only " + used[0]),
                        fmt::format("it needs {}", wants),
                        used.empty() ? (needed == 1 ? "add one" : "add two") : "add another"});
    if (all) problems.back().advice = used.empty() ? "add them" : "add the other";
  } else if (used.size() > needed) {
    problems.push_back({{used.back()},
                        fmt::format("distribution {} has {}", name, listed(used)),
                        fmt::format("{} it", needed == 1 ? "one of them determines" : "two of them determine"),
                        used.size() - needed == 1 ? "take one out" : "take two out"});
  }
}

/// Survival that those who never have the event, or a second wish, put out of reach.
void check_wishes(ArmSurvivalOptions const& options, std::vector<OptionProblem>& problems) {
  double const cured = options.cured.value_or(0);
  if (options.survival && options.survival->equals <= cured) {
    problems.push_back({{"survival", "equals"},
                        fmt::format("survival {} is wanted with a cured share of {}", options.survival->equals, cured),
                        "survival of the whole arm stays above its cured share",
                        "want more survival, or a smaller cured share"});
  }
  if (options.median && cured >= 0.5) {
    problems.push_back({{"median"},
                        fmt::format("a median is wanted with a cured share of {}", cured),
                        "survival of the whole arm never falls to one half",
                        "give survival at a time instead, or a smaller cured share"});
  }
  if (!options.survival || !options.median || !problems.empty()) return;
  auto const [at, equals] = *options.survival;
  double const median = *options.median;
  bool const falls = at < median ? equals > 0.5 : at > median && equals < 0.5;
  if (falls) return;
  problems.push_back({{"survival"},
                      fmt::format("survival {} at {} is wanted beside median {}", equals, at, median),
                      at == median ? "they are about the same time" : "survival falls with time",
                      at == median  ? "take one of them out, or move survival to another time"
                      : at < median ? "want more than 0.5 before the median"
                                    : "want less than 0.5 after the median"});
}

/// With a scale and a wish, the shape is solved: survival at the scale itself is fixed, and it falls.
void check_scale(ArmSurvivalOptions const& options, std::vector<OptionProblem>& problems) {
  std::optional<SurvivalAtOptions> const wanted = wanted_survival(options);
  if (!options.scale || !wanted) return;
  double const cured = options.cured.value_or(0);
  bool const is_weibull = options.distribution == SurvivalFamily::weibull;
  double const at_scale = cured + (1 - cured) * (is_weibull ? 0.36787944117144233 : 0.5);
  double const scale = *options.scale;
  bool const falls = wanted->at < scale ? wanted->equals > at_scale : wanted->at > scale && wanted->equals < at_scale;
  if (falls) return;
  problems.push_back(
      {{options.survival ? "survival" : "median"},
       fmt::format("survival {} at {} is wanted with scale {}", wanted->equals, wanted->at, scale),
       fmt::format("whatever the shape, survival at the scale is {:.4g}, more before it and less after it", at_scale),
       "change one of them, or give the shape instead of the scale"});
}

void check_piecewise(ArmSurvivalOptions const& options, std::vector<OptionProblem>& problems) {
  if (options.from.empty() || options.rates.empty()) return; // told
  for (OptionProblem& problem : change_problems(options.from, options.rates, "rates")) {
    problems.push_back(std::move(problem));
  }
}

std::string counted(std::vector<double> const& numbers) {
  return fmt::format("{} number{}", numbers.size(), numbers.size() == 1 ? "" : "s");
}

} // namespace

std::vector<OptionProblem> change_problems(std::vector<double> const& from, std::vector<double> const& values,
                                           char const* values_key) {
  std::vector<OptionProblem> problems;
  if (from.size() != values.size()) {
    problems.push_back({{values_key},
                        fmt::format("{} has {} and from has {}", values_key, counted(values), counted(from)),
                        "each time needs the value that holds from it on",
                        "make them as many"});
  }
  if (!from.empty() && from[0] != 0) {
    problems.push_back(
        {{"from"}, fmt::format("from begins with {}", from[0]), "what holds before it is not said", "begin with 0"});
  }
  for (std::size_t k = 1; k < from.size(); ++k) {
    if (from[k] > from[k - 1]) continue;
    problems.push_back({{"from"},
                        fmt::format("from has {} after {}", from[k], from[k - 1]),
                        "times must increase",
                        "sort them, each once"});
    break;
  }
  return problems;
}

std::vector<OptionProblem> family_problems(ArmSurvivalOptions const& options) {
  std::vector<OptionProblem> problems;
  check_keys(options, problems);
  SurvivalFamily const family = *options.distribution;
  bool const positive_shape = family == SurvivalFamily::weibull || family == SurvivalFamily::log_logistic;
  if (positive_shape && options.shape && !(*options.shape > 0)) {
    problems.push_back({{"shape"},
                        fmt::format("shape is {}", *options.shape),
                        fmt::format("the shape of a {} distribution is above 0", name_of(family)),
                        "write a positive number"});
  }
  if (family == SurvivalFamily::piecewise_exponential) {
    check_piecewise(options, problems);
  } else {
    check_wishes(options, problems);
    if (positive_shape && problems.empty()) check_scale(options, problems);
  }
  if (!problems.empty()) return problems;
  std::optional<SurvivalAtOptions> const wanted = wanted_survival(options);
  SurvivalModel const model = own_model(options);
  bool const reached =
      are_usable(model) && (!wanted || [&] {
        double const miss =
            SurvivalDistribution(model, options.cured.value_or(0)).survival(wanted->at) - wanted->equals;
        return miss < 1e-9 && miss > -1e-9;
      }());
  if (reached) return problems;
  problems.push_back({{"distribution"},
                      fmt::format("distribution {} cannot be computed from these numbers", name_of(family)),
                      "a parameter that is solved for leaves the range of a computer's numbers",
                      "give less extreme numbers"});
  return problems;
}

} // namespace iptwsim
