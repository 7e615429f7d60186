#include "config/dump.hpp"

#include "config/writer.hpp"

namespace iptwsim {

std::string dump_study(Study const& study) { return config::to_json(study).dump(2) + "\n"; }

std::string dump_study(Study const& study, nlohmann::ordered_json const& sweep) {
  nlohmann::ordered_json json = config::to_json(study);
  json["sweep"] = sweep;
  return json.dump(2) + "\n";
}

} // namespace iptwsim
