#include <algorithm>
#include <cstdio>
#include <set>

#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/missing.hpp"
#include "app/output.hpp"
#include "app/part_inputs.hpp"
#include "app/provenance.hpp"
#include "plan/usable.hpp"
#include "report/text.hpp"
#include "results/write.hpp"

namespace iptwsim::app {
namespace {

/// As sbatch's --array takes them: "3,7-9".
ExitCode print_missing(PartInputs const& inputs, std::uint32_t shards) {
  auto const missing = inputs.held->missing();
  if (missing.empty()) return ExitCode::ok;
  fmt::print(stderr, "{} of {} blocks are missing\n", missing.size(), inputs.job.work->blocks().size());
  std::string list = ranges_text(missing_shards(*inputs.job.work, missing, shards), shards);
  std::erase(list, ' ');
  fmt::print("{}\n", list);
  return ExitCode::stopped;
}

} // namespace

ExitCode merge(MergeArguments const& arguments) {
  bool const is_normal = arguments.verbosity == Verbosity::normal;
  PartInputs inputs = open_parts(arguments.inputs, arguments.config);
  if (arguments.missing_of > 0) return print_missing(inputs, arguments.missing_of);
  Job& job = inputs.job;
  auto protected_files = inputs.files;
  protected_files.insert(protected_files.end(), job.inputs.begin(), job.inputs.end());
  check_output(arguments.output, protected_files);
  if (arguments.existing == Existing::keep) {
    if (auto const document = complete_result(arguments.output, job)) {
      if (is_normal) fmt::print(stderr, "{} is complete already\n", arguments.output.string());
      if (is_normal) fmt::print("{}", report::text_report(*document));
      return ExitCode::ok;
    }
  }
  auto const missing = inputs.held->missing();
  if (!missing.empty() && arguments.incomplete == Incomplete::refuse) {
    FillSource source = inputs.source;
    source.program = arguments.program;
    if (!source.resumes) source.output = arguments.output;
    fmt::print(stderr, "{}\n", missing_text(job, missing, source));
    return ExitCode::stopped;
  }
  results::Document const document = assemble_held(inputs, provenance(arguments.command_line, 1));
  bool const overwrite = arguments.existing == Existing::overwrite;
  results::write_document(document, arguments.output, overwrite ? results::Overwrite::yes : results::Overwrite::no);
  if (is_normal) fmt::print("{}\nresult: {}\n", report::text_report(document), arguments.output.string());
  return ExitCode::ok;
}

} // namespace iptwsim::app
