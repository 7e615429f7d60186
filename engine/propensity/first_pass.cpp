#include "propensity/first_pass.hpp"

#include <algorithm>

#include "math/logistic.hpp"

namespace iptwsim {

FirstPass::FirstPass(Design const& design, std::vector<std::uint8_t> const& treated, std::span<double const> start)
    : columns(design.columns()) {
  std::size_t const n = design.patients(), q = design.columns();
  for (auto* each : {&linear_predictor, &residual, &curvature}) each->reserve(n);
  record_size = (q + 2 + 7) / 8 * 8;
  record.assign(n * record_size, 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    double eta = 0;
    for (std::size_t j = 0; j < q; ++j) eta += design.row(i)[j] * start[j];
    auto const p = math::logistic(eta);
    linear_predictor.push_back(eta);
    residual.push_back(treated[i] ? p.complement : -p.score);
    curvature.push_back(p.score * p.complement);
    double* const into = record.data() + i * record_size;
    std::copy(design.row(i) + 1, design.row(i) + q, into);
    into[q - 1] = eta;
    into[q] = residual.back();
    into[q + 1] = curvature.back();
  }
  if (std::find(residual.begin(), residual.end(), 0.0) != residual.end()) record.clear();
}

} // namespace iptwsim
