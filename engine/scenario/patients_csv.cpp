#include <fmt/format.h>

#include "scenario/simulate.hpp"

namespace iptwsim {
namespace {

/// A text as RFC 4180 writes it.
std::string cell(std::string const& text) {
  bool const is_plain = text.find_first_of(",\"\r\n") == std::string::npos && text.find_first_of(" \t") != 0 &&
                        text.find_last_of(" \t") + 1 != text.size();
  if (is_plain) return text;
  std::string quoted = "\"";
  for (char const c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

} // namespace

std::string patients_csv(SimulatedPatients const& patients) {
  std::string csv;
  auto const out = std::back_inserter(csv);
  std::vector<TermSource const*> sources;
  std::vector<std::vector<std::string>> levels;
  auto const add = [&](std::string const& name, TermSource const& source) {
    csv += cell(name) + ",";
    sources.push_back(&source);
    levels.emplace_back();
    for (std::string const& level : source.levels) levels.back().push_back(cell(level));
  };
  for (std::string const& name : patients.covariate_names) add(name, patients.covariates.at(name));
  for (std::string const& name : patients.hidden_names) add(name, patients.hidden.at(name));
  csv += "treatment,true_score";
  for (Endpoint const& endpoint : patients.endpoints) {
    csv += "," + cell(endpoint.name + "_time") + "," + cell(endpoint.name + "_event");
    if (!endpoint.entry.empty()) csv += "," + cell(endpoint.name + "_entry");
  }
  csv += "\n";
  for (std::size_t i = 0; i < patients.size(); ++i) {
    for (std::size_t j = 0; j < sources.size(); ++j) {
      double const value = sources[j]->values[i];
      if (!sources[j]->missing.empty() && sources[j]->missing[i] != 0) {
        csv += "NA,";
      } else if (sources[j]->is_categorical()) {
        csv += levels[j][static_cast<std::size_t>(value)] + ",";
      } else {
        fmt::format_to(out, "{:.17g},", value);
      }
    }
    fmt::format_to(out, "{},{:.17g}", patients.treated[i], patients.score[i]);
    for (Endpoint const& endpoint : patients.endpoints) {
      fmt::format_to(out, ",{:.17g},{}", endpoint.time[i], endpoint.event[i]);
      if (!endpoint.entry.empty()) fmt::format_to(out, ",{:.17g}", endpoint.entry[i]);
    }
    csv += "\n";
  }
  return csv;
}

} // namespace iptwsim
