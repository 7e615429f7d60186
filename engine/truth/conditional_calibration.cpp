#include "truth/conditional_calibration.hpp"

#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/error.hpp"
#include "math/constants.hpp"
#include "math/log.hpp"
#include "math/sum.hpp"
#include "truth/conditional_nodes.hpp"
#include "truth/cox_limit.hpp"

namespace iptwsim {
namespace {

constexpr std::uint64_t shifts = 16;
constexpr int points_log2 = 12;
constexpr double farthest = 32;

/// The root of an increasing function that may be infinite, by the Illinois variant of false position (M. Dowell and P.
/// Jarratt, BIT 11, 1971, 168-174); none within +-farthest.
template <class Function> std::optional<double> root_near_zero(Function const& function) {
  constexpr double tolerance = 1e-11;
  double low = 0, high = 0, at_low = function(0), at_high = at_low;
  if (std::isnan(at_low)) return std::nullopt;
  for (double step = 0.5; at_low > 0 && low > -farthest; step *= 2) {
    high = low, at_high = at_low;
    low = std::max(-farthest, low - step), at_low = function(low);
  }
  for (double step = 0.5; at_high < 0 && high < farthest; step *= 2) {
    low = high, at_low = at_high;
    high = std::min(farthest, high + step), at_high = function(high);
  }
  if (!(at_low <= 0) || !(at_high >= 0)) return std::nullopt;
  int side = 0;
  for (int step = 0; step < 200 && high - low > tolerance; ++step) {
    if (at_low == 0) return low;
    if (at_high == 0) return high;
    bool const is_bounded = std::isfinite(at_low) && std::isfinite(at_high);
    double middle = is_bounded ? (low * at_high - high * at_low) / (at_high - at_low) : 0.5 * (low + high);
    if (!(middle > low && middle < high)) middle = 0.5 * (low + high);
    double const value = function(middle);
    if (std::isnan(value)) return std::nullopt;
    if (std::fabs(value) < tolerance) return middle;
    if (value < 0) {
      low = middle, at_low = value;
      if (side < 0) at_high /= 2;
      side = -1;
    } else {
      high = middle, at_high = value;
      if (side > 0) at_low /= 2;
      side = 1;
    }
  }
  return 0.5 * (low + high);
}

/// One endpoint: what is measured of it, given an effect (in the treated arm's scores) and a move of all scores.
class EndpointSolver {
public:
  EndpointSolver(Mechanism const& mechanism, ConditionalOptions const& wishes, std::size_t component)
      : mechanism_(mechanism), wishes_(wishes), model_(*mechanism.conditional(component)),
        all_(meshes_of(shift_numbers(0, shifts))) {}

  /// Above 0 where the effect is too high: treated patients die too soon.
  double effect_excess(double effect, double move) const { return effect_excess(all_, effect, move); }
  double event_excess(double effect, double move) const { return event_excess(all_, effect, move); }

  std::optional<double> solve_effect(double move) const {
    return root_near_zero([&](double effect) { return effect_excess(effect, move); });
  }

  /// Standard errors of effect and move, each over its own slope.
  std::pair<double, double> errors(double effect, double move) const {
    std::vector<double> effects, events;
    for (std::uint64_t r = 0; r < shifts; ++r) {
      ScoreMeshes const one = meshes_of(shift_numbers(r, 1));
      if (wishes_.treatment.marginal) effects.push_back(effect_excess(one, effect, move));
      if (wishes_.event_fraction) events.push_back(event_excess(one, effect, move));
    }
    constexpr double step = 1e-3;
    auto const error = [&](std::vector<double> const& values, double slope) {
      return values.empty() ? 0 : std::sqrt(math::sample_variance(values) / shifts) / std::fabs(slope);
    };
    double const effect_slope =
        effects.empty() ? 1 : (effect_excess(effect + step, move) - effect_excess(effect - step, move)) / (2 * step);
    double const event_slope =
        events.empty() ? 1 : (event_excess(effect, move + step) - event_excess(effect, move - step)) / (2 * step);
    return {error(effects, effect_slope), error(events, event_slope)};
  }

private:
  static std::vector<std::uint64_t> shift_numbers(std::uint64_t first, std::uint64_t count) {
    std::vector<std::uint64_t> numbers(count);
    std::iota(numbers.begin(), numbers.end(), first);
    return numbers;
  }

  ScoreMeshes meshes_of(std::vector<std::uint64_t> numbers) const {
    return score_meshes(
        mechanism_, model_, {Estimand::att, Estimand::atc},
        {.points_log2 = points_log2, .shifts = std::move(numbers), .purpose = Purpose::calibration_shift});
  }

  double effect_excess(ScoreMeshes const& meshes, double effect, double move) const {
    ConditionalCurves const curves(model_, meshes.arm, {move, move + effect});
    MarginalEffectOptions const& wanted = *wishes_.treatment.marginal;
    if (auto const& wish = wanted.survival_difference) {
      return wish->equals - (curves.survival(0, 1, wish->at) - curves.survival(0, 0, wish->at));
    }
    if (auto const& wish = wanted.rmst_difference) {
      double area = 0;
      for (TimeNode const& node : conditional_nodes(curves, FollowUp({}), {.borders = {wish->at}})) {
        area += node.width * (curves.survival(0, 1, node.time) - curves.survival(0, 0, node.time));
      }
      return wish->equals - area;
    }
    bool const is_design = wanted.hazard_ratio->limit == CoxLimitKind::design;
    FollowUp const follow_up = is_design ? mechanism_.follow_up() : FollowUp({});
    std::vector<CoxNode> nodes;
    std::vector<double> survival(curves.populations()), density(curves.populations());
    for (TimeNode const& node : conditional_nodes(curves, follow_up, {.whole_follow_up = true})) {
      CoxNode cox{.followed = node.followed, .survival = {}};
      for (std::size_t arm = 0; arm < 2; ++arm) {
        curves.at(arm, node.time, survival, density);
        cox.survival[arm] = survival[0];
        cox.newly_dead[arm] = density[0] * node.width;
      }
      nodes.push_back(cox);
    }
    double const share = meshes.treated_share;
    return cox_limit(nodes, {1 - share, share}).log_hazard_ratio - math::log(wanted.hazard_ratio->equals);
  }

