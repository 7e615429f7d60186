#define IPTWSIM_ISA baseline
#include "lane_operations_isa.hpp"
