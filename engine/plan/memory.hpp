#pragma once
// How much memory a thread holds while it evaluates blocks, before anything runs. Nothing of it grows with the number
// of replicates but a block's own numbers, which are of fixed size.
//
// A batch of L replicates (L lanes) keeps numbers of 8 L bytes:
//   a patient      8: frequency and 1 (Bayesian bootstrap), linear predictor, e, 1 - e, weight, two to spare; the list
//                  of those drawn, 1/2; room for their copies and rows in single precision, (p + 2) / 2, with two
//                  lanes p + 2
//   an event time 25: the risk table's 16, Kaplan-Meier by arm, Cox: 6 read from the table, one to spare; a table in
//                  blocks (estimators/risk_table.hpp) has none of the 16, but 2 a patient
//   a column       2: value and status
//   a batch      700: sums of 64 event times that wait for each other
// Endpoints take turns, so the one with most event times counts. A block of B replicates gives 9 B bytes a column.
// Influence values need no more: they are evaluated one at a time.
//
// The cohort itself, covariates, design, order in time and scores: about 8 (3 p + 6) bytes a patient, and what all
// replicates share of the pass at its coefficients, 24 and 4 times p + 3 rounded up to eights; once for all threads.
// Each thread that simulates has its own, with diagnostics 8 (3 p + 30), and all replicates of the cohort at once, 18
// bytes a column, as intervals sort them. Without replicates a batch of L cohorts keeps numbers of 8 L bytes:
// 3 p + 47 a patient (drawn, model and design; order, fit, weights, and a record for each patient).
//
// tests/unit/plan/memory_test.cpp counts what is allocated: the estimate is 0.9 to 1.6 times that.

#include <cstddef>

#include "plan/experiment.hpp"

namespace iptwsim {

struct AnalysisSize {
  std::size_t patients = 0, covariates = 0;
  std::size_t event_times = 0; ///< of the endpoint that has most
  std::size_t columns = 0;     ///< of a replicate
  bool whole_table = false;    ///< the risk table is not kept in blocks even where it is large
};

/// Of a thread that evaluates `units` replicates at a time on an instruction set of that many lanes.
double replicate_bytes(AnalysisSize const& size, std::size_t units, int lanes);

/// Of each thread that evaluates blocks of a cohort.
double bytes_per_thread(Experiment const& experiment, int lanes);

/// Of each thread that simulates cohorts with so many numbers each; every patient could have an event at a time of his
/// own.
double bytes_per_thread(Study const& study, std::size_t columns, int lanes);

/// Of the cohort itself as all threads read it: covariates, design, order in time, scores.
double cohort_bytes(Experiment const& experiment);

} // namespace iptwsim
