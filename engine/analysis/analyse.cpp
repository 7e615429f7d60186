#include "analysis/analyse.hpp"

namespace iptwsim {

std::vector<Column> describe_columns(PreparedCohort const& prepared, AnalysisOptions const& options) {
  std::vector<Column> columns{{.quantity = Quantity::propensity_aliased}};
  for (Estimand const estimand : options.estimands) {
    for (PreparedEndpoint const& endpoint : prepared.endpoints) {
      Column const base{.endpoint = endpoint.name, .estimand = std::string(name_of(estimand))};
      std::apply([&](auto... block) { (block.describe(options, endpoint, base, columns), ...); }, Blocks{});
    }
  }
  return columns;
}

} // namespace iptwsim
