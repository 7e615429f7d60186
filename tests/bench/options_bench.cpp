#include <utility>

#include "sections.hpp"
#include "unit.hpp"

namespace iptwsim::bench {
namespace {

using Change = std::function<void(Study&)>;

std::vector<std::pair<std::string, Change>> changes() {
  auto const estimand = [](std::vector<Estimand> estimands) {
    return [=](Study& study) { study.weights.estimand = estimands; };
  };
  return {
      {"unit", [](Study&) {}},
      {"scores kept", [](Study& study) { study.bootstrap->refit_propensity = false; }},
      {"firth", [](Study& study) { study.propensity.model.kind = PropensityModel::firth; }},
      {"att", estimand({Estimand::att})},
      {"overlap", estimand({Estimand::overlap})},
      {"matching", estimand({Estimand::matching})},
      {"entropy", estimand({Estimand::entropy})},
      {"unweighted", estimand({Estimand::unweighted})},
      {"three estimands", estimand({Estimand::ate, Estimand::att, Estimand::overlap})},
      {"not stabilized", [](Study& study) { study.weights.stabilized = false; }},
      {"normalized by arm", [](Study& study) { study.weights.normalize = Normalization::arm; }},
      {"truncated at quantiles",
       [](Study& study) {
         study.weights.truncate = TruncateOptions{.quantiles = {0.01, 0.99}};
       }},
      {"five times of survival",
       [](Study& study) {
         study.estimators.survival->times = {2, 4, 6, 8, 10};
       }},
      {"whole curve", [](Study& study) { study.estimators.survival->curve = true; }},
      {"median", [](Study& study) { study.estimators.median = MedianOptions{}; }},
      {"cumulative incidence",
       [](Study& study) { study.estimators.cumulative_incidence = CumulativeIncidenceOptions{{unit_times.survival}}; }},
      {"without Cox", [](Study& study) { study.estimators.cox.reset(); }},
      {"without log-rank", [](Study& study) { study.estimators.log_rank.reset(); }},
      {"two endpoints",
       [](Study& study) {
         study.endpoints.push_back({"again", study.endpoints.front().second});
       }},
      {"within arms", [](Study& study) { study.bootstrap->resample = ResampleScheme::within_arm; }},
      {"bayesian", [](Study& study) { study.bootstrap->resample = ResampleScheme::bayesian; }},
  };
}

void register_cohort(std::string const& name, int covariates) {
  std::string const prefix = "options/" + name + "/", file = "bench_" + name + ".csv";
  Isa const isa = available_isas().back();
  for (auto const& [what, change] : changes()) {
    Study study = unit_study(covariates);
    change(study);
    add(prefix + what, [=](auto& state) { evaluate_blocks(state, {study, read_cohort(file, study)}, isa); });
  }
  Study study = unit_study(covariates);
  study.variance = {VarianceMethod::jackknife, VarianceMethod::stacked}; // units are patients
  add(prefix + "jackknife, a patient", [=](auto& state) {
    evaluate_blocks(state, {study, read_cohort(file, study)}, isa, BlockKind::jackknife);
  });
  add(prefix + "stacked, a patient", [=](auto& state) {
    evaluate_blocks(state, {study, read_cohort(file, study)}, isa, BlockKind::influence);
  });
}

} // namespace

void register_options() {
  register_cohort("n85_p5", 5);
  register_cohort("n3000_p8", 8);
}

} // namespace iptwsim::bench
