#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "config/rules.hpp"

namespace iptwsim::config {

void check_alternative(Study const& study, Node const& root, Report& report) {
  auto const& [every, survival_difference, survival_ratio, rmst_difference, rmst_ratio, median_difference,
               incidence_difference, log_hazard_ratio, log_rank] = study.alternative;
  Node const* const at = root.find("alternative");
  if (at == nullptr || !every || *every == Alternative::two_sided) return;

  // The quantities of this study that follow `every`, by the side of 0 (or 1) on which the treated fare better.
  std::vector<std::string> greater, less;
  auto const sort_in = [&](std::vector<std::string>& side, bool is_estimated, auto const& own, char const* name) {
    if (is_estimated && !own) side.emplace_back(name);
  };
  EstimatorOptions const& has = study.estimators;
  sort_in(greater, has.survival.has_value(), survival_difference, "survival_difference");
  sort_in(greater, has.survival.has_value(), survival_ratio, "survival_ratio");
  sort_in(greater, has.rmst.has_value(), rmst_difference, "rmst_difference");
  sort_in(greater, has.rmst.has_value(), rmst_ratio, "rmst_ratio");
  sort_in(greater, has.median.has_value(), median_difference, "median_survival_difference");
  sort_in(less, has.cumulative_incidence.has_value(), incidence_difference, "cumulative_incidence_difference");
  sort_in(less, has.cox.has_value(), log_hazard_ratio, "log_hazard_ratio");
  sort_in(less, has.log_rank.has_value(), log_rank, "log_rank");
  if (greater.empty() || less.empty()) return;
  report.add(*at, fmt::format("alternative is {} for every test", name_of(*every)),
             fmt::format("fewer events make {} greater but {} less", fmt::join(greater, ", "), fmt::join(less, ", ")),
             fmt::format("write alternative: {{{}: greater, {}: less}}", fmt::join(greater, ": greater, "),
                         fmt::join(less, ": less, ")));
}

} // namespace iptwsim::config
