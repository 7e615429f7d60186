#include "results/assemble.hpp"

#include <algorithm>

#include "core/version.hpp"
#include "results/arrange.hpp"
#include "results/collector.hpp"
#include "results/digest.hpp"
#include "results/summary.hpp"

namespace iptwsim::results {
namespace {

ScenarioNumbers replicate_numbers(std::string const& scenario, Experiment const& experiment,
                                  std::span<Slab const> slabs) {
  auto keys = std::make_shared<std::vector<CellKey>>();
  ScenarioNumbers numbers{.scenario = scenario, .keys = keys, .values = {}, .statuses = {}};
  auto const& columns = experiment.replicate_columns();
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (columns[c].quantity == Quantity::survival_curve) continue; // its limits are kept, its replicates are too many
    ColumnValues const joined = column_values(slabs, BlockKind::replicates, c);
    keys->push_back({columns[c]});
    numbers.values.insert(numbers.values.end(), joined.values.begin(), joined.values.end());
    numbers.statuses.insert(numbers.statuses.end(), joined.statuses.begin(), joined.statuses.end());
  }
  return numbers;
}

} // namespace

Attributes identity_attributes(Identity const& identity, std::int64_t seed) {
  return {{"config_sha256", sha256_hex(identity.config)},
          {"cohort_sha256", identity.cohort_sha256},
          {"seed", seed},
          {"results_version", results_version}};
}

Group root_group(Identity const& identity, Study const& study) {
  Group root{.path = "/"};
  root.attributes = identity_attributes(identity, study.seed);
  root.attributes["title"] = study.title;
  root.arrays.push_back({"config",
                         {},
                         std::vector<std::string>{identity.config},
                         {{"description", std::string("the resolved config, JSON; can be run again")}}});
  return root;
}

Group provenance_group(Provenance const& provenance) {
  Group group{.path = "/provenance"};
  for (auto const& [key, value] : provenance) group.attributes[key] = value;
  return group;
}

void sort_groups(Document& document) {
  std::sort(document.groups.begin(), document.groups.end(),
            [](auto const& a, auto const& b) { return a.path < b.path; });
}

Document assemble(Studies const& studies, SlabSource& slabs, Identity const& identity, CohortFacts const& facts,
                  Provenance const& provenance) {
  Document document;
  Group root = root_group(identity, studies.scenarios().front().study);
  root.attributes["rows_read"] = facts.rows_read;
  root.attributes["rows_dropped"] = facts.rows_dropped;
  root.attributes["control_label"] = facts.control_label;
  root.attributes["treated_label"] = facts.treated_label;
  std::string notes;
  for (std::string const& note : facts.term_notes) notes += (notes.empty() ? "" : "; ") + note;
  root.attributes["term_notes"] = notes;
  document.groups.push_back(std::move(root));

  std::vector<ScenarioNumbers> estimates, replicates;
  std::int64_t most_replicates = 0;
  for (std::size_t s = 0; s < studies.scenarios().size(); ++s) {
    Scenario const& scenario = studies.scenarios()[s];
    auto const [first, last] = studies.blocks_of(s);
    std::vector<Slab> const own = slabs.read(first, last);
    if (own.empty()) continue;
    estimates.push_back(numbers_of(scenario.name, summarise(studies.experiment(s), own)));
    if (!scenario.study.bootstrap) continue;
    replicates.push_back(replicate_numbers(scenario.name, studies.experiment(s), own));
    most_replicates = std::max(most_replicates, scenario.study.bootstrap->replicates);
  }
  auto const add = [&](std::vector<Group> groups) {
    for (Group& group : groups) document.groups.push_back(std::move(group));
  };
  add(arrange(unite(std::move(estimates)), {.folder = "/estimates"}));
  if (!replicates.empty()) {
    add(arrange(unite(std::move(replicates), static_cast<std::size_t>(most_replicates)),
                {.folder = "/replicates", .where = ", in every bootstrap replicate", .depth_axis = "replicate"}));
  }
  document.groups.push_back(provenance_group(provenance));
  sort_groups(document);
  return document;
}

} // namespace iptwsim::results
