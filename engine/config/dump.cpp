#include "config/dump.hpp"

#include "config/writer.hpp"

namespace iptwsim {

std::string dump_study(Study const& study) { return config::to_json(study).dump(2) + "\n"; }

} // namespace iptwsim
