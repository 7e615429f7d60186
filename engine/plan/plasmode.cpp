#include "plan/plasmode.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "analysis/analyse.hpp"
#include "cohort/load.hpp"
#include "cohort/missing.hpp"
#include "cohort/terms_parse.hpp"
#include "core/error.hpp"
#include "math/power.hpp"
#include "plan/plasmode_fit.hpp"
#include "truth/conditional_truth.hpp"
#include "truth/tilt.hpp"

namespace iptwsim {
namespace {

Error cannot_fit(std::string const& file, std::string const& what, std::string const& why, std::string const& advice) {
  return Error(ExitCode::data, Problem{file, 0, 0, what, why, advice});
}

LoadedCohort read(PlasmodeOptions const& options, std::vector<std::string> const& terms) {
  return load_cohort(std::filesystem::path(options.folder) / options.csv, options,
                     {{options.endpoint.event.column, options.endpoint}}, terms);
}

/// The columns, by number, of the terms that the analysis fits.
std::vector<std::size_t> seen_columns(LoadedCohort const& real, std::vector<std::string> const& fitted) {
  std::vector<Term> terms;
  for (std::string const& text : fitted) terms.push_back(std::get<Term>(parse_term(text)));
  terms = with_missing_indicators(std::move(terms), [&](auto const& name) { return real.incomplete.contains(name); });
  std::vector<std::size_t> numbers;
  for (Term const& term : terms) {
    for (std::size_t j = 0; j < real.column_terms.size(); ++j) {
      if (real.column_terms[j] == term) numbers.push_back(j);
    }
  }
  return numbers;
}

/// Covariates and, as the last column, treatment.
Eigen::MatrixXd with_treatment(Cohort const& cohort) {
  auto const n = static_cast<Eigen::Index>(cohort.size()), p = cohort.covariates.cols();
  Eigen::MatrixXd columns(n, p + 1);
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index j = 0; j < p; ++j) columns(i, j) = cohort.covariates(i, j);
    columns(i, p) = cohort.treated[static_cast<std::size_t>(i)];
  }
  return columns;
}

/// e(x) of every patient; none where the model has no maximum.
std::optional<std::vector<double>> fitted_scores(Cohort const& real, PropensityModel model) {
  PreparedCohort const prepared(real, {});
  std::vector<double> const once(real.size(), 1.0), zeros(prepared.design.columns(), 0.0);
  LogisticFit<double> fit;
  fit_propensity<double>(prepared, {.estimands = {}, .weights = {}, .estimators = {}, .model = model}, once, zeros,
                         fit);
  if (fit.status != static_cast<double>(Status::ok)) return std::nullopt;
  return std::move(fit.score);
}

/// Drop-out as a Weibull distribution and the last time as the end of follow-up.
FollowUpOptions fitted_follow_up(Endpoint const& endpoint) {
  std::vector<std::uint8_t> censored;
  for (auto const event : endpoint.event) censored.push_back(event == 0 ? 1 : 0);
  FollowUpOptions options{.follow_up = *std::max_element(endpoint.time.begin(), endpoint.time.end())};
  Eigen::MatrixXd const nothing(static_cast<Eigen::Index>(censored.size()), 0);
  if (auto const fit = fit_outcome(nothing, endpoint.time, censored, {})) {
    options.dropout_shape = *fit->baseline.shape;
    options.dropout_rate = math::power(1 / *fit->baseline.scale, options.dropout_shape);
  }
  return options;
}

double share_of(std::vector<std::uint8_t> const& treated) {
  double sum = 0;
  for (auto const a : treated) sum += a;
  return sum / static_cast<double>(treated.size());
}

} // namespace

Plasmode::Plasmode(Study const& study) : Plasmode(study, read(*study.cohort.plasmode, study.propensity.terms)) {}

Plasmode::Plasmode(Study const& study, LoadedCohort real)
    : real_(std::move(real.cohort)), rows_dropped_(real.rows_dropped),
      seen_(seen_columns(real, study.propensity.fitted_terms())),
      endpoint_(study.cohort.plasmode->endpoint.event.column),
      assignment_(study.cohort.plasmode->assignment), source_{.rows = real_.size(),
                                                              .covariates = real_.covariate_names.size()} {
  PlasmodeOptions const& options = *study.cohort.plasmode;
  Endpoint const& endpoint = real_.endpoints[0];
  if (assignment_ == PlasmodeTreatment::randomized) {
    source_.score.assign(rows(), share_of(real_.treated));
  } else if (auto fitted = fitted_scores(real_, study.propensity.model.kind)) {
    source_.score = *std::move(fitted);
  } else {
    throw cannot_fit(options.csv, "the propensity model cannot be fitted to this cohort",
                     "some covariates separate its arms",
                     "take terms out, or write propensity.model: firth, or assignment: randomized");
  }
  source_.assigned = source_.score;
  if (assignment_ == PlasmodeTreatment::own) source_.assigned.assign(real_.treated.begin(), real_.treated.end());
  for (Eigen::Index i = 0; i < real_.covariates.rows(); ++i) {
    for (Eigen::Index j = 0; j < real_.covariates.cols(); ++j) source_.covariate.push_back(real_.covariates(i, j));
  }
  std::vector<std::uint8_t> seen;
  for (auto const event : endpoint.event) seen.push_back(event == 1 ? 1 : 0);
  auto outcome = fit_outcome(with_treatment(real_), endpoint.time, seen,
                             {.baseline = options.baseline, .pieces = options.pieces, .unscored = 1});
  if (!outcome) {
    throw cannot_fit(options.csv, fmt::format("the hazard of {} cannot be fitted to this cohort", endpoint_),
                     "there is no event, or some covariate or arm has none", "take terms out");
  }
  source_.outcome = std::move(outcome->score);
  source_.arm_outcome = {0, options.effect.log_hazard_ratio};
  ConditionalOptions model{.baseline = outcome->baseline};
  model.treatment.log_hazard_ratio = 0; // the rows' own scores say all
  model_ = std::make_unique<ConditionalSurvival const>(model, NamedCovariates{});
  source_.survival = model_.get();
  source_.follow_up = FollowUp(options.censoring ? *options.censoring : fitted_follow_up(endpoint));
}

