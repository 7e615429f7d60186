// What can be wrong with endpoints and the components that they are made of.

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cohort/csv_text.hpp"
#include "core/error.hpp"
#include "scenario/calibration.hpp"
#include "scenario/conditional_problems.hpp"
#include "scenario/correlation.hpp"
#include "scenario/correlation_matrix.hpp"
#include "scenario/follow_up.hpp"
#include "scenario/problems.hpp"
#include "scenario/stress.hpp"
#include "scenario/survival_arms.hpp"

namespace iptwsim {
namespace {

constexpr std::size_t most_components = 64; // as many as have draws (random/address.hpp)

class EndpointCheck {
public:
  explicit EndpointCheck(SyntheticOptions const& options) : options_(options), components_(component_names(options)) {}

  std::vector<OptionProblem> run() {
    if (components_.size() > most_components) {
      problems_.push_back({{"components"},
                           fmt::format("there are {} components", components_.size()),
                           fmt::format("at most {} have random numbers of their own", most_components),
                           "leave some out"});
    }
    for (auto const& [name, component] : options_.components) {
      check_wishes(name, component.marginal);
      check_marginal({"components", name}, with_placeholders(component.marginal));
    }
    if (problems_.empty() && has_latents()) {
      Calibration const calibration = calibrate(options_);
      problems_ = calibration.problems;
      if (problems_.empty()) solved_ = with_solved(options_, calibration.solved);
    }
    for (auto const& [name, outcome] : options_.endpoints) {
      if (outcome.conditional) {
        check_conditional(name, outcome);
      } else if (outcome.is_minimum() || !outcome.marginal) {
        check_minimum(name, outcome);
      } else {
        check_own(name, outcome);
      }
    }
    return std::move(problems_);
  }

private:
  bool check_marginal(std::vector<std::string> path, MarginalOptions const& marginal) {
    path.emplace_back("marginal");
    std::vector<OptionProblem> const found = problems_of(marginal);
    for (OptionProblem const& problem : found) {
      problems_.push_back(problem);
      problems_.back().path.insert(problems_.back().path.begin(), path.begin(), path.end());
    }
    return found.empty();
  }

  /// Whether covariates and correlations are what latents can be made of; other checks tell what is wrong with them.
  bool has_latents() const {
    return std::all_of(options_.covariates.begin(), options_.covariates.end(),
                       [](auto const& covariate) { return problems_of(covariate.second).empty(); }) &&
           correlation_problems(with_unmeasured(options_)).empty();
  }

  /// survival_of stands where survival does.
  void check_wishes(std::string const& name, MarginalOptions const& marginal) {
    for (auto const& [key, arm] : {std::pair{"control", &marginal.control}, std::pair{"treated", &marginal.treated}}) {
      if (!arm->survival_of || !arm->survival) continue;
      problems_.push_back({{"components", name, "marginal", key, "survival_of"},
                           fmt::format("the {} arm has survival and survival_of", key),
                           "each stands for one parameter, and is the survival at one time",
                           "take one of them out"});
    }
  }

  void check_own(std::string const& name, OutcomeOptions const& outcome) {
    for (auto const& [key, list] :
         {std::pair{"competing", &outcome.competing}, std::pair{"censored_by", &outcome.censored_by}}) {
      if (list->empty()) continue;
      problems_.push_back({{"endpoints", name, key},
                           fmt::format("endpoint {} has {} beside marginal", in_quotes(name), key),
                           "a patient's other causes are known where all are components",
                           "move marginal to a component, and write minimum_of: [COMPONENT]"});
    }
    for (auto const& [key, arm] :
         {std::pair{"control", &outcome.marginal->control}, std::pair{"treated", &outcome.marginal->treated}}) {
      if (!arm->survival_of) continue;
      problems_.push_back({{"endpoints", name, "marginal", key, "survival_of"},
                           fmt::format("endpoint {} has survival_of", in_quotes(name)),
                           "a component is solved for the survival of an endpoint; this has a time of its own",
                           "write survival: {at: TIME, equals: SURVIVAL}"});
      return;
    }
    if (check_marginal({"endpoints", name}, *outcome.marginal)) {
      ArmSurvival const arms = make_arms(*outcome.marginal);
      check_finite({"endpoints", name, "marginal"}, {&arms});
    }
  }

