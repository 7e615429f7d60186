#include <algorithm>
#include <cmath>

#include "yardsticks.hpp"

namespace iptwsim::bench {

double BareTrial::trial() {
  std::uniform_real_distribution<double> uniform(0, 1);
  for (std::size_t i = 0; i < patients_.size(); ++i) {
    bool const treated = i % 2 == 1;
    double const survival = -std::log1p(-uniform(engine_)) / (treated ? 0.07 : 0.1);
    double const followed = 8 - 3 * uniform(engine_);
    patients_[i] = {.time = std::min(survival, followed), .event = survival <= followed, .treated = treated};
  }
  std::sort(patients_.begin(), patients_.end(), [](Subject const& a, Subject const& b) { return a.time < b.time; });
  double at_risk = static_cast<double>(patients_.size()), treated_at_risk = std::floor(at_risk / 2);
  double score = 0, variance = 0;
  for (Subject const& subject : patients_) {
    double const share = treated_at_risk / at_risk;
    if (subject.event) {
      score += (subject.treated ? 1 : 0) - share;
      variance += share * (1 - share);
    }
    at_risk -= 1;
    treated_at_risk -= subject.treated ? 1 : 0;
  }
  return score / std::sqrt(variance);
}

} // namespace iptwsim::bench
