#include "report/tidy.hpp"

#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace iptwsim::report {
namespace {

std::string csv_number(double x) {
  if (std::isnan(x)) return "NaN";
  if (std::isinf(x)) return x > 0 ? "Inf" : "-Inf";
  return fmt::format("{:.17g}", x);
}

/// A time or level that a row does not have is an empty cell; else the shortest text that reads back the same.
std::string csv_label(double x) { return std::isnan(x) ? "" : fmt::format("{}", x); }

std::string csv_text(std::string const& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (char const c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

nlohmann::ordered_json json_number(double x) {
  if (std::isnan(x)) return nullptr;
  if (std::isinf(x)) return x > 0 ? "Infinity" : "-Infinity";
  return x; // shortest text that reads back the same
}

} // namespace

std::string tidy_csv(std::span<results::TextRow const> rows) {
  std::string out = "scenario,endpoint,estimand,quantity,arm,time,statistic,method,value,mcse,status,level\n";
  for (results::TextRow const& r : rows) {
    out += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\n", csv_text(r.scenario), csv_text(r.endpoint), r.estimand,
                       r.quantity, csv_text(r.arm), csv_label(r.time), r.statistic, r.method, csv_number(r.value),
                       std::isnan(r.mcse) ? "" : csv_number(r.mcse), r.status, csv_label(r.level));
  }
  return out;
}

std::string tidy_json(std::span<results::TextRow const> rows) {
  auto records = nlohmann::ordered_json::array();
  for (results::TextRow const& r : rows) {
    records.push_back({{"scenario", r.scenario},
                       {"endpoint", r.endpoint},
                       {"estimand", r.estimand},
                       {"quantity", r.quantity},
                       {"arm", r.arm},
                       {"time", json_number(r.time)},
                       {"statistic", r.statistic},
                       {"method", r.method},
                       {"value", json_number(r.value)},
                       {"mcse", json_number(r.mcse)},
                       {"status", r.status},
                       {"level", json_number(r.level)}});
  }
  return records.dump(1) + "\n";
}

} // namespace iptwsim::report
