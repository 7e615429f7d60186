// Normal, basic and percentile intervals against R's boot::boot.ci on its own 1,999 replicates, and on the first 99 of
// them, where extreme order statistics are reached. Interval endpoints agree to 1e-10 of max(|R|, 1).

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "inference/intervals.hpp"
#include "reference/agreement.hpp"

namespace iptwsim::test {
namespace {

using nlohmann::json;

class BootCi : public testing::TestWithParam<std::string> {};

TEST_P(BootCi, Endpoints) {
  Agreement agreement;
  json const reference = read_json("bootci_" + GetParam() + ".json");
  auto const rows = read_numbers("bootci_" + GetParam() + "_t.csv");
  ASSERT_EQ(rows.size(), 1999u);
  auto const names = reference.at("columns").get<std::vector<std::string>>();
  for (auto const& [name, intervals] : reference.at("intervals").items()) {
    auto const column = static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
    std::vector<double> replicates;
    for (auto const& row : rows) replicates.push_back(row[column]);
    double const t0 = number(reference.at("t0").at(column));
    auto const compare = [&](std::span<double const> used, std::string const& key, IntervalMethod method) {
      if (!intervals.contains(key)) return;
      ReplicateSample const sample(used);
      for (auto const& theirs : intervals.at(key)) {
        double const level = theirs.at("conf").get<double>();
        Interval const ours = bootstrap_interval(method, {sample, t0}, level);
        std::string const where = fmt::format("{} {} {} {}", GetParam(), name, key, level);
        agreement.compare(key + " limits", where, ours.lower, number(theirs.at("lo")), 1, 1e-10);
        agreement.compare(key + " limits", where, ours.upper, number(theirs.at("hi")), 1, 1e-10);
      }
    };
    compare(replicates, "norm", IntervalMethod::normal);
    compare(replicates, "basic", IntervalMethod::basic);
    compare(replicates, "perc", IntervalMethod::percentile);
    std::span const first = std::span<double const>(replicates).first(99);
    compare(first, "first99_perc", IntervalMethod::percentile);
    compare(first, "first99_basic", IntervalMethod::basic);
  }
}

INSTANTIATE_TEST_SUITE_P(Cohorts, BootCi, testing::Values("lung", "melanoma"),
                         [](auto const& each) { return each.param; });

} // namespace
} // namespace iptwsim::test
