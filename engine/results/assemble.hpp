#pragma once
// The whole result of a run as a Document: identity, config, estimates, replicates, provenance.

#include <map>
#include <string>

#include "plan/studies.hpp"
#include "results/document.hpp"

namespace iptwsim::results {

/// What a result is a result of: equal identities mean equal numbers.
struct Identity {
  std::string config;        ///< the resolved config, as text
  std::string cohort_sha256; ///< of the cohort's CSV file; empty for simulated cohorts
};

/// What is known about the cohort beside its numbers.
struct CohortFacts {
  std::int64_t rows_read = 0, rows_dropped = 0;
  std::string control_label, treated_label; ///< as the file spells the arms
  std::vector<std::string> term_notes;      ///< reference levels of categories, knots of splines
};

/// Everything that may differ between two runs with the same numbers: host, times, versions, command line.
using Provenance = std::map<std::string, std::string>;

/// Scenarios without a slab are left out. Those that have some need that of their cohort, and all of a kind other than
/// replicates or none; of replicates the first so many are enough.
Document assemble(Studies const& studies, SlabSource& slabs, Identity const& identity, CohortFacts const& facts,
                  Provenance const& provenance);

/// The root group of any result: who it is, its title, its config.
Group root_group(Identity const& identity, Study const& study);

/// The last group of any result.
Group provenance_group(Provenance const& provenance);

/// Groups as a reader gives them back, so that a fresh result and a read one print the same.
void sort_groups(Document& document);

/// Attributes of the root group that must be equal in two results of the same work.
Attributes identity_attributes(Identity const& identity, std::int64_t seed);

} // namespace iptwsim::results
