#include "scenario/calibration.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cohort/csv_text.hpp"
#include "core/error.hpp"
#include "math/constants.hpp"
#include "math/normal.hpp"
#include "math/root.hpp"
#include "scenario/correlation.hpp"
#include "scenario/correlation_matrix.hpp"
#include "scenario/joint_latents.hpp"
#include "scenario/latent_time.hpp"
#include "scenario/stress.hpp"
#include "scenario/survival_arms.hpp"
#include "scenario/survival_parameters.hpp"

namespace iptwsim {
namespace {

constexpr double farthest = 8.2; // Phi(-8.2) = 1e-16

char const* arm_name(bool is_treated) { return is_treated ? "treated" : "control"; }

template <class Marginal> auto& arm_of(Marginal& marginal, bool is_treated) {
  return is_treated ? marginal.treated : marginal.control;
}

void replace(ArmSurvivalOptions& arm, double survival) {
  arm.survival = SurvivalAtOptions{.at = arm.survival_of->at, .equals = survival};
  arm.survival_of.reset();
}

/// One wish: a component, by number, and an arm.
struct Wish {
  std::size_t component;
  bool is_treated;
};

class Calibrator {
public:
  explicit Calibrator(SyntheticOptions const& options) : options_(options), names_(component_names(options)) {}

  Calibration run() {
    result_.solved = wishes_of(options_);
    std::vector<Wish> open;
    for (std::size_t c = 0; c < names_.size(); ++c) {
      for (bool const is_treated : {false, true}) {
        if (wish({c, is_treated}) && check({c, is_treated})) open.push_back({c, is_treated});
      }
    }
    if (!result_.problems.empty() || open.empty()) return std::move(result_);
    latent_ = latent_correlation(with_unmeasured(options_));
    while (!open.empty()) {
      auto const next = std::find_if(open.begin(), open.end(), [&](Wish w) { return waits_for(w).empty(); });
      if (next == open.end()) {
        tell_circle(open);
        break;
      }
      if (!solve(*next)) break;
      open.erase(next);
    }
    return std::move(result_);
  }

private:
  ArmSurvivalOptions const& arm(Wish w) const {
    return arm_of(options_.components[w.component].second.marginal, w.is_treated);
  }
  std::optional<SurvivalOfOptions> const& wish(Wish w) const { return arm(w).survival_of; }
  std::string const& name(Wish w) const { return names_[w.component]; }

  OutcomeOptions const* endpoint_of(std::string const& name) const {
    for (auto const& [own, outcome] : options_.endpoints) {
      if (own == name) return &outcome;
    }
    return nullptr;
  }

  std::vector<std::string> path(Wish w) const {
    return {"components", name(w), "marginal", arm_name(w.is_treated), "survival_of"};
  }

  /// Whether the wish is about an endpoint that the component is part of.
  bool check(Wish w) {
    std::string const& wanted = wish(w)->endpoint;
    OutcomeOptions const* const endpoint = endpoint_of(wanted);
    std::vector<std::string> candidates;
    for (auto const& [own, outcome] : options_.endpoints) {
      if (find_name(name(w), outcome.minimum_of)) candidates.push_back(own);
    }
    if (endpoint != nullptr && find_name(wanted, candidates)) return true;
    result_.problems.push_back(
        {path(w),
         endpoint == nullptr ? fmt::format("survival_of has {}, no endpoint", in_quotes(wanted))
                             : fmt::format("{} is to be solved for the survival of {}", name(w), in_quotes(wanted)),
         endpoint == nullptr ? "it names an endpoint of cohort.synthetic.endpoints"
                             : fmt::format("{} is not in its minimum_of", name(w)),
         candidates.empty() ? fmt::format("add an endpoint with {} in minimum_of", name(w))
                            : fmt::format("choose from {}", fmt::join(candidates, ", "))});
    return false;
  }

  /// The other components of the wish's endpoint.
  std::vector<std::size_t> others(Wish w) const {
    std::vector<std::size_t> numbers;
    for (std::string const& other : endpoint_of(wish(w)->endpoint)->minimum_of) {
      auto const found = find_name(other, names_);
      if (found && *found != w.component) numbers.push_back(*found);
    }
    return numbers;
  }

  /// Wishes that have to be answered first.
  std::vector<Wish> waits_for(Wish w) const {
    std::vector<Wish> first;
    for (std::size_t const other : others(w)) {
      Wish const same{other, w.is_treated}, control{other, false};
      if (wish(same)) first.push_back(same);
      if (w.is_treated && !arm(same).distribution && wish(control)) first.push_back(control);
    }
    return first;
  }

  double latent_at(Wish w, double time) const {
    MarginalOptions const& marginal = options_.components[w.component].second.marginal;
    SurvivalDistribution const survival = !w.is_treated                   ? own_distribution(marginal.control)
                                          : marginal.treated.distribution ? own_distribution(marginal.treated)
                                                                          : make_arms(marginal).treated;
    return latent_of_hazard(survival.cumulative_hazard(time));
  }

  /// The correlation matrix of these components' latents.
  std::vector<double> correlations(std::vector<std::size_t> const& components) const {
    std::size_t const m = latent_.size(), k = latent_.covariates;
    std::vector<double> matrix;
    for (std::size_t const a : components) {
      for (std::size_t const b : components) {
        double sum = 0;
        for (std::size_t j = 0; j < m; ++j) sum += latent_.factor[(k + a) * m + j] * latent_.factor[(k + b) * m + j];
        matrix.push_back(a == b ? 1 : sum);
      }
    }
    return matrix;
  }

