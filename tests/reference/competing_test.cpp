// Weighted Aalen-Johansen cumulative incidence against R's survfit of multi-state data, three cohorts with two causes.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "reference/comparison.hpp"

namespace iptwsim::test {
namespace {

using nlohmann::json;

class Competing : public testing::TestWithParam<std::string> {};

TEST_P(Competing, CumulativeIncidenceOfBothCauses) {
  Agreement agreement;
  json const reference = read_json(GetParam() + ".json");
  json const& theirs = reference.at("competing_risks");
  EstimatorOptions const estimators = prepare(GetParam(), reference).estimators;
  for (int const cause : {1, 2}) {
    ReferenceCohort const prepared(read_competing_cohort(GetParam(), cause), estimators);
    std::vector<double> const ones(prepared.cohort.size(), 1.0);
    auto const compare = [&](std::string const& where, std::vector<double> const& counts, Setting const& setting,
                             json const& expected) {
      Found const ours = analyse(prepared, counts, setting);
      auto const times = theirs.at("times").get<std::vector<double>>();
      for (std::size_t j = 0; j < times.size(); ++j) {
        for (auto const& [arm, suffix] : {std::pair{"control", "arm0"}, {"treated", "arm1"}}) {
          agreement.compare("cumulative_incidence", fmt::format("{} cause {} {}", GetParam(), cause, where),
                            ours.at(Quantity::cumulative_incidence, arm, times[j]),
                            number(expected.at(fmt::format("cif{}_{}", cause, suffix)).at(j)), 1, iterated);
        }
      }
    };
    compare("unweighted", ones, {.estimand = Estimand::unweighted}, theirs.at("unweighted"));
    for (auto const& [label, estimand] : estimands) {
      for (auto const& [form, options] : weight_forms()) {
        if (!theirs.at("by_estimand").at(label).contains(form)) continue;
        compare(label + " " + form, ones, {.estimand = estimand, .weights = options},
                theirs.at("by_estimand").at(label).at(form));
      }
    }
    auto const& replicates = reference.at("bootstrap_rows").at("replicates");
    for (std::size_t b = 0; b < replicates.size(); ++b) {
      std::vector<double> counts(prepared.cohort.size(), 0.0);
      for (auto const& row : replicates[b].at("index_1based")) counts[row.get<std::size_t>() - 1] += 1;
      for (auto const& [label, estimand] : estimands) {
        json const& of_all = replicates[b].at("estimates");
        if (!of_all.contains(label) || !of_all.at(label).at("unstab").contains("cif")) continue;
        compare(fmt::format("replicate {} {}", b, label), counts,
                {.estimand = estimand, .weights = {.stabilized = false}}, of_all.at(label).at("unstab").at("cif"));
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Cohorts, Competing, testing::Values("melanoma", "mgus2", "pbc"),
                         [](auto const& each) { return each.param; });

} // namespace
} // namespace iptwsim::test
