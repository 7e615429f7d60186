#include "results/hdf5_attributes.hpp"

#include <algorithm>

#include "results/hdf5_types.hpp"

namespace iptwsim::results::hdf5 {
namespace {

void write_attribute(hid_t object, std::string const& name, hid_t stored, hid_t memory,
                     std::vector<hsize_t> const& shape, void const* value) {
  Handle const space = dataspace(shape);
  Handle const attribute{H5Acreate2(object, name.c_str(), stored, space.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose,
                         "making attribute " + name};
  if (value != nullptr) check(H5Awrite(attribute.id(), memory, value), "writing attribute " + name);
}

void write_attribute(hid_t object, std::string const& name, Attribute const& value) {
  if (auto const* text = std::get_if<std::string>(&value)) {
    Handle const type = text_type();
    char const* const pointer = text->c_str();
    write_attribute(object, name, type.id(), type.id(), {}, &pointer);
  } else if (auto const* real = std::get_if<double>(&value)) {
    write_attribute(object, name, stored_type(*real), memory_type(*real), {}, real);
  } else if (auto const* whole = std::get_if<std::int64_t>(&value)) {
    write_attribute(object, name, stored_type(*whole), memory_type(*whole), {}, whole);
  } else {
    auto const& list = std::get<std::vector<std::int64_t>>(value);
    write_attribute(object, name, H5T_STD_I64LE, H5T_NATIVE_INT64, {list.size()}, list.empty() ? nullptr : list.data());
  }
}

Attribute read_attribute(hid_t object, std::string const& name) {
  Handle const attribute{H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose, "opening attribute " + name};
  Handle const type{H5Aget_type(attribute.id()), H5Tclose, "reading attribute " + name};
  Handle const space{H5Aget_space(attribute.id()), H5Sclose, "reading attribute " + name};
  auto const read = [&](hid_t memory, void* buffer) { return H5Aread(attribute.id(), memory, buffer); };
  std::vector<hsize_t> const shape = shape_of(space.id());
  Kind const kind = kind_of(type.id(), "attribute " + name);
  if (shape.size() == 1 && kind == Kind::whole) {
    return read_numbers<std::int64_t>(H5T_NATIVE_INT64, shape[0], read, name);
  }
  if (shape.empty() && kind == Kind::whole) return read_numbers<std::int64_t>(H5T_NATIVE_INT64, 1, read, name)[0];
  if (shape.empty() && kind == Kind::real) return read_numbers<double>(H5T_NATIVE_DOUBLE, 1, read, name)[0];
  if (shape.empty() && kind == Kind::text) return read_texts(space.id(), 1, read, name)[0];
  throw Failure("reading attribute " + name, "its type is none that iptwsim writes");
}

} // namespace

void write_attributes(hid_t object, Attributes const& attributes) {
  for (auto const& [name, value] : attributes) write_attribute(object, name, value);
}

Attributes read_attributes(hid_t object) {
  std::vector<std::string> names;
  auto const keep = [](hid_t, char const* name, H5A_info_t const*, void* kept) -> herr_t {
    static_cast<std::vector<std::string>*>(kept)->emplace_back(name);
    return 0;
  };
  check(H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_INC, nullptr, keep, &names), "listing attributes");
  Attributes attributes;
  for (std::string const& name : names) {
    bool const own = std::ranges::find(reserved_attributes, name) == reserved_attributes.end();
    if (own) attributes.emplace(name, read_attribute(object, name));
  }
  return attributes;
}

} // namespace iptwsim::results::hdf5