  void check_conditional(std::string const& name, OutcomeOptions const& outcome) {
    for (auto const& [key, is_there] :
         {std::pair{"marginal", outcome.marginal.has_value()}, std::pair{"dependence", !outcome.dependence.empty()},
          std::pair{"minimum_of", outcome.is_minimum()}, std::pair{"competing", !outcome.competing.empty()},
          std::pair{"censored_by", !outcome.censored_by.empty()}}) {
      if (!is_there) continue;
      problems_.push_back({{"endpoints", name, key},
                           fmt::format("endpoint {} has {} and conditional", in_quotes(name), key),
                           "conditional says all of its time: a model given covariates and treatment",
                           "take one of them out"});
    }
    auto const is_unmeasured = [](auto const& term) { return term.first.find(unmeasured_name) != std::string::npos; };
    NamedNumbers const& terms = outcome.conditional->log_ratios();
    if (options_.unmeasured && options_.unmeasured->dependence != 0 &&
        std::none_of(terms.begin(), terms.end(), is_unmeasured)) {
      problems_.push_back({{"endpoints", name, "conditional"},
                           fmt::format("endpoint {} says nothing of the unmeasured cause", in_quotes(name)),
                           "its dependence is a latent correlation, which times given covariates do not have",
                           "add unmeasured: NUMBER to its log_hazard_ratios or log_time_ratios"});
    }
    for (OptionProblem& problem : conditional_problems(*outcome.conditional, with_unmeasured(options_))) {
      problem.path.insert(problem.path.begin(), {"endpoints", name, "conditional"});
      problems_.push_back(std::move(problem));
    }
  }

  void check_minimum(std::string const& name, OutcomeOptions const& outcome) {
    std::vector<std::string> const path{"endpoints", name};
    auto const at = [&](char const* key) { return std::vector<std::string>{"endpoints", name, key}; };
    if (!outcome.is_minimum()) {
      problems_.push_back({path, fmt::format("endpoint {} has neither marginal nor minimum_of", in_quotes(name)),
                           "its time is its own, or the first of some components", "add one of them"});
      return;
    }
    if (outcome.marginal) {
      problems_.push_back({at("minimum_of"), fmt::format("endpoint {} has marginal and minimum_of", in_quotes(name)),
                           "its time is its own, or the first of some components", "take one of them out"});
    }
    if (!outcome.dependence.empty()) {
      problems_.push_back({at("dependence"), fmt::format("endpoint {} has dependence and minimum_of", in_quotes(name)),
                           "it depends on covariates as its components do", "move it to components.NAME.dependence"});
    }
    std::map<std::string, char const*> seen;
    std::vector<ArmSurvival> arms;
    bool is_known = true;
    for (auto const& [key, list] :
         {std::pair{"minimum_of", &outcome.minimum_of}, std::pair{"competing", &outcome.competing},
          std::pair{"censored_by", &outcome.censored_by}}) {
      for (std::string const& component : *list) {
        auto const found = find_name(component, components_);
        if (!found) {
          is_known = false;
          add_unknown(at(key), key, component);
        } else if (auto const [before, is_new] = seen.emplace(component, key); !is_new) {
          problems_.push_back({at(key),
                               fmt::format("endpoint {} has {} in {} and {}", in_quotes(name), in_quotes(component),
                                           before->second, key),
                               "a component is one of them", "take it out of one"});
        } else if (solved_) {
          arms.push_back(make_arms(solved_->components[*found].second.marginal));
        }
      }
    }
    if (!is_known || !solved_) return;
    std::vector<ArmSurvival const*> pointers;
    for (ArmSurvival const& one : arms) pointers.push_back(&one);
    check_finite(path, pointers);
  }

  void add_unknown(std::vector<std::string> path, char const* key, std::string const& name) {
    std::string const near = nearest(name, components_);
    problems_.push_back({std::move(path), fmt::format("{} has {}, no component", key, in_quotes(name)),
                         components_.empty() ? "there are no components"
                                             : fmt::format("the components are {}", fmt::join(components_, ", ")),
                         near.empty() ? "correct it, or add the component" : "did you mean " + in_quotes(near) + "?"});
  }

  /// An endless life needs an end of follow-up: nobody's time to any of the causes may be endless in all.
  void check_finite(std::vector<std::string> path, std::vector<ArmSurvival const*> const& causes) {
    if (!problems_of(options_.censoring).empty() || FollowUp(options_.censoring).is_finite()) return;
    for (auto const& [arm, member] :
         {std::pair{"control", &ArmSurvival::control}, std::pair{"treated", &ArmSurvival::treated}}) {
      double never = 1;
      for (ArmSurvival const* const cause : causes) never = std::min(never, (cause->*member).never());
      if (!(never > 0)) continue;
      if (causes.size() == 1) path.emplace_back(arm);
      problems_.push_back({std::move(path),
                           causes.size() == 1 ? fmt::format("{:.3g} of the {} arm never have the event", never, arm)
                                              : fmt::format("some of the {} arm never have any of the events", arm),
                           "without censoring they would be followed for ever",
                           "add follow_up or dropout_rate under censoring"});
      return;
    }
  }

  SyntheticOptions const& options_;
  std::optional<SyntheticOptions> solved_; ///< the same with what components are solved for; if they have no problem
  Names components_;
  std::vector<OptionProblem> problems_;
};

} // namespace

std::vector<OptionProblem> endpoint_problems(SyntheticOptions const& options) { return EndpointCheck(options).run(); }

} // namespace iptwsim
