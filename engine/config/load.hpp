#pragma once
// A config of a single study, read strictly and checked whole. scenarios.hpp reads those with a sweep, too.

#include <filesystem>
#include <string>
#include <vector>

#include "config/study.hpp"

namespace iptwsim {

/// Throws Error: ExitCode::no_input if the file cannot be opened, else ExitCode::config with every problem, by line, as
/// `file:line:column: problem (why), what to do`. `cohort.csv` stays as written: relative to the config's folder.
/// A sweep is a problem.
Study load_study(std::filesystem::path const& file, std::vector<std::string> const& settings = {});

/// The same from a text, such as the config in a result; `name` stands for the file in problems.
Study parse_study(std::string const& text, std::string const& name, std::vector<std::string> const& settings = {});

} // namespace iptwsim
