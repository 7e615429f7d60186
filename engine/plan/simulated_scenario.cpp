#include "plan/simulated_scenario.hpp"

#include <algorithm>

#include "cohort/missing.hpp"
#include "cohort/terms.hpp"
#include "core/error.hpp"
#include "kernels/cohorts.hpp"
#include "plan/blocks.hpp"
#include "scenario/copied_patients.hpp"

namespace iptwsim {
namespace {

/// The propensity covariates of no cohort in particular.
BuiltTerms build_sample(Mechanism const& mechanism, std::vector<Term> const& terms) {
  TermSources sources;
  constexpr std::size_t enough = 64; // distinct values, for the knots of any spline
  for (std::size_t i = 0; i < mechanism.covariates(); ++i) {
    CovariateSource const& covariate = mechanism.covariate(i);
    TermSource source{.values = std::vector<double>(enough), .levels = covariate.levels()};
    for (std::size_t row = 0; row < enough; ++row) {
      std::size_t const levels = source.levels.size();
      source.values[row] = static_cast<double>(levels > 0 ? row % levels : row + 1);
    }
    sources.emplace(mechanism.covariate_name(i), std::move(source));
  }
  return build_terms(terms, sources);
}

/// Names of the propensity covariates, as every cohort has the same.
CohortNames names_of(Study const& study, Mechanism const& mechanism, std::vector<Term> const& terms) {
  CohortNames names{.covariates = build_sample(mechanism, terms).names,
                    .endpoints = {},
                    .known_score = study.propensity.model.known == true_score};
  for (std::size_t k = 0; k < mechanism.endpoints(); ++k) names.endpoints.push_back(mechanism.endpoint_name(k));
  return names;
}

/// The covariates as lanes make them; none where cohorts go one after the other.
std::optional<std::vector<ModelColumn>> lane_model(Mechanism const& mechanism, std::vector<Term> const& terms) {
  BuiltTerms const sample = build_sample(mechanism, terms);
  auto model = model_columns(terms, mechanism);
  bool const is_same = model && sample.problems.empty() && model->size() == sample.names.size();
  return is_same ? std::move(model) : std::nullopt;
}

bool can_have_truth(Column const& key) {
  return key.statistic == Statistic::estimate && !key.endpoint.empty() && !key.estimand.empty() &&
         key.quantity != Quantity::log_rank;
}

Truths truths_by_key(std::vector<RowKey> const& keys, TrueValues const& values) {
  Truths truths(keys.size());
  for (std::size_t k = 0; k < keys.size(); ++k) {
    if (!can_have_truth(keys[k].column)) continue;
    truths[k] = Truth{};
    for (ColumnTruth const& known : values) {
      if (known.column == keys[k].column) truths[k] = known.truth;
    }
  }
  return truths;
}

TrueValues without_estimator(TrueValues const& values) {
  TrueValues further;
  for (ColumnTruth const& known : values) {
    if (known.column.statistic != Statistic::estimate) further.push_back(known);
  }
  return further;
}

} // namespace

std::vector<Term> analysed_terms(Study const& study) {
  std::vector<Term> terms;
  for (std::string const& text : study.propensity.fitted_terms()) terms.push_back(std::get<Term>(parse_term(text)));
  if (study.cohort.missing != Missing::indicator) return terms;
  auto const& missing = study.cohort.synthetic->missing;
  return with_missing_indicators(std::move(terms), [&](std::string const& name) {
    return std::any_of(missing.begin(), missing.end(), [&](auto const& entry) { return entry.first == name; });
  });
}

bool goes_in_lanes(Study const& study) {
  if (study.bootstrap || needs_jackknife(study) || needs_influence(study)) return false;
  if (!study.propensity.model.known.empty()) return false;
  if (study.cohort.plasmode) return true; // splines have the knots of the real cohort
  SyntheticOptions const& population = *study.cohort.synthetic;
  // Where cohorts differ in size they go one after the other.
  auto const& start = population.treatment_start;
  if (population.late_entry || (start && start->analysis == StartAnalysis::landmark)) return false;
  if (!population.missing.empty() && study.cohort.missing != Missing::indicator) return false;
  for (Term const& term : analysed_terms(study)) {
    for (Factor const& factor : term.factors) {
      if (factor.transform == Transform::spline) return false;
    }
  }
  return true;
}

SimulatedScenario::SimulatedScenario(Scenario const& scenario, Solved const& solved, TrueValues const& true_values,
                                     std::shared_ptr<Plasmode const> plasmode)
    : study_(scenario.study), group_(scenario.group), plasmode_(std::move(plasmode)),
      mechanism_(plasmode_ ? std::nullopt : std::optional(make_mechanism(*study_.cohort.synthetic, solved))),
      terms_(analysed_terms(study_)),
      analyser_(study_, plasmode_ ? plasmode_->names() : names_of(study_, *mechanism_, terms_)),
      model_(!goes_in_lanes(study_) ? std::nullopt
             : plasmode_            ? std::optional(plasmode_->model())
                                    : lane_model(*mechanism_, terms_)),
      performance_(analyser_.keys(), analyser_.counted(), study_.level),
      truths_(truths_by_key(analyser_.keys(), true_values)), further_truths_(without_estimator(true_values)) {}

CohortAddress SimulatedScenario::address(std::uint64_t cohort) const {
  return {.seed = static_cast<std::uint64_t>(study_.seed), .group = group_, .cohort = cohort};
}

SimulatedPatients SimulatedScenario::patients(std::uint64_t cohort) const {
  std::size_t const n = patients_of(*study_.cohort.synthetic);
  return plasmode_ ? plasmode_->simulate(n, address(cohort)) : simulate(*mechanism_, n, address(cohort));
}

SimulatedPatients SimulatedScenario::analysed(SimulatedPatients const& patients) const {
  return study_.cohort.missing == Missing::drop ? copied(patients, complete_cases(patients, terms_)) : patients;
}

PatientSource SimulatedScenario::source() const {
  return plasmode_ ? PatientSource(plasmode_->source()) : PatientSource(*mechanism_);
}

SimulatedPatients SimulatedScenario::patients_of_rows(PatientRows<double> const& rows) const {
  return plasmode_ ? plasmode_->patients_from(rows) : patients_from(*mechanism_, rows);
}

MadeCohort SimulatedScenario::make(SimulatedPatients const& patients) const {
  if (plasmode_) return plasmode_->make(patients);
  MadeCohort made = make_cohort(patients, terms_, study_.cohort.missing);
  if (study_.propensity.model.known == true_score) made.cohort.known_score = patients.score;
  return made;
}

namespace {

/// Larger cohorts are drawn and analysed one at a time, for the sake of memory.
constexpr std::size_t most_patients_together = 20000;

std::size_t cohorts_together(std::size_t patients) {
  return patients > most_patients_together
             ? 1
             : std::clamp(std::size_t{131072} / patients, std::size_t{8}, std::size_t{64});
}

void put_failure(SummaryRows const& rows, Status status) {
  std::fill(rows.values.begin(), rows.values.end(), std::numeric_limits<double>::quiet_NaN());
  std::fill(rows.statuses.begin(), rows.statuses.end(), static_cast<std::uint8_t>(status));
  std::fill(rows.counts.begin(), rows.counts.end(), 0u);
}

} // namespace

/// The numbers of one row in the cohorts of a slab stand side by side, row after row.
struct SlabPlaces {
  std::span<double> values;
  std::span<std::uint8_t> statuses;
  std::size_t stride;

