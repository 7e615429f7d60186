#include "results/part_file.hpp"

#include <array>

#include <fmt/format.h>

#include "results/hdf5_attributes.hpp"
#include "results/hdf5_datasets.hpp"
#include "results/hdf5_image.hpp"
#include "results/part_arrays.hpp"
#include "results/write_file.hpp"

namespace iptwsim::results {
namespace {

using hdf5::check;
using hdf5::Compression;
using hdf5::Failure;
using hdf5::Handle;

constexpr std::int64_t part_version_major = 1;
constexpr std::int64_t part_version_minor = 0;

std::string name_of(PartIdentity const& identity, std::span<Sha256 const> digests) {
  std::string text = identity.config;
  for (auto const& [key, value] : identity.attributes) {
    auto const* word = std::get_if<std::string>(&value);
    auto const* number = std::get_if<std::int64_t>(&value);
    text += fmt::format("\n{}={}", key, word != nullptr ? *word : fmt::to_string(number != nullptr ? *number : 0));
  }
  std::string_view const all(reinterpret_cast<char const*>(digests.data()), digests.size() * sizeof(Sha256));
  std::array<std::string_view, 2> const pieces{text, all};
  return hex(sha256(pieces)) + ".h5";
}

std::string hdf5_bytes(PartIdentity const& identity, std::map<std::string, std::string> const& provenance,
                       PartArrays const& arrays) {
  hdf5::silence();
  Handle const file = hdf5::new_image(hdf5::ordered_group(H5P_FILE_CREATE));
  Handle const root{H5Gopen2(file.id(), "/", H5P_DEFAULT), H5Gclose, "opening /"};
  Attributes attributes = identity.attributes;
  attributes["filetype"] = std::string(part_filetype);
  attributes["format_version"] = std::vector<std::int64_t>{part_version_major, part_version_minor};
  hdf5::write_attributes(root.id(), attributes);
  hdf5::write_values(root.id(), "config", {}, std::vector<std::string>{identity.config});
  auto const properties = hdf5::ordered_group(H5P_GROUP_CREATE);
  auto const make_group = [&](char const* name) {
    return Handle{H5Gcreate2(root.id(), name, H5P_DEFAULT, properties.id(), H5P_DEFAULT), H5Gclose, "making a group"};
  };
  auto const write_to = [](hid_t group) {
    return [group](char const* name, auto const& numbers) {
      hdf5::write_values(group, name, {numbers.size()}, numbers, Compression::fast);
    };
  };
  PartArrays::visit_blocks(arrays, write_to(make_group("blocks").id()));
  PartArrays::visit_numbers(arrays, write_to(make_group("slabs").id()));
  Attributes who;
  for (auto const& [key, value] : provenance) who[key] = value;
  hdf5::write_attributes(make_group("provenance").id(), who);
  return hdf5::image_bytes(file);
}

Handle open_group(Handle const& file, char const* name) {
  return {H5Gopen2(file.id(), name, H5P_DEFAULT), H5Gclose, std::string("opening ") + name};
}

template <class Number> void read_array(hid_t group, std::string const& name, std::vector<Number>& numbers) {
  Handle const dataset{H5Dopen2(group, name.c_str(), H5P_DEFAULT), H5Dclose, "opening " + name};
  Handle const space{H5Dget_space(dataset.id()), H5Sclose, "reading " + name};
  auto const count = static_cast<std::size_t>(check(H5Sget_simple_extent_npoints(space.id()), "reading " + name));
  auto const read = [&](hid_t memory, void* buffer) {
    return H5Dread(dataset.id(), memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, buffer);
  };
  numbers = hdf5::read_numbers<Number>(hdf5::memory_type(Number{}), count, read, name);
}

std::string read_config(hid_t root) {
  Handle const dataset{H5Dopen2(root, "config", H5P_DEFAULT), H5Dclose, "opening config"};
  Handle const space{H5Dget_space(dataset.id()), H5Sclose, "reading config"};
  auto const read = [&](hid_t memory, void* buffer) {
    return H5Dread(dataset.id(), memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, buffer);
  };
  return hdf5::read_texts(space.id(), 1, read, "config").front();
}

Error refuse(std::filesystem::path const& file, std::string what, std::string why) {
  return Error(ExitCode::data, {.file = file.string(),
                                .what = std::move(what),
                                .why = std::move(why),
                                .advice = "move it away; what it held is computed again by `iptwsim run --resume`"});
}

void check_type(Attributes const& root, std::filesystem::path const& file) {
  auto const type = root.find("filetype");
  if (type == root.end() || type->second != Attribute(std::string(part_filetype))) {
    throw refuse(file, "not a part of a result of iptwsim", "its attribute `filetype` says otherwise");
  }
  auto const version = root.find("format_version");
  auto const* numbers = version == root.end() ? nullptr : std::get_if<std::vector<std::int64_t>>(&version->second);
  if (numbers == nullptr || numbers->size() != 2 || numbers->front() != part_version_major) {
    throw refuse(file, "a part of another format version",
                 fmt::format("this program reads version {}.x", part_version_major));
  }
}

PartIndex index_of(Handle const& root, std::filesystem::path const& file, PartArrays const& arrays) {
  PartIndex part{.file = file,
                 .identity = {.config = read_config(root.id()), .attributes = hdf5::read_attributes(root.id())},
                 .blocks = arrays.blocks(),
                 .digests = arrays.digests()};
  part.identity.attributes.erase("filetype");
  part.identity.attributes.erase("format_version");
  for (auto const& [key, value] : hdf5::read_attributes(open_group(root, "provenance").id())) {
    if (auto const* text = std::get_if<std::string>(&value)) part.provenance[key] = *text;
  }
  return part;
}

enum class Read { index, everything };

Part read(std::filesystem::path const& path, Read what) {
  std::string bytes = checked_bytes(path);
  try {
    hdf5::silence();
    Handle const file = hdf5::open_image(std::move(bytes));
    Handle const root = open_group(file, "/");
    check_type(hdf5::read_attributes(root.id()), path);
    PartArrays arrays;
    auto const read_from = [](hid_t group) {
      return [group](char const* name, auto& numbers) { read_array(group, name, numbers); };
    };
    Handle const blocks = open_group(root, "blocks");
    PartArrays::visit_blocks(arrays, read_from(blocks.id()));
    Part part{.index = index_of(root, path, arrays), .slabs = {}};
    if (what == Read::index) return part;
    Handle const slabs = open_group(root, "slabs");
    PartArrays::visit_numbers(arrays, read_from(slabs.id()));
    part.slabs = arrays.slabs();
    return part;
  } catch (Failure const& failure) {
    throw refuse(path, std::string("not a part of a result of iptwsim, ") + failure.what() + " fails", failure.reason);
  }
}

} // namespace

PartIndex write_part(PartIdentity const& identity, std::map<std::string, std::string> const& provenance,
                     std::span<Slab const> slabs, std::filesystem::path const& folder) {
  PartIndex part{.file = {}, .identity = identity, .provenance = provenance};
  for (Slab const& slab : slabs) {
    part.blocks.push_back(slab.block);
    part.digests.push_back(digest_of(slab));
  }
  part.file = folder / name_of(identity, part.digests);
  std::string bytes;
  try {
    bytes = hdf5_bytes(identity, provenance, PartArrays::of(slabs, part.digests));
  } catch (Failure const& failure) {
    throw Error(ExitCode::cannot_write, {.file = part.file.string(),
                                         .what = std::string("cannot be made into HDF5: ") + failure.what(),
                                         .why = failure.reason,
                                         .advice = "free some memory; if that does not help, please report it"});
  }
  bytes += digest_trailer(bytes);
  write_file(bytes, part.file, Overwrite::yes);
  return part;
}

PartIndex read_part_index(std::filesystem::path const& file) { return read(file, Read::index).index; }

Part read_part(std::filesystem::path const& file) { return read(file, Read::everything); }

} // namespace iptwsim::results
