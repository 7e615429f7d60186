#pragma once
// The problems of one CSV file, collected and thrown together. A broken file of a million rows has a million of them:
// the first twenty are told, the others counted.

#include <string>
#include <vector>

#include "core/error.hpp"

namespace iptwsim {

class CsvProblems {
public:
  explicit CsvProblems(std::string file) : file_(std::move(file)) {}

  /// A line of 0 is the file as a whole. A problem that was added before is not counted again: two endpoints may share
  /// a column.
  void add(int line, std::string what, std::string why, std::string advice);
  bool empty() const { return count_ == 0; }

  /// Throws Error(ExitCode::data) with what was found, in the order of its lines.
  void throw_if_any();

private:
  static constexpr std::size_t most_told = 20;
  std::string file_;
  std::vector<Problem> problems_;
  std::size_t count_ = 0;
};

} // namespace iptwsim
