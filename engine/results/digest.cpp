#include "results/digest.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "core/error.hpp"

namespace iptwsim::results {
namespace {

constexpr std::string_view trailer_start = "\nIPTWSIM-SHA256 ";
constexpr std::size_t trailer_size = trailer_start.size() + 64 + 1;

[[noreturn]] void cannot_read(std::filesystem::path const& file, int system_error) {
  throw Error(ExitCode::no_input, {.file = file.string(),
                                   .what = "cannot be read",
                                   .why = std::generic_category().message(system_error),
                                   .advice = "check the path and its permissions"});
}

std::string file_bytes(std::filesystem::path const& file) {
  struct Close {
    void operator()(std::FILE* stream) const { std::fclose(stream); }
  };
  std::unique_ptr<std::FILE, Close> const stream(std::fopen(file.c_str(), "rb"));
  if (!stream) cannot_read(file, errno);
  std::error_code no_size; // a pipe has none
  auto const size = std::filesystem::file_size(file, no_size);
  std::string bytes;
  if (!no_size) bytes.reserve(size);
  std::array<char, 1 << 16> buffer;
  for (;;) {
    errno = 0;
    std::size_t const count = std::fread(buffer.data(), 1, buffer.size(), stream.get());
    bytes.append(buffer.data(), count);
    if (count < buffer.size() && std::ferror(stream.get()) != 0) cannot_read(file, errno);
    if (count < buffer.size()) return bytes;
  }
}

} // namespace

Sha256 sha256(std::span<std::string_view const> pieces) {
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> const context(EVP_MD_CTX_new());
  bool done = context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1;
  for (std::string_view const piece : pieces) {
    done = done && EVP_DigestUpdate(context.get(), piece.data(), piece.size()) == 1;
  }
  Sha256 digest{};
  if (!done || EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) != 1) {
    throw std::runtime_error("OpenSSL gives no SHA-256");
  }
  return digest;
}

std::string hex(Sha256 const& digest) {
  std::string text;
  for (std::uint8_t const byte : digest) text += fmt::format("{:02x}", byte);
  return text;
}

std::string sha256_hex(std::string_view bytes) { return hex(sha256({&bytes, 1})); }

std::string sha256_of_file(std::filesystem::path const& file) { return sha256_hex(file_bytes(file)); }

std::string digest_trailer(std::string_view bytes) { return std::string(trailer_start) + sha256_hex(bytes) + "\n"; }

std::string checked_bytes(std::filesystem::path const& file) {
  std::string bytes = file_bytes(file);
  std::string_view const all = bytes;
  std::size_t const size = all.size() < trailer_size ? 0 : all.size() - trailer_size;
  std::string_view const trailer = all.substr(size);
  if (!trailer.starts_with(trailer_start)) {
    throw Error(ExitCode::data, {.file = file.string(),
                                 .what = "not a result of iptwsim, or damaged",
                                 .why = "the digest at its end is missing",
                                 .advice = "copy it again from where it was written, or run again"});
  }
  if (trailer != digest_trailer(all.substr(0, size))) {
    throw Error(ExitCode::data, {.file = file.string(),
                                 .what = "damaged",
                                 .why = "its bytes do not match its digest",
                                 .advice = "copy it again from where it was written, or run again"});
  }
  bytes.resize(size);
  return bytes;
}

void check_digest(std::filesystem::path const& file) { static_cast<void>(checked_bytes(file)); }

} // namespace iptwsim::results
