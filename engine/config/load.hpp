#pragma once
// A config file, read strictly and checked whole.

#include <filesystem>
#include <string>

#include "config/study.hpp"

namespace iptwsim {

/// Throws Error: ExitCode::no_input if the file cannot be opened, else ExitCode::config with every problem, by line, as
/// `file:line:column: problem (why), what to do`. `cohort.csv` stays as written: relative to the config's folder.
Study load_study(std::filesystem::path const& file);

/// The same from a text, such as the config in a result; `name` stands for the file in problems.
Study parse_study(std::string const& text, std::string const& name);

} // namespace iptwsim
