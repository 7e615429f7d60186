#pragma once
// Survival curves of both arms of a time that is given by the covariates, in some populations: with the model S(t | s)
// of scenario/conditional_survival.hpp and the scores s of an arm's patients,
//
//   S_a^h(t) = E_h[S(t | s)],   f_a^h(t) = E_h[f(t | s)]         (truth/score_mesh.hpp)
//
// Population 0 is the whole one. Scores may all be moved, as a treatment effect moves those of the treated arm and a
// change of the baseline's scale those of both.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "scenario/mechanism.hpp"
#include "truth/score_mesh.hpp"
#include "weights/options.hpp"

namespace iptwsim {

/// The scores of both arms; populations: the whole one, then those of the estimands.
struct ScoreMeshes {
  std::array<ScoreMesh, 2> arm;
  double treated_share = 0; ///< mean of e
};

struct ScorePoints {
  int points_log2 = 16;
  std::vector<std::uint64_t> shifts = {0}; ///< all points of these together
  Purpose purpose = Purpose::truth_shift;
};

/// From Sobol points over the covariates.
ScoreMeshes score_meshes(Mechanism const& mechanism, ConditionalSurvival const& model,
                         std::vector<Estimand> const& tilted, ScorePoints const& points);

class ConditionalCurves {
public:
  /// What is referred to must outlive this. moved: what is added to the scores of each arm.
  ConditionalCurves(ConditionalSurvival const& model, std::array<ScoreMesh, 2> const& arms,
                    std::array<double, 2> moved = {0, 0});

  std::size_t populations() const { return arms_[0].populations(); }
  ConditionalSurvival const& model() const { return model_; }

  double survival(std::size_t population, std::size_t arm, double time) const;
  /// Of every population.
  void at(std::size_t arm, double time, std::span<double> survival, std::span<double> density) const;

  /// inf{t : S(t) <= level}, by bisection: to the last bit, or to one part in 2^`bits`; +Inf where there is none.
  double time_of(std::size_t population, std::size_t arm, double level, int bits = 64) const;

private:
  /// Calls visit(node, survival and density there) for the nodes of an arm.
  template <class Visit> void for_each_node(std::size_t arm, double time, Visit visit) const;

  ConditionalSurvival const& model_;
  std::array<ScoreMesh, 2> const& arms_;
  std::array<std::vector<double>, 2> faster_; ///< e^s of the nodes, moved
};

/// By how much a score or, under accelerated failure time, the logarithm of time has to change until S(t | s) is
/// another function: the width that meshes and nodes in time have to resolve.
double kernel_width(ConditionalSurvival const& model);

} // namespace iptwsim
