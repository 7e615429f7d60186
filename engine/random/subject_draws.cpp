#include "random/subject_draws.hpp"

#include <stdexcept>

namespace iptwsim {

void SubjectDraws::too_many_attempts() {
  throw std::out_of_range("stream address: too many rejected draws of a patient");
}

} // namespace iptwsim
