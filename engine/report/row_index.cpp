#include "report/row_index.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace iptwsim::report {
namespace {

std::string text_of(Key const& k) {
  return fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}", k.scenario, k.endpoint, k.estimand, k.quantity, k.arm,
                     k.time, k.statistic, k.method, k.level);
}

template <class T> void add_new(std::vector<T>& list, T const& item) {
  if (!list.empty() && list.back() == item) return;
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}

} // namespace

RowIndex::RowIndex(std::span<results::TextRow const> rows) {
  std::unordered_map<std::string, bool> seen;
  for (results::TextRow const& r : rows) {
    if (seen.emplace(r.scenario, true).second) scenarios_.push_back(r.scenario);
    if (!r.endpoint.empty() && !r.estimand.empty()) add_new(comparisons_, {r.endpoint, r.estimand});
    if (r.statistic == "count" || r.statistic == "replicate_count") continue;
    rows_.emplace(text_of({.scenario = r.scenario,
                           .endpoint = r.endpoint,
                           .estimand = r.estimand,
                           .quantity = r.quantity,
                           .arm = r.arm,
                           .time = r.time,
                           .statistic = r.statistic,
                           .method = r.method,
                           .level = r.level}),
                  &r);
  }
}

results::TextRow const* RowIndex::find(Key const& key) const {
  auto const found = rows_.find(text_of(key));
  return found == rows_.end() ? nullptr : found->second;
}

} // namespace iptwsim::report