  double event_excess(ScoreMeshes const& meshes, double effect, double move) const {
    ConditionalCurves const curves(model_, meshes.arm, {move, move + effect});
    std::vector<double> survival(curves.populations()), density(curves.populations());
    double seen = 0;
    double const share = meshes.treated_share;
    for (TimeNode const& node : conditional_nodes(curves, mechanism_.follow_up(), {.whole_follow_up = true})) {
      curves.at(1, node.time, survival, density);
      seen += share * node.followed * density[1] * node.width;
      curves.at(0, node.time, survival, density);
      seen += (1 - share) * node.followed * density[2] * node.width;
    }
    return seen - *wishes_.event_fraction;
  }

  Mechanism const& mechanism_;
  ConditionalOptions const& wishes_;
  ConditionalSurvival const& model_;
  ScoreMeshes all_;
};

OptionProblem unreachable_effect(std::string const& endpoint, MarginalEffectOptions const& wanted,
                                 EndpointSolver const& solver, double move) {
  std::vector<std::string> path{"endpoints", endpoint, "conditional", "treatment", "marginal"};
  std::string what, name;
  double equals = 0;
  if (auto const& ratio = wanted.hazard_ratio) {
    name = "hazard_ratio";
    what = fmt::format("a marginal hazard ratio of {} cannot be had", ratio->equals);
  } else {
    bool const is_rmst = wanted.rmst_difference.has_value();
    auto const& wish = is_rmst ? *wanted.rmst_difference : *wanted.survival_difference;
    name = is_rmst ? "rmst_difference" : "survival_difference";
    equals = wish.equals;
    what = fmt::format("a {} of {} at {} cannot be had",
                       is_rmst ? "difference of restricted means" : "survival difference", equals, wish.at);
  }
  path.push_back(name);
  if (name == "hazard_ratio") {
    return {std::move(path), what, "no treatment effect on patients, however large, reaches it",
            "choose one nearer to 1, or follow longer"};
  }
  double const most = equals - solver.effect_excess(-farthest, move);
  double const least = equals - solver.effect_excess(farthest, move);
  return {std::move(path), what,
          fmt::format("whatever the treatment effect on patients, it lies between {:.4g} and {:.4g}", least, most),
          "choose one between them"};
}

OptionProblem unreachable_events(std::string const& endpoint, double wanted, EndpointSolver const& solver) {
  double const most = wanted + solver.event_excess(0, farthest);
  return {{"endpoints", endpoint, "conditional", "event_fraction"},
          fmt::format("an event fraction of {} cannot be had", wanted),
          fmt::format("under this follow-up, however high the hazard, it stays below {:.4g}", most),
          "choose less, or fewer cured patients"};
}

} // namespace

ConditionalCalibration calibrate_conditional(SyntheticOptions const& options, Solved const& solved, bool with_errors) {
  ConditionalCalibration result{.solved = conditional_wishes_of(options)};
  if (result.solved.empty()) return result;
  Solved without = solved;
  without.conditional = result.solved; // no effect, no move
  Mechanism const mechanism = make_mechanism(options, without);
  for (SolvedConditional& one : result.solved) {
    std::size_t k = 0;
    while (mechanism.endpoint_name(k) != one.endpoint) ++k;
    ConditionalOptions const& wishes = *options.endpoints[k].second.conditional;
    EndpointSolver const solver(mechanism, wishes, mechanism.parts(k).event[0]);
    std::optional<double> effect = 0.0, move = 0.0;
    if (one.has_shift) {
      move = root_near_zero([&](double at) {
        if (one.has_effect) effect = solver.solve_effect(at);
        return effect ? solver.event_excess(*effect, at) : math::not_a_number;
      });
      if (!move && effect) {
        result.problems.push_back(unreachable_events(one.endpoint, *wishes.event_fraction, solver));
        continue;
      }
    }
    if (one.has_effect) {
      effect = solver.solve_effect(move.value_or(0));
      if (!effect) {
        result.problems.push_back(
            unreachable_effect(one.endpoint, *wishes.treatment.marginal, solver, move.value_or(0)));
        continue;
      }
    }
    double const sign = wishes.is_accelerated() ? -1 : 1;
    one.effect = one.has_effect ? sign * *effect : 0;
    one.shift = *move;
    if (with_errors) std::tie(one.effect_error, one.shift_error) = solver.errors(*effect, *move);
  }
  return result;
}

Solved solve_all(SyntheticOptions const& options) {
  Solved solved = solve(options);
  ConditionalCalibration calibration = calibrate_conditional(options, solved);
  IPTWSIM_EXPECTS(calibration.problems.empty());
  solved.conditional = std::move(calibration.solved);
  return solved;
}

std::vector<OptionProblem> unreachable_wishes(SyntheticOptions const& options) {
  if (conditional_wishes_of(options).empty()) return {};
  return calibrate_conditional(options, solve(options), false).problems;
}

} // namespace iptwsim
