#include "cohort/csv_file.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string_view>

#include "core/error.hpp"

namespace iptwsim {
namespace {

struct Signature {
  std::string_view bytes;
  char const* what;
  char const* advice;
};

constexpr std::array signatures{
    Signature{"PK\x03\x04", "the file is a workbook or a ZIP archive", "save the sheet as CSV (UTF-8)"},
    Signature{"\xd0\xcf\x11\xe0", "the file is an Excel workbook", "save the sheet as CSV (UTF-8)"},
    Signature{"\x1f\x8b", "the file is compressed by gzip", "unpack it with gunzip"},
    Signature{"\x89HDF", "the file is HDF5", "give a text file"},
    Signature{"\xff\xfe", "the file is UTF-16", "save it as UTF-8"},
    Signature{"\xfe\xff", "the file is UTF-16", "save it as UTF-8"}};

Error no_input(std::filesystem::path const& file, std::string reason) {
  return {ExitCode::no_input, Problem{file.string(), 0, 0, "cannot be read", std::move(reason), "check the path"}};
}

} // namespace

std::string read_text_file(std::filesystem::path const& file) {
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) throw no_input(file, "it is a folder");
  struct Close {
    void operator()(std::FILE* stream) const { std::fclose(stream); }
  };
  std::unique_ptr<std::FILE, Close> const stream(std::fopen(file.c_str(), "rb"));
  if (!stream) throw no_input(file, std::strerror(errno));

  // Doubling, because a pipe has no size and a file may grow.
  std::uintmax_t const size = std::filesystem::file_size(file, ignored);
  std::string bytes(ignored ? std::size_t{1} << 16 : static_cast<std::size_t>(size) + 1, '\0');
  std::size_t read = 0;
  while (std::size_t const count = std::fread(bytes.data() + read, 1, bytes.size() - read, stream.get())) {
    read += count;
    if (read == bytes.size()) bytes.resize(2 * bytes.size());
  }
  if (std::ferror(stream.get()) != 0) throw no_input(file, std::strerror(errno));
  bytes.resize(read);

  for (Signature const& signature : signatures) {
    if (!bytes.starts_with(signature.bytes)) continue;
    throw Error(ExitCode::data, Problem{file.string(), 0, 0, signature.what, "plain text is needed", signature.advice});
  }
  if (bytes.find('\0') != std::string::npos) {
    throw Error(ExitCode::data, Problem{file.string(), 0, 0, "the file holds a zero byte", "plain text is needed",
                                        "check that this is the right file"});
  }
  return bytes;
}

} // namespace iptwsim