CohortNames Plasmode::names() const {
  CohortNames names{.covariates = {}, .endpoints = {endpoint_}};
  for (std::size_t const j : seen_) names.covariates.push_back(real_.covariate_names[j]);
  return names;
}

double Plasmode::treated_share() const {
  if (assignment_ != PlasmodeTreatment::fitted) return share_of(real_.treated);
  double sum = 0;
  for (double const e : source_.score) sum += e;
  return sum / static_cast<double>(rows());
}

std::vector<ModelColumn> Plasmode::model() const {
  std::vector<ModelColumn> columns;
  for (std::size_t const j : seen_) columns.push_back({{{.covariate = j}}});
  return columns;
}

SimulatedPatients Plasmode::simulate(std::size_t n, CohortAddress const& address) const {
  PatientRows<double> patients;
  simulate_rows<double>(source_, n, {address}, patients);
  return patients_from(patients);
}

SimulatedPatients Plasmode::patients_from(PatientRows<double> const& rows) const {
  auto const n = static_cast<std::ptrdiff_t>(rows.patients);
  SimulatedPatients patients;
  patients.covariate_names = names().covariates;
  for (std::size_t j = 0; j < real_.covariate_names.size(); ++j) {
    std::string const& name = real_.covariate_names[j];
    bool const is_seen = std::find(seen_.begin(), seen_.end(), j) != seen_.end();
    if (!is_seen) patients.hidden_names.push_back(name);
    auto const column = rows.covariates.begin() + static_cast<std::ptrdiff_t>(j) * n;
    (is_seen ? patients.covariates : patients.hidden)[name].values.assign(column, column + n);
  }
  patients.treated.assign(rows.treated.begin(), rows.treated.end());
  patients.score = rows.score;
  patients.endpoints.push_back({endpoint_, rows.time, std::vector<std::uint8_t>(rows.event.begin(), rows.event.end())});
  return patients;
}

MadeCohort Plasmode::make(SimulatedPatients const& patients) const {
  MadeCohort made;
  made.cohort.treated = patients.treated;
  made.cohort.endpoints = patients.endpoints;
  made.cohort.covariate_names = names().covariates;
  made.cohort.covariates.resize(static_cast<Eigen::Index>(patients.size()), static_cast<Eigen::Index>(seen_.size()));
  for (std::size_t j = 0; j < seen_.size(); ++j) {
    std::vector<double> const& values = patients.covariates.at(made.cohort.covariate_names[j]).values;
    for (std::size_t i = 0; i < values.size(); ++i) {
      made.cohort.covariates(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = values[i];
    }
  }
  return made;
}

TruthValues Plasmode::true_values(TruthRequest const& request) const {
  std::vector<Estimand> tilted;
  for (Estimand const estimand : request.estimands) {
    if (!is_of_whole_population(estimand)) tilted.push_back(estimand);
  }
  double const spacing = mesh_spacing(kernel_width(*model_));
  std::size_t const populations = 1 + tilted.size();
  ScoreMeshes meshes{.arm = {ScoreMesh(spacing, populations), ScoreMesh(spacing, populations)}};
  std::vector<double> h(populations, 1.0);
  for (std::size_t row = 0; row < rows(); ++row) {
    double const e = source_.score[row];
    for (std::size_t t = 0; t < tilted.size(); ++t) {
      bool const is_own =
          assignment_ == PlasmodeTreatment::own && (tilted[t] == Estimand::att || tilted[t] == Estimand::atc);
      double const treated = is_own ? real_.treated[row] : e;
      h[1 + t] = tilt(tilted[t], treated, 1 - treated);
    }
    for (std::size_t arm = 0; arm < 2; ++arm) meshes.arm[arm].add(source_.total_outcome(row, arm), h);
  }
  for (ScoreMesh& mesh : meshes.arm) mesh.finish();
  ConditionalTruth const truth(*model_, source_.follow_up, request.estimators, meshes,
                               assignment_ == PlasmodeTreatment::randomized);
  double const share = treated_share();
  ColumnWriter<double> out;
  std::size_t next = 0;
  for (Estimand const estimand : request.estimands) {
    std::size_t const population = is_of_whole_population(estimand) ? EndpointTruth::whole_population : next++;
    truth.put(population,
              counts_patients(estimand, request.weights) ? std::array{1 - share, share} : std::array{1.0, 1.0}, out);
  }
  TruthValues result{.values = std::move(out.values), .statuses = {}};
  for (double const status : out.statuses) result.statuses.push_back(static_cast<Status>(status));
  return result;
}

} // namespace iptwsim
