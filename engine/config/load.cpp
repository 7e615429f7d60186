#include "config/load.hpp"

#include <fmt/format.h>

#include "config/read_study.hpp"
#include "config/scenarios.hpp"

namespace iptwsim {

Study parse_study(std::string const& text, std::string const& name, std::vector<std::string> const& settings) {
  StudyConfig config = parse_config(text, name, settings);
  if (config.scenarios.size() == 1) return std::move(config.scenarios.front().study);
  throw Error(ExitCode::config, Problem{.file = name,
                                        .what = fmt::format("sweep makes {} scenarios", config.scenarios.size()),
                                        .why = "one is needed here",
                                        .advice = "take it out"});
}

Study load_study(std::filesystem::path const& file, std::vector<std::string> const& settings) {
  return parse_study(config::read_config_text(file), file.string(), settings);
}

} // namespace iptwsim
