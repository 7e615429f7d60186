#pragma once
// HDF5 files in memory: libhdf5 never meets a full disk, which it survives badly, and never sees a byte of a file whose
// digest has not been checked.

#include <string>

#include "results/hdf5_handles.hpp"

namespace iptwsim::results::hdf5 {

/// Properties of a file (H5P_FILE_CREATE) or group that keep the order of their objects and no times, which would make
/// two files of one content differ.
Handle ordered_group(hid_t list_class);

/// An empty file to be filled; `creation` as of ordered_group(H5P_FILE_CREATE).
Handle new_image(Handle const& creation);

/// The bytes of a file that is finished.
std::string image_bytes(Handle const& file);

/// A file from its bytes, read only.
Handle open_image(std::string bytes);

} // namespace iptwsim::results::hdf5
