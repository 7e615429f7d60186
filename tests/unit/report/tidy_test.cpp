// A result as CSV and JSON: the rows one after the other, in pieces that do not grow with their number.

#include <limits>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/status.hpp"
#include "report/tidy.hpp"
#include "results/arrange.hpp"

namespace iptwsim::report {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();

/// Two scenarios with one number at three times, one of which was not asked for, and counts.
results::Document document_of(std::string const& scenario) {
  using Texts = std::vector<std::string>;
  auto const code = [](Status status) { return static_cast<std::uint8_t>(status); };
  results::Group group{.path = "/performance/survival",
                       .axes = {{"scenario", Texts{scenario, "b"}},
                                {"time", std::vector<double>{1, 2.5, 0.1}},
                                {"status", Texts{"ok", "no_truth"}}}};
  std::vector<std::string> const axes{"scenario", "time"};
  group.arrays = {{"mean", axes, std::vector<double>{0.1, 1.0 / 3, nan, -inf, inf, 1e-300}},
                  {"mean_status", axes,
                   std::vector<std::uint8_t>{code(Status::ok), code(Status::ok), code(Status::not_requested),
                                             code(Status::ok), code(Status::no_truth), 200}},
                  {"mean_mcse", axes, std::vector<double>{0.01, nan, nan, nan, nan, 0.25}},
                  {"count", {"scenario", "status"}, std::vector<std::int64_t>{5, 0, 0, 7}}};
  return {.groups = {{.path = "/"}, group}};
}

/// All that is written, and the longest piece.
struct Written {
  std::string text;
  std::size_t longest = 0;

  Write write() {
    return [this](std::string_view piece) {
      text += piece;
      longest = std::max(longest, piece.size());
    };
  }
};

TEST(Tidy, CsvHasARowForEveryNumberThatWasAskedFor) {
  Written csv;
  write_csv(document_of("n=1, \"x\""), csv.write());
  EXPECT_EQ(csv.text, "scenario,endpoint,estimand,quantity,arm,time,statistic,method,value,mcse,status,level\n"
                      "\"n=1, \"\"x\"\"\",,,survival,,1,mean,,0.10000000000000001,0.01,ok,\n"
                      "\"n=1, \"\"x\"\"\",,,survival,,2.5,mean,,0.33333333333333331,,ok,\n"
                      "b,,,survival,,1,mean,,-Inf,,ok,\n"
                      "b,,,survival,,2.5,mean,,Inf,,no_truth,\n"
                      "b,,,survival,,0.1,mean,,1e-300,0.25,status 200,\n"
                      "\"n=1, \"\"x\"\"\",,,survival,,,count,,5,,ok,\n"
                      "b,,,survival,,,count,,7,,no_truth,\n");
}

TEST(Tidy, JsonIsAListOfTheSameRecords) {
  Written json;
  write_json(document_of("a\nb"), json.write());
  auto const records = nlohmann::ordered_json::parse(json.text);
  EXPECT_EQ(json.text, records.dump(1) + "\n"); // as if it had been made at once
  ASSERT_EQ(records.size(), 7U);
  EXPECT_EQ(records[0]["scenario"], "a\nb");
  EXPECT_EQ(records[1]["value"], 1.0 / 3);
  EXPECT_TRUE(records[1]["mcse"].is_null());
  EXPECT_EQ(records[2]["value"], "-Infinity");
  EXPECT_EQ(records[6]["status"], "no_truth");
  Written none;
  write_json({.groups = {{.path = "/"}}}, none.write());
  EXPECT_EQ(none.text, "[]\n");
}

TEST(Tidy, PiecesDoNotGrowWithTheNumberOfRows) {
  results::Document document = document_of("a");
  results::Group const group = document.groups[1];
  for (int k = 0; k < 50; ++k) {
    document.groups.push_back(group);
    document.groups.back().path += std::to_string(k % 10);
  }
  for (auto* const write_all : {&write_csv, &write_json}) {
    Written out;
    write_all(document, out.write());
    EXPECT_GT(out.text.size(), 51U * 7 * 30);
    EXPECT_LT(out.longest, 400U);
  }
}

} // namespace
} // namespace iptwsim::report
