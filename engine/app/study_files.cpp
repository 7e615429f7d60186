#include "app/study_files.hpp"

#include <fmt/format.h>

#include "config/dump.hpp"
#include "config/load.hpp"
#include "results/digest.hpp"

namespace iptwsim::app {

StudyFiles open_study(std::filesystem::path const& config) {
  Study study = load_study(config);
  std::filesystem::path const csv = config.parent_path() / study.cohort.csv;
  LoadedCohort loaded =
      load_cohort(csv, study.cohort, study.endpoints, study.propensity.terms, study.propensity.model.known);
  StudyFiles files{.study = std::move(study), .csv = csv, .loaded = std::move(loaded), .identity = {}, .facts = {}};
  files.identity = {.config = dump_study(files.study), .cohort_sha256 = results::sha256_of_file(csv)};
  files.facts.rows_read = static_cast<std::int64_t>(files.loaded.rows_read);
  files.facts.rows_dropped = static_cast<std::int64_t>(files.loaded.rows_dropped);
  for (CategoricalColumn const& column : files.loaded.categorical) {
    files.facts.term_notes.push_back("reference level of " + column.name + ": " + column.reference);
  }
  for (SplineKnots const& spline : files.loaded.splines) {
    files.facts.term_notes.push_back(fmt::format("knots of {}: {}", spline.term, fmt::join(spline.knots, ", ")));
  }
  files.facts.control_label = files.loaded.arm_labels[0];
  files.facts.treated_label = files.loaded.arm_labels[1];
  return files;
}

} // namespace iptwsim::app
