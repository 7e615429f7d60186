#pragma once
// The bytes of a text file, for CSV and for configs.

#include <filesystem>
#include <string>

namespace iptwsim {

/// The whole file. Throws Error: ExitCode::no_input if it is missing, a folder, or unreadable; ExitCode::data if its
/// first bytes say that it is not text (a workbook, an archive, UTF-16), or if it holds a zero byte.
std::string read_text_file(std::filesystem::path const& file);

} // namespace iptwsim