  explicit SlabPlaces(Slab& slab) : values(slab.values), statuses(slab.statuses), stride(slab.block.count) {}

  /// The first of `count` cohorts' rows, one cohort after the other.
  void put(std::size_t first, std::size_t count, SummaryRows const& rows) const {
    std::size_t const each = rows.values.size() / count;
    for (std::size_t k = 0; k < each; ++k) {
      for (std::size_t c = 0; c < count; ++c) {
        values[k * stride + first + c] = rows.values[c * each + k];
        statuses[k * stride + first + c] = rows.statuses[c * each + k];
      }
    }
  }
};

/// Rows of every cohort of a block, one after the other.
class SimulatedScenario::Answers {
public:
  Answers(SimulatedScenario const& scenario, Block const& block)
      : scenario_(scenario), block_(block), n_(patients_of(*scenario.study_.cohort.synthetic)),
        together_(cohorts_together(n_)) {}

  /// Whether lanes have everything that is asked for.
  bool in_lanes() const { return scenario_.model_ && together_ > 1 && block_.count > 1; }

  /// All of them, on lanes.
  void put_lanes(SlabPlaces const& slab) {
    CohortAnalysis const analysis{*scenario_.model_, scenario_.analyser_.options()};
    std::vector<std::uint8_t> irregular;
    std::vector<double> values(scenario_.keys().size());
    std::vector<std::uint8_t> statuses(values.size());
    SummaryRows const alone{values, statuses, {}};
    summarise_cohorts(range(0, block_.count), analysis, scenario_.analyser_.table(),
                      {slab.values.data(), slab.statuses.data(), slab.stride}, irregular);
    for (std::size_t c = 0; c < irregular.size(); ++c) {
      if (irregular[c] == 0) continue;
      analyse(c, scenario_.patients(block_.first + c), alone);
      slab.put(c, 1, alone);
    }
  }

