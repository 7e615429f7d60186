#include "scenario/mechanism.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "scenario/correlation_matrix.hpp"
#include "scenario/observation.hpp"

namespace iptwsim {
namespace {

std::vector<std::size_t> numbers_of(std::vector<std::string> const& wanted, Names const& components) {
  std::vector<std::size_t> numbers;
  for (std::string const& name : wanted) {
    auto const found = find_name(name, components);
    IPTWSIM_EXPECTS(found);
    numbers.push_back(*found);
  }
  return numbers;
}

} // namespace

Mechanism::Mechanism(SyntheticOptions const& options, SolvedIntercept const& solved)
    : Mechanism(with_unmeasured(options), solved, options.unmeasured.has_value()) {}

Mechanism::Mechanism(SyntheticOptions const& options, SolvedIntercept const& solved, bool has_unmeasured)
    : latent_(latent_correlation(options)), has_unmeasured_(has_unmeasured),
      terms_(options.treatment.log_odds, options.covariates), intercept_(solved.value),
      correlated_(options.component_correlation ? options.components.size() : 0), follow_up_(options.censoring),
      has_entry_(options.censoring.follow_up && options.censoring.accrual > 0),
      has_dropout_(options.censoring.dropout_rate.value_or(0) > 0),
      has_dropout_ratio_(has_dropout_ && !options.censoring.dropout_log_hazard.empty()),
      late_entry_(options.late_entry), treatment_start_(options.treatment_start), arm_sizes_(options.arms) {
  if (has_dropout_ratio_) {
    DropoutHazard const hazard = dropout_hazard(options.censoring);
    dropout_terms_ = GeneratingTerms(hazard.terms, options.covariates);
    dropout_of_treatment_ = hazard.treatment;
  }
  if (options.positivity) exemption_.emplace(*options.positivity, options.covariates);
  for (auto const& [name, covariate] : options.covariates) {
    covariate_names_.push_back(name);
    sources_.emplace_back(covariate);
  }
  for (auto const& [name, reliability] : options.reliability) {
    if (reliability < 1) mismeasured_.emplace_back(*find_name(name, covariate_names_), reliability);
  }
  for (std::size_t m = 0; m < options.missing.size(); ++m) {
    auto const& [name, missing] = options.missing[m];
    incomplete_.emplace_back(*find_name(name, covariate_names_), GeneratingTerms(missing.log_odds, options.covariates),
                             solved.missing.empty() ? 0 : solved.missing[m]);
  }
  for (auto const& [name, component] : options.components) {
    purposes_.push_back(component_time_purpose(times_.size()));
    times_.emplace_back(make_arms(component.marginal));
  }
  Names const components = component_names(options);
  for (auto const& [name, outcome] : options.endpoints) {
    if (outcome.is_minimum()) {
      parts_.push_back({numbers_of(outcome.minimum_of, components), numbers_of(outcome.competing, components),
                        numbers_of(outcome.censored_by, components)});
    } else {
      parts_.push_back({.event = {times_.size()}, .competing = {}, .censoring = {}});
      purposes_.push_back(event_time_purpose(endpoint_names_.size()));
      if (outcome.conditional) {
        times_.emplace_back(ConditionalSurvival(*outcome.conditional, options.covariates));
      } else {
        times_.emplace_back(make_arms(*outcome.marginal));
      }
    }
    endpoint_names_.push_back(name);
  }
  for (std::size_t i = 0; i < covariates(); ++i) steps_.push_back(steps_of(i));
}

std::optional<UniformSteps> Mechanism::steps_of(std::size_t i) const {
  for (std::size_t other = 0; other < latent_.size(); ++other) {
    if (loading(std::max(i, other), std::min(i, other)) != (other == i ? 1.0 : 0.0)) return std::nullopt;
  }
  for (Measurement const& measurement : mismeasured_) {
    if (measurement.covariate() == i) return std::nullopt;
  }
  return sources_[i].uniform_steps();
}

} // namespace iptwsim
