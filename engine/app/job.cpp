#include "app/job.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "cohort/load.hpp"
#include "config/scenarios.hpp"
#include "plan/blocks.hpp"
#include "plan/simulation.hpp"
#include "plan/studies.hpp"
#include "results/digest.hpp"
#include "results/simulation_document.hpp"

namespace iptwsim::app {
namespace {

namespace fs = std::filesystem;

results::CohortFacts facts_of(LoadedCohort const& loaded) {
  results::CohortFacts facts;
  facts.rows_read = static_cast<std::int64_t>(loaded.rows_read);
  facts.rows_dropped = static_cast<std::int64_t>(loaded.rows_dropped);
  for (CategoricalColumn const& column : loaded.categorical) {
    facts.term_notes.push_back("reference level of " + column.name + ": " + column.reference);
  }
  for (SplineKnots const& spline : loaded.splines) {
    facts.term_notes.push_back(fmt::format("knots of {}: {}", spline.term, fmt::join(spline.knots, ", ")));
  }
  facts.control_label = loaded.arm_labels[0];
  facts.treated_label = loaded.arm_labels[1];
  return facts;
}

Job open_studies(StudyConfig config, fs::path const& folder) {
  Job job{.identity = {.config = std::move(config.resolved), .cohort_sha256 = {}}};
  std::vector<Cohort> cohorts;
  results::CohortFacts facts;
  bool only_replicates = true;
  for (Scenario const& scenario : config.scenarios) {
    Study const& study = scenario.study;
    fs::path const csv = folder / study.cohort.csv;
    if (std::find(job.inputs.begin(), job.inputs.end(), csv) == job.inputs.end()) job.inputs.push_back(csv);
    LoadedCohort loaded =
        load_cohort(csv, study.cohort, study.endpoints, study.propensity.fitted_terms(), study.propensity.model.known);
    if (cohorts.empty()) facts = facts_of(loaded);
    cohorts.push_back(std::move(loaded.cohort));
    only_replicates = only_replicates && !needs_jackknife(study) && !needs_influence(study);
  }
  job.identity.cohort_sha256 = digest_of(job.inputs);
  job.seed = config.scenarios.front().study.seed;
  job.counted = only_replicates ? "replicates" : "replicates and patients";
  auto studies = std::make_unique<Studies>(std::move(config.scenarios), std::move(cohorts));
  job.assemble = [own = studies.get(), identity = job.identity, facts](SlabSource& slabs,
                                                                       results::Provenance const& provenance) {
    return results::assemble(*own, slabs, identity, facts, provenance);
  };
  job.work = std::move(studies);
  return job;
}

Job open_simulation(StudyConfig config, fs::path const& folder) {
  Job job{.identity = {.config = std::move(config.resolved), .cohort_sha256 = {}}};
  job.inputs = place_real_cohorts(config, folder);
  if (!job.inputs.empty()) job.identity.cohort_sha256 = digest_of(job.inputs);
  job.seed = config.scenarios.front().study.seed;
  job.counted = "cohorts";
  auto simulation = std::make_unique<Simulation>(std::move(config.scenarios));
  job.assemble = [own = simulation.get(), identity = job.identity](SlabSource& slabs,
                                                                   results::Provenance const& provenance) {
    return results::assemble_simulation(*own, slabs, identity, provenance);
  };
  job.work = std::move(simulation);
  return job;
}

Job open_config(StudyConfig config, fs::path const& folder) {
  std::vector<std::string> names;
  for (Scenario const& scenario : config.scenarios) names.push_back(scenario.name);
  bool const is_simulated = config.scenarios.front().study.cohort.synthetic.has_value();
  Job job = is_simulated ? open_simulation(std::move(config), folder) : open_studies(std::move(config), folder);
  job.scenarios = std::move(names);
  return job;
}

} // namespace

results::PartIdentity Job::part_identity() const {
  return {.config = identity.config, .attributes = results::identity_attributes(identity, seed)};
}

std::vector<fs::path> place_real_cohorts(StudyConfig& config, fs::path const& folder) {
  std::vector<fs::path> files;
  for (Scenario& scenario : config.scenarios) {
    if (!scenario.study.cohort.plasmode) continue;
    PlasmodeOptions& plasmode = *scenario.study.cohort.plasmode;
    plasmode.folder = folder.string();
    fs::path const csv = folder / plasmode.csv;
    if (std::find(files.begin(), files.end(), csv) == files.end()) files.push_back(csv);
  }
  return files;
}

std::string digest_of(std::vector<fs::path> const& files) {
  if (files.size() == 1) return results::sha256_of_file(files.front());
  std::string all;
  for (fs::path const& file : files) all += results::sha256_of_file(file) + "\n";
  return results::sha256_hex(all);
}

Job open_resolved(std::string const& resolved, fs::path const& config) {
  return open_config(parse_config(resolved, config.string()), config.parent_path());
}

Job open_job(fs::path const& file, std::vector<std::string> const& settings) {
  Job job = open_config(load_config(file, settings), file.parent_path());
  job.inputs.push_back(file);
  return job;
}

} // namespace iptwsim::app
