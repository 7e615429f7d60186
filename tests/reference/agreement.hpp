#pragma once
// R's answers on the nine cohorts, and how far ours are from them.

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "cohort/cohort.hpp"

namespace iptwsim::test {

inline std::vector<std::string> const cases{"colon", "lung",    "melanoma", "mgus2",    "mgus2_zero",
                                            "nwtco", "ovarian", "pbc",      "rotterdam"};

nlohmann::json read_json(std::string const& file);                          ///< from tests/reference/fixtures
std::vector<std::vector<double>> read_numbers(std::string const& csv_file); ///< rows without the header
Cohort read_reference_cohort(std::string const& name);

/// The same with `cause` (1 or 2) as the event and the other as competing.
Cohort read_competing_cohort(std::string const& name, int cause);

/// A number of R's: null is NaN, "Infinity" and "-Infinity" are what they say, [[x]] is x.
double number(nlohmann::json const& value);

/// |ours - theirs| / max(|theirs|, scale); 0 when both are NaN or the same infinity; Inf when only one is.
double disagreement(double ours, double theirs, double scale);

/// Collects disagreements by quantity; a cell beyond its tolerance fails the test at once.
class Agreement {
public:
  void compare(std::string const& quantity, std::string const& where, double ours, double theirs, double scale,
               double tolerance);
  /// Prints `quantity cells worst tolerance` and where the worst is.
  ~Agreement();

private:
  struct Worst {
    std::size_t cells = 0;
    double error = 0, tolerance = 0;
    std::string where;
  };
  std::map<std::string, Worst> worst_;
};

} // namespace iptwsim::test
