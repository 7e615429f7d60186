#include "results/assemble.hpp"

#include <algorithm>

#include "core/version.hpp"
#include "results/arrange.hpp"
#include "results/collector.hpp"
#include "results/digest.hpp"
#include "results/summary.hpp"

namespace iptwsim::results {
namespace {

// The scenario of a study that has one cohort and no sweep.
std::string const only_scenario = "cohort";

Group root_group(Experiment const& experiment, Identity const& identity, CohortFacts const& facts) {
  Group root{.path = "/"};
  root.attributes = identity_attributes(identity, experiment.study().seed);
  root.attributes["title"] = experiment.study().title;
  root.attributes["rows_read"] = facts.rows_read;
  root.attributes["rows_dropped"] = facts.rows_dropped;
  root.attributes["control_label"] = facts.control_label;
  root.attributes["treated_label"] = facts.treated_label;
  std::string notes;
  for (std::string const& note : facts.term_notes) notes += (notes.empty() ? "" : "; ") + note;
  root.attributes["term_notes"] = notes;
  root.arrays.push_back({"config",
                         {},
                         std::vector<std::string>{identity.config},
                         {{"description", std::string("the resolved config, JSON; can be run again")}}});
  return root;
}

Table replicate_table(Experiment const& experiment, std::span<Slab const> slabs) {
  auto keys = std::make_shared<std::vector<CellKey>>();
  ScenarioNumbers numbers{.scenario = only_scenario, .keys = keys, .values = {}, .statuses = {}};
  auto const& columns = experiment.replicate_columns();
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (columns[c].quantity == Quantity::survival_curve) continue; // its limits are kept, its replicates are too many
    ColumnValues const joined = column_values(slabs, BlockKind::replicates, c);
    keys->push_back({columns[c]});
    numbers.values.insert(numbers.values.end(), joined.values.begin(), joined.values.end());
    numbers.statuses.insert(numbers.statuses.end(), joined.statuses.begin(), joined.statuses.end());
  }
  std::vector<ScenarioNumbers> only;
  only.push_back(std::move(numbers));
  return unite(std::move(only), static_cast<std::size_t>(experiment.study().bootstrap->replicates));
}

} // namespace

Attributes identity_attributes(Identity const& identity, std::int64_t seed) {
  return {{"config_sha256", sha256_hex(identity.config)},
          {"cohort_sha256", identity.cohort_sha256},
          {"seed", seed},
          {"results_version", results_version}};
}

Document assemble(Experiment const& experiment, std::span<Slab const> slabs, Identity const& identity,
                  CohortFacts const& facts, Provenance const& provenance) {
  Document document;
  document.groups.push_back(root_group(experiment, identity, facts));
  auto const add = [&](std::vector<Group> groups) {
    for (Group& group : groups) document.groups.push_back(std::move(group));
  };
  std::vector<ScenarioNumbers> summary;
  summary.push_back(numbers_of(only_scenario, summarise(experiment, slabs)));
  add(arrange(unite(std::move(summary)), {.folder = "/estimates"}));

  if (experiment.study().bootstrap) {
    add(arrange(replicate_table(experiment, slabs),
                {.folder = "/replicates", .where = ", in every bootstrap replicate", .depth_axis = "replicate"}));
  }

  Group last{.path = "/provenance"};
  for (auto const& [key, value] : provenance) last.attributes[key] = value;
  document.groups.push_back(std::move(last));
  // As a reader gives them back, so that a fresh result and a read one print the same.
  std::sort(document.groups.begin(), document.groups.end(),
            [](auto const& a, auto const& b) { return a.path < b.path; });
  return document;
}

} // namespace iptwsim::results
