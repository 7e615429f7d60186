#pragma once
// Programs that the benchmark measures this one against, as a careful programmer writes them without lanes. The unit
// of work is the benchmark's: one bootstrap replicate of patients, logistic propensity model, stabilized ATE weights,
// weighted Kaplan-Meier survival at one time and RMST by arm, Cox (Efron) with the robust standard error, the robust
// and Xie and Liu's log-rank test. Newton's method stops as the engine's does: after the step that follows one that
// moved no linear predictor by more than 1e-6 (the log hazard ratio likewise). yardsticks_test.cpp holds both to the
// engine.
//
// CleanLoop: everything sorted once, counts instead of copied rows, absent patients skipped, plain arrays, Newton's
//   method from the cohort's coefficients, exp of the C library, Cox from one record an event time.
// Ordinary: rows copied, std::sort, Eigen for the algebra, std::mt19937, started from zero, Cox by passes over rows.
// BareTrial: what a simulation of a trial does least: exponential times of two arms, sorted, the log-rank test.
//
// A shared library compiled for the machine at hand (CMakeLists.txt), so nothing of Eigen is in this header: an object
// that was allocated by one instruction set's Eigen must not be freed by another's.

#include <array>
#include <cstdint>
#include <memory>
#include <random>
#include <vector>

namespace iptwsim::bench {

/// n patients; covariates is n x p, column-major.
struct Patients {
  std::vector<double> covariates, time;
  std::vector<std::uint8_t> treated, event;
};

struct UnitTimes {
  double survival = 10, tau = 25;
};

/// By arm, control first.
struct UnitResult {
  std::array<double, 2> survival{}, rmst{};
  double log_hazard_ratio = 0, robust_se = 0, robust_z = 0, xie_liu_z = 0;
};

class __attribute__((visibility("default"))) CleanLoop {
public:
  CleanLoop(Patients const& patients, UnitTimes times);

  UnitResult replicate(); ///< draws and analyses
  /// counts: copies of each patient in the order given.
  UnitResult analyse(std::vector<std::uint32_t> const& counts);

private:
  struct Record {
    std::array<double, 2> at_risk{}, deaths{}, squares{}, squares_deaths{}, squares_left{};
    double raw_at_risk = 0, raw_deaths = 0;
  };
  struct Score {
    double score = 0, information = 0, meat = 0;
  };

  UnitResult analyse_sorted();
  void fit(std::vector<double>& coefficients);
  void fill_weights(std::vector<double> const& coefficients);
  void fill_records();
  void curves(UnitResult& out) const;
  double xie_liu() const;
  template <bool robust> Score cox(double log_hazard_ratio) const;

  std::size_t n_, q_;
  std::vector<double> design_;        // n x q, row-major, in order of time
  std::vector<std::uint8_t> treated_; // the same order
  std::vector<std::uint8_t> event_;
  std::vector<std::uint32_t> place_; // of each patient in that order
  std::vector<std::size_t> first_;   // K + 1: patients with a time in [t_k, t_{k+1})
  std::vector<double> width_;        // K: of the step after t_k below tau
  double before_ = 0;                // min(t_0, tau)
  std::size_t until_ = 0;            // event times up to the time of survival
  std::vector<double> start_, coefficients_, frequency_, weight_, linear_, gradient_, information_;
  std::vector<Record> records_;
  std::mt19937_64 engine_{1};
};

class __attribute__((visibility("default"))) Ordinary {
public:
  Ordinary(Patients const& patients, UnitTimes times);
  ~Ordinary();

  UnitResult replicate(); ///< draws and analyses
  UnitResult analyse(std::vector<std::size_t> const& rows) const;

private:
  struct Data;
  std::unique_ptr<Data> data_;
};

class __attribute__((visibility("default"))) BareTrial {
public:
  explicit BareTrial(std::size_t patients) : patients_(patients) {}

  /// z of the log-rank test; hazards 0.1 and 0.07, uniform accrual over 3, analysis at 8.
  double trial();

private:
  struct Subject {
    double time;
    bool event, treated;
  };
  std::vector<Subject> patients_;
  std::mt19937 engine_{1};
};

} // namespace iptwsim::bench
