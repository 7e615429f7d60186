#pragma once
// The scores of one arm's patients (scenario/conditional_survival.hpp) in some populations, as masses on a grid.
//
// What is wanted of a population are means over its points of smooth functions of the score alone,
//
//   E_h[f(s)] = sum_points h f(s) / sum_points h.
//
// So the points need not be kept: each leaves its h on the ten nodes around its score by the weights of Lagrange's
// interpolation (as truth/tilted_latent.hpp does), right for every polynomial of degree 9. With nodes 1/12 of the width
// of f apart (mesh_spacing) means of S(t | s) = exp(-e^s) are within 3e-11 of the points' own, of its density
// e^s exp(-e^s) within 2e-10: the largest error at any place. Where all patients have one score it is kept as it is.
//
// Scores beyond +-40 count as +-40: hazards, or times, that differ by a factor of 2e17.

#include <cstddef>
#include <span>
#include <vector>

namespace iptwsim {

/// Of the nodes, for functions of this width: 1 for a hazard that is e^s times another.
constexpr double mesh_spacing(double width) { return width / 12; }

class ScoreMesh {
public:
  /// spacing of the nodes; 0: all patients have the first one's score.
  ScoreMesh(double spacing, std::size_t populations);

  /// One point: its score and its h in every population.
  void add(double score, std::span<double const> h);

  /// After the last point: masses of each population sum to 1.
  void finish();

  std::size_t populations() const { return populations_; }
  std::size_t size() const { return score_.size(); }
  double score(std::size_t node) const { return score_[node]; }
  double mass(std::size_t node, std::size_t population) const { return mass_[node * populations_ + population]; }

private:
  double spacing_;
  std::size_t populations_;
  std::vector<double> score_; ///< of nodes; after finish() of those with a mass
  std::vector<double> mass_;  ///< nodes x populations
};

} // namespace iptwsim
