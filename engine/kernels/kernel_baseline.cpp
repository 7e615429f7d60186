#define IPTWSIM_ISA baseline
#include "kernels/kernel.hpp"
