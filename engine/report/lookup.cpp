#include "report/lookup.hpp"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

namespace iptwsim::report {

using results::TextRow;

nlohmann::json config_of(results::Document const& document) {
  using nlohmann::json;
  auto const* array = document.groups.front().find_array("config");
  return array ? json::parse(std::get<std::vector<std::string>>(array->values).at(0)) : json::object();
}

bool matches(TextRow const& r, Wanted const& w) {
  return r.quantity == w.quantity && r.statistic == w.statistic && r.endpoint == w.endpoint &&
         r.estimand == w.estimand && r.arm == w.arm && r.method == w.method &&
         (std::isnan(w.time) || r.time == w.time) && (std::isnan(w.level) || r.level == w.level);
}

results::TextRow const* find(std::span<TextRow const> rows, Wanted const& wanted) {
  for (TextRow const& r : rows) {
    if (matches(r, wanted)) return &r;
  }
  return nullptr;
}

double value(std::span<TextRow const> rows, Wanted const& wanted) {
  TextRow const* const row = find(rows, wanted);
  return row ? row->value : std::numeric_limits<double>::quiet_NaN();
}

std::vector<std::string> distinct(std::span<TextRow const> rows, std::string TextRow::*key,
                                  std::string const& quantity) {
  std::vector<std::string> out;
  for (TextRow const& r : rows) {
    if (!quantity.empty() && r.quantity != quantity) continue;
    if (!(r.*key).empty() && std::find(out.begin(), out.end(), r.*key) == out.end()) out.push_back(r.*key);
  }
  return out;
}

std::vector<double> distinct_times(std::span<TextRow const> rows, std::string const& quantity) {
  std::vector<double> out;
  for (TextRow const& r : rows) {
    if (r.quantity != quantity || std::isnan(r.time)) continue;
    if (std::find(out.begin(), out.end(), r.time) == out.end()) out.push_back(r.time);
  }
  return out;
}

} // namespace iptwsim::report
