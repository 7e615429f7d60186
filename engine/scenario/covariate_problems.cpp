#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cohort/csv_text.hpp"
#include "scenario/covariate.hpp"

namespace iptwsim {
namespace {

using Distribution = CovariateDistribution;

constexpr double largest_poisson_mean = 1e6;    // its table of steps has 75 SDs
constexpr double smallest_probability = 1e-200; // of a truncation: far from underflow in both tails

/// A parameter: whether it is there and which distributions need it.
struct Parameter {
  char const* name;
  bool is_given;
  std::array<bool, 7> needed; ///< by CovariateDistribution
};

template <class... Distributions> constexpr std::array<bool, 7> needed_by(Distributions... distributions) {
  std::array<bool, 7> needed{};
  ((needed[static_cast<std::size_t>(distributions)] = true), ...);
  return needed;
}

std::vector<Parameter> parameters_of(CovariateOptions const& options) {
  return {{"mean", options.mean.has_value(), needed_by(Distribution::normal, Distribution::poisson)},
          {"sd", options.sd.has_value(), needed_by(Distribution::normal)},
          {"median", options.median.has_value(), needed_by(Distribution::lognormal)},
          {"sigma", options.sigma.has_value(), needed_by(Distribution::lognormal)},
          {"lower", options.lower.has_value(), needed_by(Distribution::uniform)},
          {"upper", options.upper.has_value(), needed_by(Distribution::uniform)},
          {"probability", options.probability.has_value(), needed_by(Distribution::bernoulli)},
          {"levels", !options.levels.empty(), needed_by(Distribution::categorical)},
          {"shape", options.shape.has_value(), needed_by(Distribution::gamma)},
          {"scale", options.scale.has_value(), needed_by(Distribution::gamma)}};
}

class CovariateCheck {
public:
  explicit CovariateCheck(CovariateOptions const& options) : options_(options), name_(name_of(options.distribution)) {}

  std::vector<OptionProblem> run() {
    check_parameters();
    if (options_.distribution == Distribution::categorical) check_levels();
    if (problems_.empty() && is_in_range()) check_values();
    if (!options_.truncate.empty()) check_truncate();
    if (problems_.empty() && is_in_range() && options_.distribution != Distribution::categorical) check_size();
    return std::move(problems_);
  }

private:
  void add(std::vector<std::string> path, std::string what, std::string why, std::string advice) {
    problems_.push_back({std::move(path), std::move(what), std::move(why), std::move(advice)});
  }

  void check_parameters() {
    std::vector<char const*> needed;
    std::vector<Parameter> const parameters = parameters_of(options_);
    auto const is_needed = [&](Parameter const& p) {
      return p.needed[static_cast<std::size_t>(options_.distribution)];
    };
    for (Parameter const& parameter : parameters) {
      if (is_needed(parameter)) needed.push_back(parameter.name);
    }
    std::string const why = fmt::format("a {} covariate has {}", name_, fmt::join(needed, " and "));
    for (Parameter const& parameter : parameters) {
      if (is_needed(parameter) && !parameter.is_given) {
        add({}, fmt::format("{} covariate lacks the key {}", name_, in_quotes(parameter.name)), why, "add it");
      } else if (!is_needed(parameter) && parameter.is_given) {
        add({parameter.name}, fmt::format("{} covariate has {}", name_, parameter.name), why,
            "take it out, or choose another distribution");
      }
    }
  }

  void check_levels() {
    double sum = 0;
    for (auto const& [level, probability] : options_.levels) {
      sum += probability;
      check_level_name(level);
    }
    if (options_.levels.size() == 1) {
      add({"levels"}, "levels has one level", "a categorical covariate has two or more", "add the others");
    } else if (options_.levels.size() > 1 && !(std::fabs(sum - 1) <= 1e-9)) {
      add({"levels"}, fmt::format("the probabilities of levels sum to {:.12g}", sum), "they sum to 1", "correct them");
    }
  }

  void check_level_name(std::string const& level) {
    std::vector<std::string> const path{"levels", level};
    CellKind const kind = read_cell(level).kind;
    std::string const what = fmt::format("levels has {}", in_quotes(level));
    if (kind == CellKind::missing) {
      add(path, what, "in a CSV file that is a missing value", "give it another name");
    } else if (kind != CellKind::text) {
      add(path, what, "in a CSV file that is a number and no category",
          fmt::format("write grade{} or the like", level));
    } else if (trimmed(level) != level) {
      add(path, what, "blanks around a name do not count", "take them out");
    } else if (!is_utf8(level) || level.find_first_of("\r\n") != std::string::npos) {
      add(path, what, "it would not print", "give it another name");
    }
  }