  /// Alone. Cohorts are asked for in order.
  void put(std::size_t c, SummaryRows const& rows) {
    std::size_t const place = c % together_;
    if (place == 0) simulate_cohorts(range(c, std::min(together_, block_.count - c)), drawn_);
    analyse(c, scenario_.patients_of_rows(drawn_[place]), rows);
  }

private:
  CohortRange range(std::size_t c, std::size_t count) const {
    return {scenario_.source(), n_, scenario_.address(block_.first + c), count};
  }

  void analyse(std::size_t c, SimulatedPatients const& patients, SummaryRows const& rows) {
    MadeCohort made = scenario_.make(patients);
    if (!made.problems.empty()) {
      return put_failure(rows, made.cohort.size() > 0 ? Status::no_spline : Status::empty_arm);
    }
    scenario_.analyser_.analyse(std::move(made.cohort), scenario_.address(block_.first + c), rows, workspace_);
  }

  SimulatedScenario const& scenario_;
  Block const& block_;
  std::size_t n_, together_;
  std::vector<PatientRows<double>> drawn_;
  CohortAnalyser::Workspace workspace_;
};

Slab SimulatedScenario::evaluate(Block const& block) const {
  std::size_t const rows = keys().size(), count = block.count;
  Slab slab{.block = block, .values = std::vector<double>(rows * count), .statuses = {}, .sums = {}};
  slab.statuses.resize(rows * count);
  SlabPlaces const places(slab);
  std::vector<double> replicate_counts(analyser_.counted().size() * status_names.size());
  Answers answers(*this, block);
  if (answers.in_lanes()) {
    answers.put_lanes(places);
  } else {
    constexpr std::size_t some = 8; // cohorts whose neighbouring numbers of a row are put into the slab together
    std::vector<double> values(some * rows);
    std::vector<std::uint8_t> statuses(some * rows);
    std::vector<std::uint32_t> counts(replicate_counts.size());
    for (std::size_t first = 0; first < count; first += some) {
      std::size_t const here = std::min(some, count - first);
      for (std::size_t c = 0; c < here; ++c) {
        answers.put(first + c,
                    {std::span(values).subspan(c * rows, rows), std::span(statuses).subspan(c * rows, rows), counts});
        for (std::size_t k = 0; k < counts.size(); ++k) replicate_counts[k] += counts[k];
      }
      places.put(first, here, {std::span(values).first(here * rows), std::span(statuses).first(here * rows), counts});
    }
  }
  slab.sums = performance_.sum({slab.values, slab.statuses, count}, replicate_counts, truths_);
  if (study_.simulation->keep == Keep::summary) {
    slab.values.clear();
    slab.statuses.clear();
  }
  return slab;
}

} // namespace iptwsim
