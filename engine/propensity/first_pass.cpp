#include "propensity/first_pass.hpp"

#include "math/logistic.hpp"

namespace iptwsim {

FirstPass::FirstPass(Design const& design, std::vector<std::uint8_t> const& treated, std::span<double const> start) {
  std::size_t const n = design.patients();
  for (auto* each : {&linear_predictor, &residual, &curvature}) each->reserve(n);
  for (std::size_t i = 0; i < n; ++i) {
    double eta = 0;
    for (std::size_t j = 0; j < design.columns(); ++j) eta += design.row(i)[j] * start[j];
    auto const p = math::logistic(eta);
    linear_predictor.push_back(eta);
    residual.push_back(treated[i] ? p.complement : -p.score);
    curvature.push_back(p.score * p.complement);
  }
}

} // namespace iptwsim
