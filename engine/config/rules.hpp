#pragma once
// What one field alone cannot say: rules between fields.

#include "config/node.hpp"
#include "config/study.hpp"

namespace iptwsim::config {

/// Before reading: joins a term that a list in brackets took apart at its comma, reports a study without estimators,
/// and marks what it reports so that no reader complains of it again.
void check_shapes(Node& root, Report& report);

/// Rules that hold between the keys of a study, as far as it could be read.
void check_rules(Study const& study, Node const& root, Report& report);

/// Of these, the rules of where the patients come from, and of the scenario that simulates them.
void check_cohort(Study const& study, Node const& root, Report& report);

/// Of these, the rules of the propensity model: its terms, or the column of a known score.
void check_propensity(Study const& study, Node const& root, Report& report);

/// Of these, the rules of tests: one side for all of them where their benefits point both ways.
void check_alternative(Study const& study, Node const& root, Report& report);

/// Of these, the rules of the bootstrap and of standard errors: what is not defined together.
void check_bootstrap(Study const& study, Node const& root, Report& report);

} // namespace iptwsim::config
