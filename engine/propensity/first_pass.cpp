#include "propensity/first_pass.hpp"

#include "math/logistic.hpp"

namespace iptwsim {

FirstPass::FirstPass(Design const& design, std::vector<std::uint8_t> const& treated, std::span<double const> start)
    : columns(design.columns()) {
  std::size_t const n = design.patients(), q = design.columns();
  for (auto* each : {&linear_predictor, &residual, &curvature}) each->resize(n);
  record_size = (q + 2 + 7) / 8 * 8;
  record.assign((n + 1) * record_size, 0.0F); // a register may reach beyond the last
  for (std::size_t i = 0; i < n; ++i) {
    double eta = 0;
    for (std::size_t j = 0; j < q; ++j) eta += design.row(i)[j] * start[j];
    auto const p = math::logistic(eta);
    linear_predictor[i] = eta;
    residual[i] = treated[i] ? p.complement : -p.score;
    curvature[i] = p.score * p.complement;
    float* const into = record.data() + i * record_size;
    for (std::size_t j = 1; j < q; ++j) into[j - 1] = static_cast<float>(design.row(i)[j]);
    into[q - 1] = treated[i] ? 1.0F : -1.0F;
    into[q] = static_cast<float>(residual[i]);
    into[q + 1] = static_cast<float>(curvature[i]);
  }
}

} // namespace iptwsim
