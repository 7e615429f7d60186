#pragma once
// What is wrong, said to a person. Two of the three kinds of wrong live here: a user's mistake (an Error with every
// problem found, thrown once) and a programmer's (a contract). The third, a data set that has no answer, is a Status
// in the result and never an exception.

#include <stdexcept>
#include <string>
#include <vector>

namespace iptwsim {

/// The program's exit codes (sysexits.h), documented in README.md.
enum class ExitCode : int {
  ok = 0,
  different = 1, ///< `diff` found a difference
  usage = 64,
  data = 65,
  no_input = 66,
  internal = 70,
  cannot_write = 73,
  stopped = 75,
  config = 78,
};

/// One problem: where it is, what is wrong, why that is wrong, what to do.
struct Problem {
  std::string file = {};   ///< empty: no file
  int line = 0;            ///< from 1; 0: no line
  int column = 0;          ///< from 1; 0: no column
  std::string what = {};   ///< the problem
  std::string why = {};    ///< the reason, printed in parentheses; may be empty
  std::string advice = {}; ///< what to do; may be empty

  /// `file:line:column: what (why), advice`
  std::string text() const;
};

/// All problems of one input, thrown together; what() holds one a line.
class Error : public std::runtime_error {
public:
  Error(ExitCode code, std::vector<Problem> problems);
  Error(ExitCode code, Problem problem) : Error(code, std::vector<Problem>{std::move(problem)}) {}

  ExitCode code() const { return code_; }
  std::vector<Problem> const& problems() const { return problems_; }

private:
  ExitCode code_;
  std::vector<Problem> problems_;
};

/// The candidate nearest to `word` by edit distance, or empty when none is near enough to be meant.
std::string nearest(std::string const& word, std::vector<std::string> const& candidates);

[[noreturn]] void contract_failed(char const* condition, char const* file, int line);

} // namespace iptwsim

/// A programmer's contract: checked in dev and sanitizer builds, absent from release builds.
#ifdef IPTWSIM_CONTRACTS
#define IPTWSIM_EXPECTS(condition) \
  ((condition) ? static_cast<void>(0) : ::iptwsim::contract_failed(#condition, __FILE__, __LINE__))
#else
#define IPTWSIM_EXPECTS(condition) static_cast<void>(0)
#endif
