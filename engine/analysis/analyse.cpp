#include "analysis/analyse.hpp"

namespace iptwsim {
namespace {

/// endpoint_of(e): the prepared endpoint e, or none.
template <class EndpointOf>
std::vector<Column> describe(CohortNames const& names, AnalysisOptions const& options, EndpointOf endpoint_of) {
  std::vector<Column> columns{{.quantity = Quantity::propensity_aliased}};
  for (Estimand const estimand : options.estimands) {
    for (std::size_t e = 0; e < names.endpoints.size(); ++e) {
      Column const base{.endpoint = names.endpoints[e], .estimand = std::string(name_of(estimand))};
      std::apply([&](auto... block) { (block.describe(options, endpoint_of(e), base, columns), ...); }, Blocks{});
    }
  }
  return columns;
}

} // namespace

ScoreSource replicate_scores(PreparedCohort const& prepared, std::vector<double> start) {
  auto first = std::make_shared<FirstPass const>(prepared.design, prepared.cohort.treated, start);
  return {.start = std::move(start), .first = std::move(first)};
}

std::vector<Column> describe_columns(PreparedCohort const& prepared, AnalysisOptions const& options) {
  return describe(names_of(prepared.cohort), options, [&](std::size_t e) { return &prepared.endpoints[e]; });
}

std::vector<Column> describe_columns(CohortNames const& names, AnalysisOptions const& options) {
  return describe(names, options, [](std::size_t) -> PreparedEndpoint const* { return nullptr; });
}

} // namespace iptwsim
