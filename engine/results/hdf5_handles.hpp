#pragma once
// HDF5's C interface made safe: identifiers that close themselves, failures that throw. Where a file is concerned,
// write.cpp and read.cpp add its name. Call from one thread at a time: the library may be built without locks.

#include <stdexcept>
#include <string>
#include <utility>

#include <hdf5.h>

namespace iptwsim::results::hdf5 {

/// A call of libhdf5 that failed: what was being done and the library's own reason.
class Failure : public std::runtime_error {
public:
  Failure(std::string const& doing, std::string const& reason_) : std::runtime_error(doing), reason(reason_) {}
  std::string reason;
};

/// The innermost message of the library's error stack.
inline std::string last_reason() {
  std::string reason;
  auto const keep_first = [](unsigned, H5E_error2_t const* entry, void* text) -> herr_t {
    auto& kept = *static_cast<std::string*>(text);
    if (kept.empty() && entry->desc != nullptr) kept = entry->desc;
    return 0;
  };
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_first, &reason);
  return reason.empty() ? "HDF5 gives no reason" : reason;
}

/// The library prints its error stack unless told not to; the exception says it instead.
inline void silence() { H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); }

/// A negative result of any call is a Failure; others pass through.
template <class Result> Result check(Result result, std::string const& doing) {
  if (result < 0) throw Failure(doing, last_reason());
  return result;
}

/// Owns one identifier.
class Handle {
public:
  using Closer = herr_t (*)(hid_t);

  Handle(hid_t id, Closer closer, std::string const& doing) : id_(check(id, doing)), closer_(closer) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)), closer_(other.closer_) {}
  Handle(Handle const&) = delete;
  Handle& operator=(Handle const&) = delete;
  Handle& operator=(Handle&&) = delete;
  ~Handle() {
    if (id_ >= 0) closer_(id_);
  }

  hid_t id() const { return id_; }

private:
  hid_t id_;
  Closer closer_;
};

inline Handle property_list(hid_t list_class) { return {H5Pcreate(list_class), H5Pclose, "making a property list"}; }

/// Variable-length UTF-8: the one form of text that h5py, h5netcdf and netCDF4 all give as a Python str.
inline Handle text_type() {
  Handle type{H5Tcopy(H5T_C_S1), H5Tclose, "making the text type"};
  check(H5Tset_size(type.id(), H5T_VARIABLE), "making the text type");
  check(H5Tset_cset(type.id(), H5T_CSET_UTF8), "making the text type");
  return type;
}

} // namespace iptwsim::results::hdf5
