#include "truth/truth.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "core/error.hpp"
#include "math/constants.hpp"
#include "math/sum.hpp"
#include "scenario/correlation_matrix.hpp"
#include "truth/conditional_truth.hpp"
#include "truth/first_truth.hpp"
#include "truth/joint_points.hpp"
#include "truth/points.hpp"
#include "truth/single_truth.hpp"
#include "truth/tilt.hpp"

namespace iptwsim {

bool counts_patients(Estimand estimand, WeightOptions const& weights) {
  return estimand == Estimand::unweighted || weights.stabilized || weights.normalize == Normalization::arm;
}

namespace {

bool uses_share(TruthRequest const& request) {
  return request.estimators.cox && std::any_of(request.estimands.begin(), request.estimands.end(),
                                               [&](Estimand e) { return counts_patients(e, request.weights); });
}

/// Estimands whose populations are tilted, once each, in their order.
std::vector<Estimand> tilted_estimands(TruthRequest const& request) {
  std::vector<Estimand> tilted;
  for (Estimand const estimand : request.estimands) {
    if (!is_of_whole_population(estimand)) tilted.push_back(estimand);
  }
  return tilted;
}

bool depends_on_covariates(NamedNumbers const& dependence) {
  return std::any_of(dependence.begin(), dependence.end(), [](auto const& pair) { return pair.second != 0; });
}

} // namespace

std::optional<double> treated_share(SyntheticOptions const& options) {
  if (options.arms) {
    return static_cast<double>(options.arms->treated) /
           static_cast<double>(options.arms->control + options.arms->treated);
  }
  if (options.treatment.randomized) return options.treatment.randomized;
  return options.treatment.prevalence;
}

std::vector<Column> truth_columns(SyntheticOptions const& options, TruthRequest const& request) {
  std::vector<Column> columns;
  for (Estimand const estimand : request.estimands) {
    for (auto const& [name, outcome] : options.endpoints) {
      Column const base{.endpoint = name, .estimand = std::string(name_of(estimand))};
      describe_endpoint_truth(request.estimators, base, columns);
      if (!outcome.censored_by.empty()) describe_further_survivals(request.estimators, base, columns);
    }
  }
  return columns;
}

std::int64_t shifts_needed(SyntheticOptions const& options, TruthRequest const& request,
                           TruthOptions const& precision) {
  SyntheticOptions const all = with_unmeasured(options);
  auto const is_integrated = [](auto const& endpoint) {
    return endpoint.second.conditional && endpoint.second.conditional->has_terms();
  };
  if (std::any_of(all.endpoints.begin(), all.endpoints.end(), is_integrated)) return precision.shifts;
  if (all.treatment.log_odds.empty() && !all.positivity) return 1; // e is the same for everybody
  auto const times = dependences(all);
  bool const tilts = !tilted_estimands(request).empty() &&
                     std::any_of(times.begin(), times.end(),
                                 [](NamedNumbers const* dependence) { return depends_on_covariates(*dependence); });
  return tilts || (!request.treated_share && uses_share(request)) ? precision.shifts : 1;
}

TruthValues true_values(Mechanism const& mechanism, TruthRequest const& request, std::uint64_t shift) {
  std::vector<Estimand> const tilted = tilted_estimands(request);
  PointSums const points = sum_points(mechanism, tilted,
                                      {.points_log2 = request.points_log2,
                                       .shift = shift,
                                       .needs_share = !request.treated_share && uses_share(request)});
  double const share = request.treated_share.value_or(points.treated_share);
  std::vector<JointPoints> joint(mechanism.endpoints());
  std::vector<std::optional<ScoreMeshes>> scores(mechanism.endpoints());
  std::vector<std::unique_ptr<EndpointTruth const>> endpoints;
  for (std::size_t k = 0; k < joint.size(); ++k) {
    EndpointParts const& parts = mechanism.parts(k);
    if (ConditionalSurvival const* const model = mechanism.conditional(parts.event[0])) {
      scores[k].emplace(
          score_meshes(mechanism, *model, tilted,
                       {.points_log2 = model->depends_on_covariates(1) ? request.points_log2 : 0, .shifts = {shift}}));
      endpoints.push_back(
          std::make_unique<ConditionalTruth>(*model, mechanism.follow_up(), request.estimators, *scores[k],
                                             mechanism.is_randomized() || !model->depends_on_covariates(1)));
    } else if (parts.is_single()) {
      endpoints.push_back(std::make_unique<SingleTruth>(mechanism.arms(parts.event[0]), mechanism.follow_up(),
                                                        request.estimators, points.components[parts.event[0]]));
    } else {
      joint[k] = joint_points(mechanism, k, tilted, {.points_log2 = request.points_log2, .shift = shift});
      endpoints.push_back(std::make_unique<FirstTruth>(mechanism, k, request.estimators, joint[k]));
    }
  }
  ColumnWriter<double> out;
  std::size_t next = 0; // tilted population
  for (Estimand const estimand : request.estimands) {
    std::size_t const tilt = is_of_whole_population(estimand) ? EndpointTruth::whole_population : next++;
    std::array<double, 2> const by_share{1 - share, share}, by_one{1, 1};
    for (auto const& endpoint : endpoints) {
      endpoint->put(tilt, counts_patients(estimand, request.weights) ? by_share : by_one, out);
    }
  }
  TruthValues result{.values = std::move(out.values), .statuses = {}};
  for (double const status : out.statuses) result.statuses.push_back(static_cast<Status>(status));
  return result;
}

TrueValue combine_shifts(std::span<double const> values, std::span<Status const> statuses) {
  IPTWSIM_EXPECTS(!values.empty() && values.size() == statuses.size());
  double const first = values[0];
  bool const alike = std::all_of(values.begin(), values.end(), [&](double value) { return value == first; });
  for (std::size_t r = 0; r < values.size(); ++r) {
    if (std::isnan(values[r])) return {math::not_a_number, math::not_a_number, statuses[r]};
  }
  if (alike) return {first, 0, statuses[0]};
  std::vector<double> differences; // from the first: what all have in common is not rounded again
  for (double const value : values) differences.push_back(value - first);
  double const n = static_cast<double>(values.size());
  return {first + math::mean(differences), std::sqrt(math::sample_variance(differences) / n), statuses[0]};
}

} // namespace iptwsim
