#pragma once
// The whole result of a run as a Document: identity, config, estimates, replicates, provenance.

#include <map>
#include <span>
#include <string>

#include "plan/experiment.hpp"
#include "results/document.hpp"

namespace iptwsim::results {

/// What a result is a result of: equal identities mean equal numbers.
struct Identity {
  std::string config;        ///< the resolved config, as text
  std::string cohort_sha256; ///< of the cohort's CSV file
};

/// What is known about the cohort beside its numbers.
struct CohortFacts {
  std::int64_t rows_read = 0, rows_dropped = 0;
  std::string control_label, treated_label; ///< as the file spells the arms
  std::vector<std::string> term_notes;      ///< reference levels of categories, knots of splines
};

/// Everything that may differ between two runs with the same numbers: host, times, versions, command line.
using Provenance = std::map<std::string, std::string>;

Document assemble(Experiment const& experiment, std::span<Slab const> slabs, Identity const& identity,
                  CohortFacts const& facts, Provenance const& provenance);

/// Attributes of the root group that must be equal in two results of the same work.
Attributes identity_attributes(Identity const& identity, std::int64_t seed);

} // namespace iptwsim::results
