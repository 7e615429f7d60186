#pragma once
// What generates a patient, compiled from the options. With w_1, ..., w_m independent standard normals and L the factor
// of the copula (scenario/correlation.hpp),
//
//   covariate i     x_i = F_i^-1(Phi(z_i)),   z_i = sum_{j <= i} L_ij w_j
//   treatment       P(A = 1 | x) = e(x) = 1 / (1 + exp(-(intercept + sum_t b_t term_t(x))))
//   component c     T_a = S_ca^-1(1 - Phi(z_T)) in arm a,   z_T = sum_j L_Tj w_j + sum_{d <= c} L_Td w_d
//                   the time to one cause, w_d of component d: a low z_T dies sooner
//   endpoint        the first of its components
//
// An endpoint with a time of its own is its own component. Components come in the order of the config, then those
// of endpoints; only the former are correlated given x. The same z_T serves both arms, and given x the treatment
// touches T through the arm's distribution alone, so S_ca is exactly the survival of the whole population, had
// everybody been in arm a and were there no other cause (R. J. Evans and V. Didelez, Parameterizing and simulating from
// causal models, J. R. Stat. Soc. B 86, 2024, 535-568; the copula is Gaussian). Given x, with s^2 the variance of z_T,
//
//   S_ca(t | x) = Phi((sum_j L_Tj w_j - q) / s),   q = Phi^-1(1 - S_ca(t)).
//
// The other kind of time is given by its distribution S_ca(t | x) itself (scenario/conditional_survival.hpp). Its z_T
// is independent of the covariates, T = inf{t : S_ca(t | x) <= 1 - Phi(z_T)}, and S_ca is the mean over x.
//
// Causes that no analysis sees, patients whose treatment depends on nothing else, errors of measurement and missing
// values: scenario/stress.hpp.

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/error.hpp"
#include "math/logistic.hpp"
#include "random/address.hpp"
#include "scenario/conditional_survival.hpp"
#include "scenario/correlation.hpp"
#include "scenario/covariate.hpp"
#include "scenario/follow_up.hpp"
#include "scenario/generating_terms.hpp"
#include "scenario/intercept.hpp"
#include "scenario/latent_time.hpp"
#include "scenario/options.hpp"
#include "scenario/stress.hpp"
#include "scenario/survival_arms.hpp"

namespace iptwsim {

/// Components of an endpoint, by number. Whichever comes first decides: the event, a competing one, or censoring.
struct EndpointParts {
  std::vector<std::size_t> event, competing, censoring;

  /// Just the time to one cause, which nothing but the end of follow-up hides.
  bool is_single() const { return event.size() == 1 && competing.empty() && censoring.empty(); }
};

class Mechanism {
public:
  /// For options without problems. The intercepts are those of scenario/intercept.hpp.
  Mechanism(SyntheticOptions const& options, SolvedIntercept const& solved);
  /// Where nobody asks which values are missing.
  Mechanism(SyntheticOptions const& options, double intercept)
      : Mechanism(options, SolvedIntercept{.value = intercept}) {}

  std::size_t covariates() const { return sources_.size(); } ///< an unmeasured one is the last
  bool is_unmeasured(std::size_t i) const { return has_unmeasured_ && i + 1 == covariates(); }
  std::size_t components() const { return times_.size(); }
  std::size_t endpoints() const { return parts_.size(); }
  std::string const& covariate_name(std::size_t i) const { return covariate_names_[i]; }
  std::string const& endpoint_name(std::size_t k) const { return endpoint_names_[k]; }
  CovariateSource const& covariate(std::size_t i) const { return sources_[i]; }
  EndpointParts const& parts(std::size_t endpoint) const { return parts_[endpoint]; }
  /// The marginal distributions of a component that has them (contract).
  ArmSurvival const& arms(std::size_t component) const {
    auto const* const arms = std::get_if<ArmSurvival>(&times_[component]);
    IPTWSIM_EXPECTS(arms != nullptr);
    return *arms;
  }
  /// Where the time of a component is given by the covariates: its model, else null.
  ConditionalSurvival const* conditional(std::size_t component) const {
    return std::get_if<ConditionalSurvival>(&times_[component]);
  }
  /// Where its latent is drawn.
  Purpose purpose(std::size_t component) const { return purposes_[component]; }
  FollowUp const& follow_up() const { return follow_up_; }
  double intercept() const { return intercept_; }
  /// Whether the time of entry or of drop-out is random.
  bool has_entry() const { return has_entry_; }
  bool has_dropout() const { return has_dropout_; }

  /// Whether drop-out depends on the patient; then at how many times its rate. treated: 0 or 1.
  bool has_dropout_ratio() const { return has_dropout_ratio_; }
  template <class V> V dropout_ratio(V const* x, V treated) const {
    return math::exp(dropout_terms_(x) + V(dropout_of_treatment_) * treated);
  }
  /// When patients come to be seen and treated (scenario/observation.hpp).
  std::optional<LateEntryOptions> const& late_entry() const { return late_entry_; }
  std::optional<TreatmentStartOptions> const& treatment_start() const { return treatment_start_; }

