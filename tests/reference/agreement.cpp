#include "reference/agreement.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace iptwsim::test {
namespace {

std::ifstream open_fixture(std::string const& file) {
  std::ifstream in(std::string(IPTWSIM_FIXTURES) + "/" + file);
  if (!in) throw std::runtime_error("no fixture " + file);
  return in;
}

std::vector<std::string> split(std::string const& line) {
  std::vector<std::string> cells;
  std::stringstream stream(line);
  for (std::string cell; std::getline(stream, cell, ',');) cells.push_back(cell);
  return cells;
}

} // namespace

nlohmann::json read_json(std::string const& file) {
  auto in = open_fixture(file);
  return nlohmann::json::parse(in);
}

std::vector<std::vector<double>> read_numbers(std::string const& csv_file) {
  auto in = open_fixture(csv_file);
  std::string line;
  std::getline(in, line);
  std::vector<std::vector<double>> rows;
  while (std::getline(in, line)) {
    std::vector<double> row;
    for (std::string const& cell : split(line)) {
      row.push_back(cell == "NA" ? std::numeric_limits<double>::quiet_NaN() : std::strtod(cell.c_str(), nullptr));
    }
    rows.push_back(row);
  }
  return rows;
}

Cohort read_reference_cohort(std::string const& name) {
  auto in = open_fixture(name + ".csv");
  std::string line;
  std::getline(in, line);
  auto const header = split(line);
  auto const rows = read_numbers(name + ".csv");
  Cohort cohort;
  Endpoint endpoint{"event", {}, {}};
  std::vector<std::size_t> covariates;
  for (std::size_t j = 0; j < header.size(); ++j) {
    if (header[j] == "time" || header[j] == "event" || header[j] == "etype" || header[j] == "A") continue;
    covariates.push_back(j);
    cohort.covariate_names.push_back(header[j]);
  }
  auto const at = [&](std::string const& column) {
    return static_cast<std::size_t>(std::find(header.begin(), header.end(), column) - header.begin());
  };
  cohort.covariates.resize(static_cast<Eigen::Index>(rows.size()), static_cast<Eigen::Index>(covariates.size()));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    endpoint.time.push_back(rows[i][at("time")]);
    endpoint.event.push_back(rows[i][at("event")] > 0 ? 1 : 0);
    cohort.treated.push_back(rows[i][at("A")] > 0 ? 1 : 0);
    for (std::size_t j = 0; j < covariates.size(); ++j) {
      cohort.covariates(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = rows[i][covariates[j]];
    }
  }
  cohort.endpoints.push_back(std::move(endpoint));
  return cohort;
}

Cohort read_competing_cohort(std::string const& name, int cause) {
  Cohort cohort = read_reference_cohort(name);
  auto in = open_fixture(name + ".csv");
  std::string line;
  std::getline(in, line);
  auto const header = split(line);
  auto const etype = static_cast<std::size_t>(std::find(header.begin(), header.end(), "etype") - header.begin());
  auto const rows = read_numbers(name + ".csv");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    int const code = static_cast<int>(rows[i].at(etype));
    cohort.endpoints.front().event[i] = code == 0 ? 0 : code == cause ? 1 : 2;
  }
  return cohort;
}

double number(nlohmann::json const& value) {
  if (value.is_null()) return std::numeric_limits<double>::quiet_NaN();
  if (value.is_array()) return number(value.at(0));
  if (value.is_string()) {
    double const inf = std::numeric_limits<double>::infinity();
    return value.get<std::string>() == "Infinity" ? inf : -inf;
  }
  return value.get<double>();
}

double disagreement(double ours, double theirs, double scale) {
  if (std::isnan(ours) && std::isnan(theirs)) return 0;
  if (ours == theirs) return 0;
  double const error = std::fabs(ours - theirs) / std::max(std::fabs(theirs), scale);
  return std::isnan(error) ? std::numeric_limits<double>::infinity() : error;
}

void Agreement::compare(std::string const& quantity, std::string const& where, double ours, double theirs, double scale,
                        double tolerance) {
  double const error = disagreement(ours, theirs, scale);
  EXPECT_LE(error, tolerance) << quantity << " " << where << fmt::format(": ours {:.17g}, R {:.17g}", ours, theirs);
  Worst& worst = worst_[quantity];
  ++worst.cells;
  worst.tolerance = tolerance;
  if (error >= worst.error) {
    worst.error = error;
    worst.where = where;
  }
}

Agreement::~Agreement() {
  for (auto const& [quantity, worst] : worst_) {
    fmt::print("{:<34} {:>6} cells  worst {:.1e}  tolerance {:.0e}  ({})\n", quantity, worst.cells, worst.error,
               worst.tolerance, worst.where);
  }
}

} // namespace iptwsim::test
