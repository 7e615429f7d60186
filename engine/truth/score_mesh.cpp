#include "truth/score_mesh.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "truth/lagrange.hpp"

namespace iptwsim {
namespace {

constexpr double score_reach = 40;

} // namespace

ScoreMesh::ScoreMesh(double spacing, std::size_t populations) : spacing_(spacing), populations_(populations) {
  IPTWSIM_EXPECTS(spacing >= 0 && populations > 0);
  std::size_t const nodes =
      spacing > 0 ? static_cast<std::size_t>(std::ceil(2 * score_reach / spacing)) + lagrange_nodes : 1;
  score_.assign(nodes, 0.0);
  // Node j is at -score_reach + (j - 4) spacing: a place lies between the two middle nodes of ten.
  for (std::size_t j = 0; spacing > 0 && j < nodes; ++j)
    score_[j] = -score_reach + (static_cast<double>(j) - 4) * spacing;
  mass_.assign(nodes * populations, 0.0);
}

void ScoreMesh::add(double score, std::span<double const> h) {
  IPTWSIM_EXPECTS(h.size() == populations_);
  if (spacing_ == 0) {
    score_[0] = score;
    for (std::size_t k = 0; k < populations_; ++k) mass_[k] += h[k];
    return;
  }
  double const place = (std::clamp(score, -score_reach, score_reach) + score_reach) / spacing_;
  double const first = std::floor(place);
  double* node = mass_.data() + static_cast<std::size_t>(first) * populations_;
  for (double const weight : lagrange_weights(place - first + 4)) {
    for (std::size_t k = 0; k < populations_; ++k) node[k] += h[k] * weight;
    node += populations_;
  }
}

void ScoreMesh::finish() {
  std::vector<double> total(populations_, 0.0);
  for (std::size_t i = 0; i < mass_.size(); ++i) total[i % populations_] += mass_[i];
  std::size_t kept = 0;
  for (std::size_t j = 0; j < score_.size(); ++j) {
    double const* const row = mass_.data() + j * populations_;
    if (std::all_of(row, row + populations_, [](double mass) { return mass == 0; })) continue;
    score_[kept] = score_[j];
    for (std::size_t k = 0; k < populations_; ++k) mass_[kept * populations_ + k] = row[k] / total[k];
    ++kept;
  }
  score_.resize(kept);
  mass_.resize(kept * populations_);
}

} // namespace iptwsim
