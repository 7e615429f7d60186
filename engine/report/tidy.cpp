#include "report/tidy.hpp"

#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "results/arrange.hpp"

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

/// By one blank more; a text of JSON has no line break within its quotes.
std::string indented(std::string const& json) {
  std::string out = " ";
  for (char const c : json) {
    out += c;
    if (c == '\n') out += ' ';
  }
  return out;
}

} // namespace

void write_csv(results::Document const& document, Write const& write) {
  write("scenario,endpoint,estimand,quantity,arm,time,statistic,method,value,mcse,status,level\n");
  results::for_each_row(document, [&](results::TextRow const& r) {
    write(fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\n", csv_text(r.scenario), csv_text(r.endpoint), r.estimand,
                      r.quantity, csv_text(r.arm), csv_label(r.time), r.statistic, r.method, csv_number(r.value),
                      std::isnan(r.mcse) ? "" : csv_number(r.mcse), r.status, csv_label(r.level)));
  });
}

void write_json(results::Document const& document, Write const& write) {
  bool is_first = true;
  results::for_each_row(document, [&](results::TextRow const& r) {
    nlohmann::ordered_json const record{
        {"scenario", r.scenario},      {"endpoint", r.endpoint}, {"estimand", r.estimand},
        {"quantity", r.quantity},      {"arm", r.arm},           {"time", json_number(r.time)},
        {"statistic", r.statistic},    {"method", r.method},     {"value", json_number(r.value)},
        {"mcse", json_number(r.mcse)}, {"status", r.status},     {"level", json_number(r.level)}};
    write(is_first ? "[\n" : ",\n");
    write(indented(record.dump(1)));
    is_first = false;
  });
  write(is_first ? "[]\n" : "\n]\n");
}

} // namespace iptwsim::report
