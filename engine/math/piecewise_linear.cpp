#include "math/piecewise_linear.hpp"

#include <algorithm>
#include <utility>

#include "core/error.hpp"

namespace iptwsim::math {

PiecewiseLinear::PiecewiseLinear(std::vector<double> from, std::vector<double> slopes)
    : from_(std::move(from)), slopes_(std::move(slopes)), value_(from_.size()) {
  IPTWSIM_EXPECTS(!from_.empty() && from_[0] == 0 && from_.size() == slopes_.size());
  IPTWSIM_EXPECTS(std::is_sorted(from_.begin(), from_.end()));
  IPTWSIM_EXPECTS(std::all_of(slopes_.begin(), slopes_.end(), [](double s) { return s >= 0; }));
  for (std::size_t k = 1; k < from_.size(); ++k) {
    double const length = from_[k] - from_[k - 1]; // NaN between two pieces that begin at Inf
    value_[k] = value_[k - 1] + (length > 0 ? times(slopes_[k - 1], length) : 0.0);
  }
}

} // namespace iptwsim::math