  /// Whether the ranges of single parameters hold, which the config tells by itself.
  bool is_in_range() const {
    auto const is_positive = [](std::optional<double> x) { return !x || (*x > 0 && *x < math::infinity); };
    auto const is_finite = [](std::optional<double> x) { return !x || std::isfinite(*x); };
    return is_finite(options_.mean) && is_positive(options_.sd) && is_positive(options_.median) &&
           is_positive(options_.sigma) && is_finite(options_.lower) && is_finite(options_.upper) &&
           is_positive(options_.shape) && is_positive(options_.scale) &&
           (!options_.probability || (*options_.probability > 0 && *options_.probability < 1));
  }

  void check_values() {
    if (options_.distribution == Distribution::uniform && !(*options_.lower < *options_.upper)) {
      add({"upper"}, fmt::format("upper {} is not above lower {}", *options_.upper, *options_.lower),
          "a uniform covariate lies between them", "correct them");
    }
    if (options_.distribution != Distribution::poisson) return;
    if (!(*options_.mean > 0)) {
      add({"mean"}, fmt::format("mean {} of a poisson covariate", *options_.mean), "it is above 0", "correct it");
    } else if (*options_.mean > largest_poisson_mean) {
      add({"mean"}, fmt::format("mean {} of a poisson covariate", *options_.mean), "it is at most 1000000",
          fmt::format("take a normal covariate with sd {:.6g}", std::sqrt(*options_.mean)));
    }
  }

  void check_truncate() {
    std::vector<double> const& limits = options_.truncate;
    if (options_.distribution == Distribution::bernoulli || options_.distribution == Distribution::categorical) {
      add({"truncate"}, fmt::format("{} covariate has truncate", name_), "it has no range to cut", "take it out");
    } else if (limits.size() != 2) {
      add({"truncate"}, fmt::format("truncate has {} number{}", limits.size(), limits.size() == 1 ? "" : "s"),
          "a lower and an upper limit", "write truncate: [0, 100]");
    } else if (!(limits[0] < limits[1])) {
      add({"truncate"}, fmt::format("truncate goes from {} to {}", limits[0], limits[1]),
          "the first is the lower limit", "correct it");
    } else if (problems_.empty() && is_in_range() && !(truncation_probability() >= smallest_probability)) {
      add({"truncate"}, fmt::format("{} covariate is never between {} and {}", name_, limits[0], limits[1]),
          "its probability there is 0, or so small that it would be", "correct the limits or the parameters");
    }
  }

  double truncation_probability() const {
    double const low = options_.truncate[0], high = options_.truncate[1];
    auto const of_latents = [&](auto const& family) {
      return LatentTruncation::probability(family.latent_of(low), family.latent_of(high));
    };
    switch (options_.distribution) {
    case Distribution::normal:
      return of_latents(NormalCovariate{*options_.mean, *options_.sd});
    case Distribution::lognormal:
      return of_latents(LognormalCovariate{*options_.median, *options_.sigma});
    case Distribution::gamma:
      return of_latents(GammaCovariate{*options_.shape, *options_.scale});
    case Distribution::uniform:
      return (std::min(high, *options_.upper) - std::max(low, *options_.lower)) / (*options_.upper - *options_.lower);
    case Distribution::poisson:
      break;
    case Distribution::bernoulli:
    case Distribution::categorical:
      return 1;
    }
    // P(K >= k) = P(k, mean) and P(K <= k) = Q(k + 1, mean)
    double const first = std::ceil(std::max(low, 0.0)), last = std::floor(high);
    if (first > last) return 0;
    double const from_first = first > 0 ? math::gamma_p(first, *options_.mean) : 1;
    return last < math::infinity ? std::min(from_first, math::gamma_q(last + 1, *options_.mean)) : from_first;
  }

  /// Values that a latent normal of 12, which nobody draws, would make infinite.
  void check_size() {
    CovariateSource const source(options_);
    double const low = source.from_latent(-12.0), high = source.from_latent(12.0);
    if (std::isfinite(low) && std::isfinite(high)) return;
    add({}, fmt::format("{} covariate has infinite values", name_), "its spread is beyond the range of numbers",
        "correct its parameters");
  }

  CovariateOptions const& options_;
  std::string_view name_;
  std::vector<OptionProblem> problems_;
};

} // namespace

std::vector<OptionProblem> problems_of(CovariateOptions const& options) { return CovariateCheck(options).run(); }

} // namespace iptwsim
