#pragma once
// Attributes of an HDF5 object: texts as variable-length UTF-8, numbers as scalars, lists of integers.

#include "results/document.hpp"
#include "results/hdf5_handles.hpp"

namespace iptwsim::results::hdf5 {

void write_attributes(hid_t object, Attributes const& attributes);

/// Without those by which HDF5 marks dimension scales.
Attributes read_attributes(hid_t object);

} // namespace iptwsim::results::hdf5
