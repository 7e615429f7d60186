#pragma once
// Which HDF5 types stand for the types of a Document, and the reading of values of either.

#include <cstdint>
#include <string>
#include <vector>

#include "results/hdf5_handles.hpp"

namespace iptwsim::results::hdf5 {

inline hid_t stored_type(double) { return H5T_IEEE_F64LE; }
inline hid_t stored_type(std::int64_t) { return H5T_STD_I64LE; }
inline hid_t stored_type(std::uint8_t) { return H5T_STD_U8LE; }
inline hid_t memory_type(double) { return H5T_NATIVE_DOUBLE; }
inline hid_t memory_type(std::int64_t) { return H5T_NATIVE_INT64; }
inline hid_t memory_type(std::uint8_t) { return H5T_NATIVE_UINT8; }

inline Handle dataspace(std::vector<hsize_t> const& shape) {
  if (shape.empty()) return {H5Screate(H5S_SCALAR), H5Sclose, "making a scalar"};
  return {H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr), H5Sclose, "making a shape"};
}

enum class Kind { real, whole, byte, text };

inline Kind kind_of(hid_t type, std::string const& object) {
  std::size_t const size = H5Tget_size(type);
  switch (H5Tget_class(type)) {
  case H5T_FLOAT:
    if (size == 8) return Kind::real;
    break;
  case H5T_INTEGER:
    if (size == 8 && H5Tget_sign(type) == H5T_SGN_2) return Kind::whole;
    if (size == 1 && H5Tget_sign(type) == H5T_SGN_NONE) return Kind::byte;
    break;
  case H5T_STRING:
    if (H5Tis_variable_str(type) > 0) return Kind::text;
    break;
  default:
    break;
  }
  throw Failure("reading " + object, "its type is none that iptwsim writes");
}

inline std::vector<hsize_t> shape_of(hid_t space) {
  int const rank = check(H5Sget_simple_extent_ndims(space), "reading a shape");
  std::vector<hsize_t> shape(static_cast<std::size_t>(rank));
  check(H5Sget_simple_extent_dims(space, shape.data(), nullptr), "reading a shape");
  return shape;
}

/// `read` is given a buffer and the type to read into it.
template <class Read>
std::vector<std::string> read_texts(hid_t space, std::size_t count, Read const& read, std::string const& object) {
  Handle const type = text_type();
  std::vector<char*> pointers(count, nullptr);
  if (count > 0) check(read(type.id(), pointers.data()), "reading " + object);
  std::vector<std::string> texts;
  for (char const* pointer : pointers) texts.emplace_back(pointer == nullptr ? "" : pointer); // HDF5 has no empty text
  if (count > 0) check(H5Dvlen_reclaim(type.id(), space, H5P_DEFAULT, pointers.data()), "reading " + object);
  return texts;
}

template <class Number, class Read>
std::vector<Number> read_numbers(hid_t memory_type, std::size_t count, Read const& read, std::string const& object) {
  std::vector<Number> numbers(count);
  if (count > 0) check(read(memory_type, numbers.data()), "reading " + object);
  return numbers;
}

} // namespace iptwsim::results::hdf5
