#define IPTWSIM_ISA avx512
#include "lane_operations_isa.hpp"
