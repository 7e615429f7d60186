#pragma once
// Constants shared by the functions of this folder.

#include <limits>

namespace iptwsim::math {

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

// ln 2 = ln2_high + ln2_low to 84 bits; ln2_high has 31 bits, so k ln2_high is exact for |k| < 2^22.
inline constexpr double ln2_high = 0x1.62e42feep-1;
inline constexpr double ln2_low = 0x1.a39ef35793c76p-33;

} // namespace iptwsim::math
