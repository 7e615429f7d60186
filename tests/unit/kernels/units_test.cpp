// Units in lanes have the bits that each has alone in double: every instruction set, scheme and place in a batch,
// beside neighbours that separate, lose an arm or have no event.

#include <bit>
#include <cmath>

#include <gtest/gtest.h>

#include "kernels/units.hpp"
#include "support/analysed.hpp"
#include "support/late_cohort.hpp"

namespace iptwsim::test {
namespace {

constexpr std::uint32_t units = 67; // no multiple of any number of lanes

std::uint64_t bits(double x) { return std::bit_cast<std::uint64_t>(x); }
double canonical(double x) { return std::isnan(x) ? std::numeric_limits<double>::quiet_NaN() : x; }

struct Setting {
  Isa isa;
  ResampleScheme scheme;
};

class Units : public testing::TestWithParam<Setting> {
protected:
  static constexpr CohortAddress address{.seed = 8};

  /// Copies of patients in one replicate, drawn as the bootstrap says.
  std::vector<double> draw(Cohort const& cohort, std::uint64_t replicate) const {
    std::vector<double> frequency(cohort.size());
    std::vector<std::uint32_t> drawn(cohort.size());
    switch (GetParam().scheme) {
    case ResampleScheme::bayesian:
      draw_bayesian(address, replicate, frequency);
      return frequency;
    case ResampleScheme::within_arm:
      resample_within_arms(address, replicate, cohort.treated, drawn);
      break;
    case ResampleScheme::patient:
      resample_patients(address, replicate, drawn);
      break;
    }
    return {drawn.begin(), drawn.end()};
  }

  AnalysisOptions options(std::uint64_t index) const {
    EstimatorOptions estimators = all_estimators({3, 6}, 8, index % 2 ? Ties::efron : Ties::breslow);
    estimators.median = MedianOptions{};
    estimators.cumulative_incidence = CumulativeIncidenceOptions{{3, 6}};
    AnalysisOptions options = analysis_options(estimators, every_estimand(), index % 3 != 0);
    options.curve = CurveColumns::grid;
    options.fractional = GetParam().scheme == ResampleScheme::bayesian;
    if (index % 4 == 1) options.model = PropensityModel::firth;
    if (index % 4 == 2) options.weights.truncate = TruncateOptions{.quantiles = {0.05, 0.9}};
    if (index % 4 == 3) options.weights.normalize = Normalization::arm;
    return options;
  }
};

TEST_P(Units, HaveTheBitsThatEachHasAlone) {
  auto const [isa, scheme] = GetParam();
  std::size_t withheld = 0;
  for (std::uint64_t index = 0; index < 12; ++index) {
    Cohort cohort = any_cohort(index).cohort;
    for (std::size_t i = 0; index % 2 && i < cohort.size(); i += 3) cohort.endpoints[0].event[i] = 2; // competing
    AnalysisOptions const wanted = options(index);
    PreparedCohort const prepared(cohort, wanted.estimators);
    ScoreSource const source =
        replicate_scores(prepared, std::vector<double>(prepared.design.columns(), index % 3 == 0 ? 0 : 0.25));
    std::size_t const columns = describe_columns(prepared, wanted).size();

    UnitValues batch;
    bootstrap_units({prepared, wanted, source, 1, units}, address, scheme, batch, isa);
    ASSERT_EQ(batch.values.size(), columns * units);

    Analysis<double> analysis(prepared, wanted, source);
    std::vector<double> const ones(cohort.size(), 1.0);
    for (std::uint32_t u = 0; u < units; ++u) {
      auto const frequency = draw(cohort, 1 + u);
      std::span<double const> const raw = scheme == ResampleScheme::bayesian ? ones : frequency;
      auto const& alone = analysis.run(Copies<double>{raw, frequency});
      for (std::size_t c = 0; c < columns; ++c) {
        ASSERT_EQ(bits(batch.values[c * units + u]), bits(canonical(alone.values[c])))
            << "cohort " << index << ", replicate " << 1 + u << ", column " << c;
        ASSERT_EQ(batch.statuses[c * units + u], alone.statuses[c]);
        withheld += batch.statuses[c * units + u] != 0;
      }
    }
  }
  EXPECT_GT(withheld, 1000u); // small cohorts: there were neighbours to be disturbed by
}

TEST_P(Units, DoNotDependOnTheirPlaceInABatch) {
  auto const [isa, scheme] = GetParam();
  Cohort const cohort = any_cohort(4).cohort;
  AnalysisOptions const wanted = options(4);
  PreparedCohort const prepared(cohort, wanted.estimators);
  ScoreSource const source = replicate_scores(prepared, std::vector<double>(prepared.design.columns(), 0.0));
  std::size_t const columns = describe_columns(prepared, wanted).size();
  UnitValues all;
  bootstrap_units({prepared, wanted, source, 1, units}, address, scheme, all, isa);
  for (std::uint32_t first = 1; first < 20; ++first) {
    std::uint32_t const count = 1 + first % 11;
    UnitValues some;
    bootstrap_units({prepared, wanted, source, first, count}, address, scheme, some, isa);
    for (std::size_t c = 0; c < columns; ++c) {
      for (std::uint32_t u = 0; u < count; ++u) {
        ASSERT_EQ(bits(some.values[c * count + u]), bits(all.values[c * units + first - 1 + u]));
        ASSERT_EQ(some.statuses[c * count + u], all.statuses[c * units + first - 1 + u]);
      }
    }
  }
}

TEST_P(Units, OfTheJackknifeLackOnePatient) {
  Isa const isa = GetParam().isa;
  for (std::uint64_t index = 20; index < 26; ++index) {
    Cohort const cohort = any_cohort(index).cohort;
    AnalysisOptions const wanted = options(index);
    PreparedCohort const prepared(cohort, wanted.estimators);
    ScoreSource const source = replicate_scores(prepared, std::vector<double>(prepared.design.columns(), 0.0));
    std::size_t const columns = describe_columns(prepared, wanted).size();
    auto const n = static_cast<std::uint32_t>(cohort.size());
    UnitValues batch;
    jackknife_units({prepared, wanted, source, 1, n - 1}, batch, isa);
    Analysis<double> analysis(prepared, wanted, source);
    for (std::uint32_t u = 0; u + 1 < n; ++u) {
      std::vector<double> counts(n, 1.0);
      counts[u + 1] = 0;
      auto const& alone = analysis.run(counts);
      for (std::size_t c = 0; c < columns; ++c) {
        ASSERT_EQ(bits(batch.values[c * (n - 1) + u]), bits(canonical(alone.values[c])));
        ASSERT_EQ(batch.statuses[c * (n - 1) + u], alone.statuses[c]);
      }
    }
  }
}

std::vector<Setting> settings() {
  std::vector<Setting> out;
  for (Isa const isa : available_isas()) {
    for (auto const& [scheme, name] : EnumNames<ResampleScheme>::names) out.push_back({isa, scheme});
  }
  return out;
}

INSTANTIATE_TEST_SUITE_P(Isas, Units, testing::ValuesIn(settings()), [](auto const& each) {
  return std::string(name_of(each.param.isa)) + "_" + std::string(name_of(each.param.scheme));
});

} // namespace
} // namespace iptwsim::test
