#include "results/hdf5_image.hpp"

namespace iptwsim::results::hdf5 {
namespace {

Handle in_memory() {
  Handle access = property_list(H5P_FILE_ACCESS);
  check(H5Pset_fapl_core(access.id(), 1 << 20, false), "choosing memory");
  return access;
}

} // namespace

Handle ordered_group(hid_t list_class) {
  Handle properties = property_list(list_class);
  check(H5Pset_obj_track_times(properties.id(), false), "leaving out times");
  check(H5Pset_link_creation_order(properties.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), "keeping order");
  return properties;
}

Handle new_image(Handle const& creation) {
  Handle const access = in_memory();
  // The oldest superblock, whatever the library's version: every reader opens it. Newer ones have a checksum, which
  // H5Fget_file_image() of 1.10.8 leaves wrong (it clears the flag "open for writing" after the checksum was taken).
  check(H5Pset_libver_bounds(access.id(), H5F_LIBVER_EARLIEST, H5F_LIBVER_V18), "choosing the format");
  return {H5Fcreate("in memory", H5F_ACC_TRUNC, creation.id(), access.id()), H5Fclose, "making the file"};
}

std::string image_bytes(Handle const& file) {
  check(H5Fflush(file.id(), H5F_SCOPE_LOCAL), "finishing the file");
  ssize_t const size = check(H5Fget_file_image(file.id(), nullptr, 0), "measuring the file");
  std::string bytes(static_cast<std::size_t>(size), '\0');
  check(H5Fget_file_image(file.id(), bytes.data(), bytes.size()), "taking the file's bytes");
  return bytes;
}

/// (H5LTopen_file_image() would copy the bytes less often, but leaks.)
Handle open_image(std::string bytes) {
  Handle const access = in_memory();
  check(H5Pset_file_image(access.id(), bytes.data(), bytes.size()), "taking its bytes");
  std::string().swap(bytes); // the property list has a copy
  return {H5Fopen("in memory", H5F_ACC_RDONLY, access.id()), H5Fclose, "opening"};
}

} // namespace iptwsim::results::hdf5