  /// Arm totals that every cohort has; patients of other cohorts are independent.
  std::optional<ArmsOptions> const& arm_sizes() const { return arm_sizes_; }
  /// Whether e is the same for everybody.
  bool is_randomized() const { return terms_.empty() && !exemption_; }

  /// The values x of independent standard normals w, one of each for each covariate.
  template <class V> void covariate_values(V const* w, V* x) const {
    for (std::size_t i = 0; i < covariates(); ++i) x[i] = sources_[i].from_latent(covariate_latent(i, w));
  }

  /// Where nothing of the patient depends on w_i but a covariate that steps with it: the steps, else null.
  UniformSteps const* uniform_steps(std::size_t i) const { return steps_[i] ? &*steps_[i] : nullptr; }

  /// Log odds of treatment without the intercept.
  template <class V> V treatment_terms(V const* x) const { return terms_(x); }

  /// e(x) and 1 - e(x).
  template <class V> math::Probability<V> treatment_probability(V const* x) const {
    using math::select;
    auto e = math::logistic(V(intercept_) + terms_(x));
    if (exemption_) {
      auto const is_exempt = exemption_->holds(x);
      double const p = exemption_->probability();
      e = {select(is_exempt, V(p), e.score), select(is_exempt, V(1 - p), e.complement)};
    }
    return e;
  }
  std::optional<Exemption> const& exemption() const { return exemption_; }

  /// The part of component c's z_T that the covariates explain: sum_j L_Tj w_j.
  template <class V> V latent_mean(std::size_t c, V const* w) const {
    V sum(0.0);
    for (std::size_t j = 0; j < covariates(); ++j) add_loaded(covariates() + c, j, w, sum);
    return sum;
  }

  /// L_Td: what the independent standard normal of component d <= c adds to component c's z_T.
  double own_loading(std::size_t c, std::size_t d) const { return loading(covariates() + c, covariates() + d); }

  /// z_T of every component, given the w of covariates and components.
  template <class V> void component_latents(V const* w, V const* own, V* z) const {
    for (std::size_t c = 0; c < components(); ++c) {
      z[c] = latent_mean(c, w);
      for (std::size_t d = 0; c < correlated_ && d < c; ++d) z[c] = z[c] + V(own_loading(c, d)) * own[d];
      z[c] = z[c] + V(own_loading(c, c)) * own[c];
    }
  }

  /// S_ca(t | x) of component c in arm a, given the w of the covariates and their values x.
  template <class V> V survival_given(std::size_t c, std::size_t a, V time, V const* w, V const* x) const {
    if (ConditionalSurvival const* const model = conditional(c)) return model->survival(time, model->score(a, x));
    double variance = 0; // of z_T given x
    for (std::size_t d = 0; d <= c; ++d) variance += own_loading(c, d) * own_loading(c, d);
    SurvivalDistribution const& marginal = a == 1 ? arms(c).treated : arms(c).control;
    V const q = latent_of_hazard(marginal.cumulative_hazard(time));
    return math::normal_cdf((latent_mean(c, w) - q) / V(math::square_root(variance)));
  }

  /// Components below this number may depend on one another given the covariates; 0 where none do.
  std::size_t correlated() const { return correlated_; }

  /// Covariates whose measured values are not the true ones, and those of which values are missing, in their order.
  std::vector<Measurement> const& mismeasured() const { return mismeasured_; }
  std::vector<MissingValues> const& incomplete() const { return incomplete_; }

  /// The latent of covariate i.
  template <class V> V covariate_latent(std::size_t i, V const* w) const {
    V z(0.0);
    for (std::size_t j = 0; j <= i; ++j) add_loaded(i, j, w, z);
    return z;
  }

private:
  Mechanism(SyntheticOptions const& all_causes, SolvedIntercept const& solved, bool has_unmeasured);

  /// Nothing where the loading is 0, as most are: the sum is the same.
  template <class V> IPTWSIM_HOT void add_loaded(std::size_t i, std::size_t j, V const* w, V& sum) const {
    if (double const each = loading(i, j); each != 0) sum = sum + V(each) * w[j];
  }

  std::optional<UniformSteps> steps_of(std::size_t i) const;

  double loading(std::size_t i, std::size_t j) const { return latent_.factor[i * latent_.size() + j]; }

  std::vector<std::string> covariate_names_, endpoint_names_;
  std::vector<CovariateSource> sources_;
  std::vector<std::optional<UniformSteps>> steps_; ///< by covariate
  LatentCorrelation latent_;
  bool has_unmeasured_;
  GeneratingTerms terms_;
  std::optional<Exemption> exemption_;
  double intercept_;
  std::vector<std::variant<ArmSurvival, ConditionalSurvival>> times_; ///< of components, as purposes_
  std::vector<Purpose> purposes_;
  std::size_t correlated_;
  std::vector<EndpointParts> parts_;
  FollowUp follow_up_;
  bool has_entry_, has_dropout_, has_dropout_ratio_;
  GeneratingTerms dropout_terms_;
  double dropout_of_treatment_ = 0;
  std::optional<LateEntryOptions> late_entry_;
  std::optional<TreatmentStartOptions> treatment_start_;
  std::optional<ArmsOptions> arm_sizes_;
  std::vector<Measurement> mismeasured_;
  std::vector<MissingValues> incomplete_;
};

} // namespace iptwsim
