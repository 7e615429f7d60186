#pragma once
// A document with everything that a result may hold: all types, values that are hard to keep, empty axes, Unicode.

#include <bit>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "results/document.hpp"

namespace iptwsim::results {

inline Document sample_document() {
  double const infinity = std::numeric_limits<double>::infinity();
  double const signalling = std::bit_cast<double>(std::uint64_t{0x7ff8000000000abc}); // a NaN with a payload
  using Texts = std::vector<std::string>;
  using Reals = std::vector<double>;
  using Wholes = std::vector<std::int64_t>;
  using Bytes = std::vector<std::uint8_t>;

  Group const root{
      .path = "/",
      .axes = {{"scenario", Texts{"n=85", "größe ≥ 5 𝛽"}, {{"long_name", "swept values"}}}},
      .arrays = {{"seed", {}, Wholes{20210908}, {}}, {"config", {}, Texts{"title: \"x\"\n# ü\n"}, {}}},
      .attributes = {{"title", "Sample"}, {"empty", ""}, {"level", 0.95}, {"results_version", std::int64_t{1}}}};
  Reals curve{0.1, 1.0 / 3.0, std::nan(""), infinity, -infinity, -0.0, 5e-324, 1.7976931348623157e308};
  curve.resize(24, 0.5);
  curve[20] = signalling;
  Bytes status(24, 0);
  status[2] = 2;
  Group const survival{
      .path = "/estimates/survival",
      .axes = {{"scenario", Texts{"n=85", "größe ≥ 5 𝛽"}, {}},
               {"endpoint", Texts{"os", "", "relapse"}, {{"long_name", "endpoint"}}}, // an empty label is one too
               {"time", Reals{365.25, 1826.25}, {{"unit", "days"}}},
               {"replicate", Wholes{0, 1}, {}},
               {"nothing", Texts{}, {}},
               {"no_time", Reals{}, {}}},
      .arrays = {{"value",
                  {"scenario", "endpoint", "time", "replicate"},
                  curve,
                  {{"long_name", "S(t)"}, {"mcse", std::nan("")}}},
                 {"status",
                  {"scenario", "endpoint", "time", "replicate"},
                  status,
                  {{"flag_values", Wholes{0, 1, 2}}, {"flag_meanings", "ok not_requested beyond_follow_up"}}},
                 {"count",
                  {"endpoint"},
                  Wholes{std::numeric_limits<std::int64_t>::min(), -1, 1LL << 62},
                  {{"none", Wholes{}}}},
                 {"method", {"endpoint", "time"}, Texts{"wald", "", "ü", "bca", "normal", "basic"}, {}},
                 {"empty_reals", {"scenario", "nothing"}, Reals{}, {}},
                 {"empty_texts", {"no_time", "endpoint"}, Texts{}, {}},
                 {"tau", {}, Reals{1826.25}, {}},
                 {"flag", {}, Bytes{255}, {}}},
      .attributes = {{"long_name", "weighted Kaplan-Meier survival"}}};
  std::vector<double> replicates(300000); // more than one chunk, the last of them partly filled
  for (std::size_t i = 0; i < replicates.size(); ++i) replicates[i] = static_cast<double>(i % 1013) * 0.25;
  Wholes numbers(100000);
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<std::int64_t>(i + 1);
  Group const large{
      .path = "/replicates",
      .axes = {{"quantity", Texts{"survival", "rmst", "log_hazard_ratio"}, {}}, {"replicate", numbers, {}}},
      .arrays = {{"value", {"quantity", "replicate"}, replicates, {}}},
      .attributes = {}};
  Group const provenance{.path = "/provenance", .axes = {}, .arrays = {}, .attributes = {{"host", "laptop"}}};
  return {{root, survival, large, provenance}};
}

} // namespace iptwsim::results