  bool solve(Wish w) {
    SurvivalOfOptions const wanted = *wish(w);
    std::vector<std::size_t> components{w.component};
    std::vector<double> q{-math::infinity};
    for (std::size_t const other : others(w)) {
      components.push_back(other);
      q.push_back(latent_at({other, w.is_treated}, wanted.at));
    }
    SharedFactors const shared = share_factors(correlations(components), components.size());
    LatentPoints const grid = grid_of(shared);
    auto const survival = [&](LatentPoints const& points, double own) {
      double value = 0;
      q[0] = own;
      joint_survival(points, q, {&value, 1});
      return value;
    };
    double const most = survival(grid, -math::infinity);
    if (!(wanted.equals < most) || !(survival(grid, -farthest) > wanted.equals)) {
      tell_infeasible(w, wanted, most, components);
      return false;
    }
    double const root = math::root_of_increasing([&](double own) { return wanted.equals - survival(grid, own); }, 1);
    double value = 0;
    std::vector<double> density(components.size());
    q[0] = root;
    joint_survival(grid, q, {&value, 1}, density);
    double const off = survival(grid_of(shared, 2), root) - wanted.equals;
    double const solved = math::normal_cdf(-root);
    for (SolvedSurvival& answer : result_.solved) {
      if (answer.component != name(w) || answer.is_treated != w.is_treated) continue;
      answer.survival = solved;
      answer.error = std::fabs(off) * math::normal_density(root) / density[0];
    }
    MarginalOptions& marginal = options_.components[w.component].second.marginal;
    replace(arm_of(marginal, w.is_treated), solved);
    std::vector<OptionProblem> const problems = problems_of(with_placeholders(marginal));
    for (OptionProblem const& problem : problems) {
      std::string const what = fmt::format("{} would need survival {:.6g} at {}", name(w), solved, wanted.at);
      result_.problems.push_back({path(w), what, fmt::format("{} ({})", problem.what, problem.why), problem.advice});
    }
    return problems.empty();
  }

  void tell_infeasible(Wish w, SurvivalOfOptions const& wanted, double most,
                       std::vector<std::size_t> const& components) {
    std::vector<std::string> rest;
    for (std::size_t i = 1; i < components.size(); ++i) rest.push_back(names_[components[i]]);
    std::string const others = fmt::format("{}", fmt::join(rest, " and "));
    // An endpoint of nothing but these components, whose survival is the bound.
    std::string also;
    for (auto const& [own, outcome] : options_.endpoints) {
      auto const is_among = [&](std::string const& part) { return find_name(part, rest).has_value(); };
      if (outcome.minimum_of.size() == rest.size() && !rest.empty() &&
          std::all_of(outcome.minimum_of.begin(), outcome.minimum_of.end(), is_among)) {
        also = fmt::format(", the survival of {}", own);
      }
    }
    double const at_most = std::floor(most * 1e4 + 1e-6) / 1e4; // of four digits
    result_.problems.push_back({path(w),
                                fmt::format("survival {} of {} at {} in the {} arm cannot be had", wanted.equals,
                                            wanted.endpoint, wanted.at, arm_name(w.is_treated)),
                                fmt::format("{} alone leave{} {:.6g}{}, and {} can only lower it", others,
                                            rest.size() == 1 ? "s" : "", most, also, name(w)),
                                fmt::format("choose less than {:.4g}, or let {} happen less often", at_most, others)});
  }

  void tell_circle(std::vector<Wish> const& open) {
    std::vector<std::string> names;
    for (Wish const w : open) names.push_back(fmt::format("{} ({})", name(w), arm_name(w.is_treated)));
    result_.problems.push_back(
        {path(open.front()), fmt::format("{} wait for one another", fmt::join(names, ", ")),
         "a component is solved for the survival of an endpoint whose other components are known",
         "let one of them be known, or ask for an endpoint with fewer components"});
  }

  SyntheticOptions options_; ///< with what is solved so far
  Names names_;
  LatentCorrelation latent_;
  Calibration result_;
};

} // namespace

std::vector<SolvedSurvival> wishes_of(SyntheticOptions const& options) {
  std::vector<SolvedSurvival> wishes;
  for (auto const& [name, component] : options.components) {
    for (bool const is_treated : {false, true}) {
      auto const& wish = arm_of(component.marginal, is_treated).survival_of;
      if (wish) wishes.push_back({.component = name, .is_treated = is_treated, .at = wish->at});
    }
  }
  return wishes;
}

Calibration calibrate(SyntheticOptions const& options) { return Calibrator(options).run(); }

SyntheticOptions with_solved(SyntheticOptions options, std::vector<SolvedSurvival> const& solved) {
  Names const names = component_names(options);
  for (SolvedSurvival const& one : solved) {
    auto const found = find_name(one.component, names);
    IPTWSIM_EXPECTS(found);
    replace(arm_of(options.components[*found].second.marginal, one.is_treated), one.survival);
  }
  return options;
}

MarginalOptions with_placeholders(MarginalOptions marginal) {
  for (bool const is_treated : {false, true}) {
    ArmSurvivalOptions& arm = arm_of(marginal, is_treated);
    if (!arm.survival_of) continue;
    double low = arm.survival_of->equals, high = 1; // every answer is above the wish
    if (arm.median && *arm.median <= arm.survival_of->at) high = 0.5;
    if (arm.median && *arm.median > arm.survival_of->at) low = std::max(low, 0.5);
    replace(arm, low < high ? 0.5 * (low + high) : 0.49);
  }
  return marginal;
}

} // namespace iptwsim
