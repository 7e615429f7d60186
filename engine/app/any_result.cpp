#include "app/any_result.hpp"

#include "app/part_inputs.hpp"
#include "results/part_folder.hpp"
#include "results/read.hpp"

namespace iptwsim::app {
namespace {

results::Document from_parts(std::filesystem::path const& path) {
  PartInputs inputs = open_parts({path}, {});
  return results::as_read(assemble_held(inputs, {}));
}

bool is_part(std::filesystem::path const& file) {
  try {
    static_cast<void>(results::read_part_index(file));
    return true;
  } catch (Error const&) {
    return false;
  }
}

} // namespace

results::Document read_any(std::filesystem::path const& path) {
  std::filesystem::path const parts = results::parts_folder_of(path);
  if (!std::filesystem::exists(path) && std::filesystem::is_directory(parts)) {
    throw Error(ExitCode::no_input, {.file = path.string(),
                                     .what = "is not there yet",
                                     .why = "its run has not finished",
                                     .advice = "take what is there, " + parts.string() +
                                               ", or finish it with `iptwsim run --resume` or `iptwsim merge`"});
  }
  if (std::filesystem::is_directory(path)) return from_parts(path);
  try {
    return results::read_document(path);
  } catch (Error const& error) {
    if (error.code() != ExitCode::data || !is_part(path)) throw;
  }
  return from_parts(path);
}

} // namespace iptwsim::app
