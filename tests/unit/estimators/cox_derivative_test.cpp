// The robust variance stands on g_i = dU/dw_i. Here each g_i is compared with the change of the score itself when one
// patient's weight changes, on a weighted cohort with ties of every kind, away from b = 0.

#include <cmath>

#include <gtest/gtest.h>

#include "estimators/cox.hpp"
#include "support/hand_cohort.hpp"

namespace iptwsim::test {
namespace {

std::vector<Patient> const patients{
    {1.0, dies, control, 0.7},   {1.0, dies, treated, 1.9}, {1.0, dies, treated, 0.4}, {1.0, leaves, control, 1.3},
    {1.5, leaves, treated, 2.2}, {2.0, dies, control, 0.8}, {2.0, dies, control, 1.6}, {2.5, leaves, control, 0.6},
    {3.0, dies, treated, 1.1},   {3.0, leaves, treated, 3}, {4.0, dies, control, 0.9}, {4.0, leaves, treated, 1.7},
    {0.5, leaves, control, 2.5}, {5.0, leaves, control, 1},
};

double score(std::vector<Patient> const& cohort, double b, Ties ties) {
  return cox_score(HandCohort(cohort).table(), b, ties).score;
}

/// (U(w + h) - U(w - h)) / 2h; the error is near h^2 = 1e-10.
double numerical(std::size_t i, double b, Ties ties) {
  double const h = 1e-5;
  auto more = patients, less = patients;
  more[i].weight += h;
  less[i].weight -= h;
  return (score(more, b, ties) - score(less, b, ties)) / (2 * h);
}

/// |g_i| as the engine has it: the sums of squares are those of patient i alone, as if its weight were 1 there.
double analytic(std::size_t i, double b, Ties ties) {
  RiskTable<double> table = HandCohort(patients).table();
  auto alone = patients;
  for (std::size_t j = 0; j < alone.size(); ++j) alone[j].weight = j == i ? 1 : 0;
  RiskTable<double> const squares = HandCohort(alone).table();
  for (std::size_t k = 0; k < table.records.size(); ++k) {
    table.records[k].squares_deaths = squares.records[k].squares_deaths;
    table.records[k].squares_leavers = squares.records[k].squares_leavers;
  }
  return std::sqrt(cox_score(table, b, ties).meat);
}

TEST(CoxDerivative, IsTheChangeOfTheScoreWithOnePatientsWeight) {
  for (Ties const ties : {Ties::efron, Ties::breslow}) {
    for (double const b : {-1.1, 0.0, 0.8}) {
      for (std::size_t i = 0; i < patients.size(); ++i) {
        EXPECT_NEAR(analytic(i, b, ties), std::fabs(numerical(i, b, ties)), 1e-8)
            << "patient " << i << ", b " << b << ", ties " << name_of(ties);
      }
    }
  }
}

TEST(CoxDerivative, TheMeatSumsItsSquaresOverCopies) {
  for (Ties const ties : {Ties::efron, Ties::breslow}) {
    double meat = 0;
    for (std::size_t i = 0; i < patients.size(); ++i) {
      double const term = patients[i].weight * numerical(i, 0.3, ties);
      meat += term * term;
    }
    EXPECT_NEAR(cox_score(HandCohort(patients).table(), 0.3, ties).meat, meat, 1e-7 * meat);
  }
}

TEST(CoxDerivative, TheInformationIsMinusTheDerivativeOfTheScore) {
  double const h = 1e-5;
  for (Ties const ties : {Ties::efron, Ties::breslow}) {
    for (double const b : {-1.1, 0.0, 0.8}) {
      double const slope = (score(patients, b + h, ties) - score(patients, b - h, ties)) / (2 * h);
      EXPECT_NEAR(cox_score(HandCohort(patients).table(), b, ties).information, -slope, 1e-8);
    }
  }
}

} // namespace
} // namespace iptwsim::test
