#define IPTWSIM_ISA avx2
#include "lane_operations_isa.hpp"
