#pragma once
// A digest that is checked before libhdf5 sees a file: a flipped bit may otherwise change a value silently, or crash or
// hang the library. The last 81 bytes of every file are the text "\nIPTWSIM-SHA256 <64 hex digits>\n", the SHA-256
// (FIPS 180-4) of all bytes before it. HDF5 ignores bytes after its own end, so every HDF5 program reads the file.

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace iptwsim::results {

using Sha256 = std::array<std::uint8_t, 32>;

/// Of the pieces one after the other.
Sha256 sha256(std::span<std::string_view const> pieces);

/// As 64 lower-case hexadecimal digits.
std::string hex(Sha256 const& digest);
std::string sha256_hex(std::string_view bytes);

/// SHA-256 of a file of any kind; Error no_input when it cannot be read.
std::string sha256_of_file(std::filesystem::path const& file);

/// The 81 bytes to append to `bytes`.
std::string digest_trailer(std::string_view bytes);

/// The file's bytes without the trailer, once the trailer has been found right. Error no_input when the file cannot be
/// read, data when it has no trailer or one that does not match.
std::string checked_bytes(std::filesystem::path const& file);

/// As checked_bytes(), for who only wants to know.
void check_digest(std::filesystem::path const& file);

} // namespace iptwsim::results
