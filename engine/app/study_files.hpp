#pragma once
// A config and the files that it names, read and checked.

#include <filesystem>

#include "cohort/load.hpp"
#include "config/study.hpp"
#include "results/assemble.hpp"

namespace iptwsim::app {

struct StudyFiles {
  Study study;
  std::filesystem::path csv;
  LoadedCohort loaded;
  results::Identity identity;
  results::CohortFacts facts;
};

/// Throws Error with every problem of the config, else every problem of the cohort.
StudyFiles open_study(std::filesystem::path const& config);

} // namespace iptwsim::app
