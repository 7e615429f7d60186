#include "app/provenance.hpp"

#include <array>
#include <ctime>

#include <unistd.h>

#include "core/version.hpp"

namespace iptwsim::app {

results::Provenance provenance(std::string const& command_line, int threads) {
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  std::time_t const now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  std::array<char, 32> time{};
  std::strftime(time.data(), time.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
  return {{"program_version", std::string(program_version)},
          {"compiler", __VERSION__},
          {"host", host.data()},
          {"written", time.data()},
          {"command_line", command_line},
          {"threads", std::to_string(threads)}};
}

} // namespace iptwsim::app
